import type { Clock } from '@vsoa-testbench/core';
import type { Spoke, Wheel } from './wheel.ts';

/** Answers that an ECU may keep back at a time. */
const MAX_WAITS = 10_000;

/** What an ECU will do after a delay. */
export class Waits {
  readonly #clock: Clock;
  readonly #wheel: Wheel;
  readonly #waiting = new Set<Spoke>();

  constructor(clock: Clock, wheel: Wheel) {
    this.#clock = clock;
    this.#wheel = wheel;
  }

  get size(): number {
    return this.#waiting.size;
  }

  /** At once where there is nothing to wait for. False: too many wait. */
  after(ms: number, run: () => void): boolean {
    if (!(ms > 0)) {
      run();
      return true;
    }
    if (this.#waiting.size >= MAX_WAITS) return false;
    const spoke = this.#wheel.at(this.#clock.now() + ms, () => {
      this.#waiting.delete(spoke);
      run();
    });
    this.#waiting.add(spoke);
    return true;
  }

  /** What waits is not done any more. */
  clear(): void {
    for (const spoke of this.#waiting) this.#wheel.cancel(spoke);
    this.#waiting.clear();
  }
}
