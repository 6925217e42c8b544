import { topicCommands } from '../contract/topics.ts';
import type { Handlers } from '../contract.ts';
import type { Part, PartOptions } from '../part.ts';

type Command = keyof typeof topicCommands;

/** Single topics: what came on them before. */
export class TopicsPart implements Part<Command, never> {
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
