import type { ScenarioContext } from './context.ts';
import type { RecordedSource } from './recorded-source.ts';
import { speak } from './speak.ts';
import type { Topic } from './topic.ts';
import type { Spoke } from './wheel.ts';

/** ms that it may be late; what is due longer than that is left out, so that it never bursts for long. */
const MOST_BEHIND = 1_000;

/** Plays a recording with its timing, from the first subscriber on; while nobody listens it stands still. */
export class Playback {
  readonly #topic: Topic;
  readonly #source: RecordedSource;
  readonly #context: ScenarioContext;
  #spoke: Spoke | undefined;
  /** The time of the clock at which the first message was, or would have been, due. */
  #origin = 0;

  constructor(topic: Topic, source: RecordedSource, context: ScenarioContext) {
    this.#topic = topic;
    this.#source = source;
    this.#context = context;
  }

  /** Somebody may be listening. */
  wake(): void {
    if (this.#spoke !== undefined || !this.#topic.isHeard) return;
    this.#origin = this.#context.clock.now() - (this.#source.due ?? 0);
    this.#wait();
  }

  stop(): void {
    if (this.#spoke !== undefined) this.#context.wheel.cancel(this.#spoke);
    this.#spoke = undefined;
  }

  #wait(): void {
    const { due } = this.#source;
    if (due === undefined) return;
    this.#spoke = this.#context.wheel.at(this.#origin + due, () => {
      this.#spoke = undefined;
      this.#play();
    });
  }

  #play(): void {
    const late = this.#context.clock.now() - this.#origin - (this.#source.due ?? 0) - MOST_BEHIND;
    if (late > 0) this.#origin += late;
    if (!speak([this.#topic])) return;
    this.#source.advance();
    this.#wait();
  }
}
