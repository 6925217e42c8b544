import type { TopicSpec } from './file/schema.ts';
import type { Saying, TopicSource } from './topic-source.ts';
import type { TimedMessages } from './values/recording.ts';

/** What was recorded of a topic. `next` says what is due, also by hand; `advance` goes on to the one after. */
export class RecordedSource implements TopicSource {
  readonly #messages: TimedMessages['messages'];
  readonly #duration: number;
  readonly #speed: number;
  readonly #stops: boolean;
  #place = 0;
  #round = 0;

  constructor(
    { messages, duration }: TimedMessages,
    { speed = 1, then = 'repeat' }: NonNullable<TopicSpec['recording']>,
  ) {
    this.#messages = messages;
    this.#duration = duration;
    this.#speed = speed;
    this.#stops = then === 'stop';
  }

  /** When the next is due, ms from the first one of the first round on; undefined: it is over. */
  get due(): number | undefined {
    const message = this.#messages[this.#place];
    return message && (this.#round * this.#duration + message.ms) / this.#speed;
  }

  next(): Saying | undefined {
    const message = this.#messages[this.#place];
    if (message === undefined) return undefined;
    const { param, data, quick } = message;
    return { value: NOTHING, bytes: param, data, quick };
  }

  advance(): void {
    this.#place += 1;
    if (this.#place < this.#messages.length || this.#stops) return;
    this.#place = 0;
    this.#round += 1;
  }
}

const NOTHING: Saying['value'] = { isFixed: true, at: () => undefined };
