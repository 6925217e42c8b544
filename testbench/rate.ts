/** ms */
const STEP = 250;
const WINDOW = 1_000;

/**
 * How fast a counter grows, over about the last second. Costs nothing while it grows: it is asked for the rate, and
 * remembers a few of the counts it was asked with.
 */
export class Rate {
  readonly #times: number[] = [];
  readonly #counts: number[] = [];

  constructor(now: number, count = 0) {
    this.#times.push(now);
    this.#counts.push(count);
  }

  /** Per second; `now` in ms. */
  of(count: number, now: number): number {
    const since = Math.max(WINDOW, now - (this.#times[0] as number));
    const rate = ((count - (this.#counts[0] as number)) * 1_000) / since;
    if (now - (this.#times.at(-1) as number) >= STEP) this.#remember(count, now);
    return rate;
  }

  /** Keeps what is needed to look back for at least the window. */
  #remember(count: number, now: number): void {
    this.#times.push(now);
    this.#counts.push(count);
    while (now - (this.#times[1] as number) >= WINDOW) {
      this.#times.shift();
      this.#counts.shift();
    }
  }
}
