import { datagramCommands } from '../contract/datagrams.ts';
import type { Handlers } from '../contract.ts';
import type { Part, PartOptions } from '../part.ts';

type Command = keyof typeof datagramCommands;

/** Datagrams that are sent, and those that arrive. */
export class Datagrams implements Part<Command, never> {
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
