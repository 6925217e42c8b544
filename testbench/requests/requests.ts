import { requestCommands } from '../contract/requests.ts';
import type { Handlers } from '../contract.ts';
import type { Part, PartOptions } from '../part.ts';

type Command = keyof typeof requestCommands;

/** Saved requests, in collections of folders, and the environments that give their variables values. */
export class Requests implements Part<Command, never> {
  readonly handlers: Pick<Handlers, Command>;

  constructor(_options: PartOptions) {
    this.handlers = {};
  }

  all() {
    return {};
  }

  take() {
    return {};
  }

  async close(): Promise<void> {}
}
