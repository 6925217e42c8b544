import type { Clock } from '../src/index.ts';

/** Time that passes only when a test says so. */
export class FakeClock implements Clock {
  #now = 0;
  #lastTimer = 0;
  readonly #timers = new Map<number, { at: number; callback: () => void }>();

  now(): number {
    return this.#now;
  }

  time(): number {
    return 1_700_000_000_000 + this.#now;
  }

  setTimeout(callback: () => void, ms: number): number {
    this.#lastTimer += 1;
    this.#timers.set(this.#lastTimer, { at: this.#now + ms, callback });
    return this.#lastTimer;
  }

  clearTimeout(timer: number | NodeJS.Timeout): void {
    this.#timers.delete(Number(timer));
  }

  /** Timers that wait. */
  get timers(): number {
    return this.#timers.size;
  }

  /** Time passes while the program is busy: what became due is called only at the end. */
  block(ms: number): void {
    this.#now += ms;
    this.advance(0);
  }

  /** Lets time pass, and calls what becomes due, in order. */
  advance(ms: number): void {
    const end = this.#now + ms;
    for (;;) {
      const due = [...this.#timers]
        .filter(([, { at }]) => at <= end)
        .toSorted(([, one], [, other]) => one.at - other.at)[0];
      if (due === undefined) break;
      const [id, { at, callback }] = due;
      this.#timers.delete(id);
      this.#now = Math.max(this.#now, at);
      callback();
    }
    this.#now = end;
  }
}
