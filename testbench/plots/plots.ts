import { plotCommands } from '../contract/plots.ts';
import type { Handlers } from '../contract.ts';
import type { Part, PartOptions } from '../part.ts';

type Command = keyof typeof plotCommands;

/** Fields of topics over time. */
export class Plots implements Part<Command, never> {
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
