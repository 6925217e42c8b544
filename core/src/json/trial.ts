/** Attempts that pass before something is learned: what comes once or twice is not worth it. */
const PATIENCE = 8;
const MAX_PATIENCE = 4_096;
/** Hits that make up for as many misses before what was learned is given up. */
const MAX_CREDIT = 64;

/** Something that is learned from what comes often, and given up, ever longer, where it seldom fits. */
export class Trial<T> {
  #learned: T | undefined;
  #credit = 0;
  #wait = PATIENCE;
  #patience = PATIENCE;

  get learned(): T | undefined {
    return this.#learned;
  }

  /** Whether it is time to learn from what has come now. */
  isDue(): boolean {
    this.#wait -= 1;
    return this.#wait <= 0;
  }

  /** Takes what was learned; `undefined` where nothing could be. */
  begin(learned: T | undefined): void {
    this.#learned = learned;
    this.#credit = PATIENCE;
    this.#patience = Math.min(this.#patience * 2, MAX_PATIENCE);
    this.#wait = this.#patience;
  }

  hit(): void {
    if (this.#credit < MAX_CREDIT) this.#credit += 1;
    else this.#patience = PATIENCE;
  }

  miss(): void {
    this.#credit -= 1;
    if (this.#credit <= 0) this.#learned = undefined;
  }
}
