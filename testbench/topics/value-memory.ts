/** What takes its bytes from the memory, and can do with less of them. */
export interface Holder {
  /** Bytes it holds, 0 or a power of two. */
  readonly size: number;
  /** Goes on with half of its bytes; what no longer fits is forgotten and counted by `crowdedOut`. */
  halve(): void;
}

export interface ValueMemoryOptions {
  /** Bytes for the values of all topics, 64 MiB by default. */
  cap?: number;
  /** Values kept of each topic, 500 by default. */
  perTopic?: number;
}

/** Where less than this much memory is taken from another, the two would take it from each other for ever. */
const LARGER = 2;

/**
 * The memory that the values of all topics share. Where it is full, whoever holds most gives half of it to one that holds
 * far less; among equals everyone forgets its own oldest values.
 */
export class ValueMemory {
  readonly cap: number;
  perTopic: number;
  /** Values that went before there were `perTopic` of their topic, for lack of memory. */
  crowdedOut = 0;
  /** By the power of two that they hold. */
  readonly #holders: Set<Holder>[] = [];
  #used = 0;
  /** Nothing that gets as large as this has room, until something has changed: that is asked for each message. */
  #noRoomFor = Number.POSITIVE_INFINITY;

  constructor({ cap = 64 * 1_048_576, perTopic = 500 }: ValueMemoryOptions = {}) {
    this.cap = cap;
    this.perTopic = perTopic;
  }

  /** Bytes that all holders use. */
  get used(): number {
    return this.#used;
  }

  /** Whether `bytes` more can be used, for something that is `size` large then. */
  makeRoom(bytes: number, size: number): boolean {
    if (this.#used + bytes <= this.cap) return true;
    if (size >= this.#noRoomFor) return false;
    while (this.#used + bytes > this.cap) {
      const largest = this.#largest();
      if (!largest || largest.size < LARGER * size) {
        this.#noRoomFor = size;
        return false;
      }
      largest.halve();
    }
    return true;
  }

  /** A holder uses so many bytes more, or less. */
  use(bytes: number): void {
    this.#used += bytes;
    this.#noRoomFor = Number.POSITIVE_INFINITY;
  }

  /** To be called whenever the size of a holder has changed, with what it was. */
  resized(holder: Holder, before: number): void {
    if (before > 0) this.#holdersOf(before).delete(holder);
    if (holder.size > 0) this.#holdersOf(holder.size).add(holder);
  }

  #largest(): Holder | undefined {
    for (let power = this.#holders.length - 1; power >= 0; power--) {
      for (const holder of this.#holders[power] ?? []) return holder;
    }
    return undefined;
  }

  #holdersOf(size: number): Set<Holder> {
    const power = Math.log2(size);
    while (this.#holders.length <= power) this.#holders.push(new Set());
    return this.#holders[power] as Set<Holder>;
  }
}
