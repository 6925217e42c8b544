import type { Clock } from '@vsoa-testbench/core';

/** Of the time, for reading params; the rest is for everything else that the bench does. */
const SHARE = 0.3;
/** What can be saved up for a burst, ms. */
const MOST = 200;

/** Time for reading params. A peer that sends 256 KiB of JSON a thousand times a second is read less often. */
export class ParseBudget {
  readonly #clock: Clock;
  #left = MOST;
  #at: number;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#at = clock.now();
  }

  allows(): boolean {
    const now = this.#clock.now();
    this.#left = Math.min(MOST, this.#left + (now - this.#at) * SHARE);
    this.#at = now;
    return this.#left > 0;
  }

  spend(work: () => void): void {
    const start = this.#clock.now();
    work();
    this.#left -= this.#clock.now() - start;
  }
}
