import type { Clock, TimerHandle } from '@vsoa-testbench/core';

interface Due {
  at: number;
  go: () => void;
}

/** Things that are to be done at their time; those of one time in the order in which they were put in. */
export class DueQueue {
  readonly #clock: Clock;
  /** By time. */
  readonly #waiting: Due[] = [];
  #timer: TimerHandle | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** `at` is a time of `clock.now()`. */
  add(at: number, go: () => void): void {
    let place = this.#waiting.length;
    while (place > 0 && this.#waiting[place - 1]!.at > at) place -= 1;
    this.#waiting.splice(place, 0, { at, go });
    if (place === 0) this.#wait();
  }

  clear(): void {
    this.#waiting.length = 0;
    this.#wait();
  }

  #wait(): void {
    if (this.#timer !== undefined) this.#clock.clearTimeout(this.#timer);
    this.#timer = undefined;
    const [next] = this.#waiting;
    if (next === undefined) return;
    this.#timer = this.#clock.setTimeout(this.#work, Math.max(0, next.at - this.#clock.now()));
  }

  readonly #work = (): void => {
    // Timers of Node are up to a millisecond early.
    const now = this.#clock.now() + 1;
    while (this.#waiting.length > 0 && this.#waiting[0]!.at <= now) this.#waiting.shift()?.go();
    this.#wait();
  };
}
