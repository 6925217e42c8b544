import type { Clock } from '@vsoa-testbench/core';

/** Bytes of JSON that are read in a second at most: less than a third of what a core can do. */
const RATE = 32 * 1_048_576;
/** What can be saved up for a burst. */
const MOST = RATE / 4;
/** What a message costs whatever its size, in bytes of JSON. */
const MESSAGE = 200;

/**
 * How much of the params is read. A peer that sends 256 KiB of JSON a thousand times a second is read less often, so that
 * the bench can do what else it has to; a hundred thousand small messages a second are all read.
 */
export class ParseBudget {
  readonly #clock: Clock;
  #left = MOST;
  #at: number;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#at = clock.now();
  }

  /** Whether a param of so many bytes may be read now. */
  take(bytes: number): boolean {
    const now = this.#clock.now();
    this.#left = Math.min(MOST, this.#left + ((now - this.#at) / 1_000) * RATE);
    this.#at = now;
    if (this.#left <= 0) return false;
    this.#left -= bytes + MESSAGE;
    return true;
  }
}
