import { streamCommands } from '../contract/streams.ts';
import type { Handlers } from '../contract.ts';
import type { Part, PartOptions } from '../part.ts';

type Command = keyof typeof streamCommands;

/** Streams to and from devices, and files that move over them. */
export class Streams implements Part<Command, never> {
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
