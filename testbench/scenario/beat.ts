import type { ScenarioContext } from './context.ts';
import { speak } from './speak.ts';
import type { Topic } from './topic.ts';
import type { Spoke } from './wheel.ts';

/**
 * The topics of one ECU that have one period: they speak together, as those of a real ECU do, so that their packets go in
 * one write. It keeps to its grid: being late does not delay the next time, and missed times are left out. While nobody
 * listens it stands still.
 */
export class Beat {
  readonly period: number;
  readonly #topics: readonly Topic[];
  readonly #context: ScenarioContext;
  readonly #origin: number;
  #spoke: Spoke | undefined;

  /** `origin`: a time of the clock that is on its grid. */
  constructor(period: number, topics: readonly Topic[], origin: number, context: ScenarioContext) {
    this.period = period;
    this.#topics = topics;
    this.#origin = origin;
    this.#context = context;
  }

  /** Somebody may be listening. */
  wake(): void {
    if (this.#spoke === undefined) this.#wait(this.#after(this.#context.clock.now()));
  }

  stop(): void {
    if (this.#spoke !== undefined) this.#context.wheel.cancel(this.#spoke);
    this.#spoke = undefined;
  }

  #wait(due: number): void {
    const spoke = this.#context.wheel.at(due, () => {
      this.#spoke = undefined;
      let isHeard = true;
      try {
        isHeard = speak(this.#topics);
      } finally {
        // A defect of one time is not the end of all.
        if (isHeard) this.#wait(this.#after(Math.max(due, this.#context.clock.now())));
      }
    });
    this.#spoke = spoke;
  }

  /** The first time on the grid that is later. */
  #after(time: number): number {
    return this.#origin + (Math.floor((time - this.#origin) / this.period) + 1) * this.period;
  }
}
