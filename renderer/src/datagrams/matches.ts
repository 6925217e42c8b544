/** ms from one search to the next, so that a flood leaves the bench its time. */
const PAUSE = 20;

type Find = (from: number) => Promise<{ indexes: number[]; upTo: number }>;

/** Which datagrams have a text: looked for as they come, and forgotten as they go. Positions stay the same. */
export class Matches {
  readonly #find: Find;
  readonly #listeners = new Set<() => void>();
  #indexes: number[] = [];
  /** Matches that are gone, in front of the others. */
  #gone = 0;
  #upTo = 0;
  #end = 0;
  #version = 0;
  #busy = false;
  #closed = false;

  constructor(find: Find) {
    this.#find = find;
  }

  get first(): number {
    return this.#gone;
  }

  get end(): number {
    return this.#gone + this.#indexes.length;
  }

  /** Datagrams up to this one have been looked at. */
  get upTo(): number {
    return this.#upTo;
  }

  indexAt(position: number): number {
    return this.#indexes[position - this.#gone] ?? -1;
  }

  /** -1 where it does not match. */
  positionOf(index: number): number {
    const at = this.#indexes.indexOf(index);
    return at < 0 ? -1 : at + this.#gone;
  }

  /** The datagrams there are now. */
  follow(first: number, end: number): void {
    let gone = 0;
    while (gone < this.#indexes.length && (this.#indexes[gone] as number) < first) gone += 1;
    if (gone > 0) {
      this.#indexes = this.#indexes.slice(gone);
      this.#gone += gone;
    }
    this.#end = end;
    this.#upTo = Math.max(this.#upTo, first);
    if (!this.#busy) void this.#search();
  }

  close(): void {
    this.#closed = true;
  }

  /** For `useSyncExternalStore`. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly version = (): number => this.#version;

  async #search(): Promise<void> {
    this.#busy = true;
    while (this.#upTo < this.#end && !this.#closed) {
      const found = await this.#find(this.#upTo).catch(() => null);
      if (found === null || found.upTo <= this.#upTo) break;
      this.#indexes.push(...found.indexes);
      this.#upTo = found.upTo;
      this.#version += 1;
      for (const listener of this.#listeners) listener();
      if (this.#upTo < this.#end) await new Promise((resolve) => setTimeout(resolve, PAUSE));
    }
    this.#busy = false;
  }
}
