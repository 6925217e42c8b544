/** Seqnos of requests that await a reply go from 0 to one below. */
export const SEQNOS = 65_536;
const FIRST_SLOTS = 64;

/**
 * Values by seqno, each in the slot that the seqno has modulo the number of slots: cheaper than a Map, which the steady
 * coming and going makes rebuild itself all the time. It is for its user to set only seqnos that `next` gave.
 */
export class BySeqno<Value extends { readonly seqno: number }> {
  #slots: (Value | undefined)[] = emptySlots(FIRST_SLOTS);
  #size = 0;
  #next = 0;

  get size(): number {
    return this.#size;
  }

  /** The next seqno that can be set; there must be one that is free. */
  next(): number {
    if (this.#size * 2 >= this.#slots.length && this.#slots.length < SEQNOS) this.#grow();
    const mask = this.#slots.length - 1;
    while (this.#slots[this.#next & mask] !== undefined) this.#next = (this.#next + 1) % SEQNOS;
    return this.#next;
  }

  get(seqno: number): Value | undefined {
    const value = this.#slots[seqno & (this.#slots.length - 1)];
    return value?.seqno === seqno ? value : undefined;
  }

  set(value: Value): void {
    this.#slots[value.seqno & (this.#slots.length - 1)] = value;
    this.#size += 1;
    this.#next = (value.seqno + 1) % SEQNOS;
  }

  /** Takes it out. */
  take(seqno: number): Value | undefined {
    const value = this.get(seqno);
    if (value === undefined) return undefined;
    this.#slots[seqno & (this.#slots.length - 1)] = undefined;
    this.#size -= 1;
    return value;
  }

  /** Those that are there now. */
  values(): Value[] {
    return this.#slots.filter((value) => value !== undefined);
  }

  #grow(): void {
    const values = this.values();
    this.#slots = emptySlots(this.#slots.length * 2);
    for (const value of values) this.#slots[value.seqno & (this.#slots.length - 1)] = value;
  }
}

function emptySlots(length: number): undefined[] {
  return Array.from({ length }, () => undefined);
}
