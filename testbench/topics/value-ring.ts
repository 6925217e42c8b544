import { ByteRing } from './byte-ring.ts';
import type { Holder, ValueMemory } from './value-memory.ts';

/** A character takes at most four bytes: enough for the preview of a param that cannot be kept. */
const PREVIEW_BYTES = 4_000;
const LEAST_SLOTS = 8;
const LEAST_BYTES = 256;

/** One column for each thing that is known of a value; `length` is how many of its bytes are kept. */
function makeColumns(slots: number) {
  return {
    time: new Float64Array(slots),
    offset: new Uint32Array(slots),
    length: new Uint32Array(slots),
    paramLength: new Uint32Array(slots),
    dataLength: new Uint32Array(slots),
    quick: new Uint8Array(slots),
  };
}

const SLOT_BYTES = 25;
const COLUMNS = Object.keys(makeColumns(0)) as (keyof ReturnType<typeof makeColumns>)[];

/**
 * The last values of one topic, numbered from 0 on: those from `first` up to, and without, `end` are there. A value costs a
 * copy of its bytes into memory that is there already.
 */
export class ValueRing implements Holder {
  first = 0;
  end = 0;
  readonly #memory: ValueMemory;
  readonly #ring = new ByteRing();
  #columns = makeColumns(0);
  /** One less than the slots there are, which are a power of two. */
  #mask = -1;

  constructor(memory: ValueMemory) {
    this.#memory = memory;
  }

  get size(): number {
    return this.#ring.bytes.length;
  }

  add(time: number, quick: boolean, param: Uint8Array, data: Uint8Array): void {
    const { perTopic } = this.#memory;
    while (this.end - this.first >= perTopic) this.#drop();
    this.#makeSlot();
    const slot = this.end & this.#mask;
    const columns = this.#columns;
    const whole = param.length + data.length;
    let length = whole;
    let offset = this.#place(length);
    if (offset < 0) {
      length = Math.min(param.length, PREVIEW_BYTES);
      offset = this.#place(length);
    }
    if (offset < 0) length = 0;
    else if (length === whole) {
      this.#ring.bytes.set(param, offset);
      if (data.length > 0) this.#ring.bytes.set(data, offset + param.length);
    } else this.#ring.bytes.set(param.subarray(0, length), offset);
    columns.time[slot] = time;
    columns.offset[slot] = Math.max(0, offset);
    columns.length[slot] = length;
    columns.paramLength[slot] = param.length;
    columns.dataLength[slot] = data.length;
    columns.quick[slot] = quick ? 1 : 0;
    this.end++;
  }

  has(number: number): boolean {
    return number >= this.first && number < this.end;
  }

  /** `number` must be there, as for all that follow. */
  timeOf(number: number): number {
    return this.#columns.time[number & this.#mask] as number;
  }

  isQuick(number: number): boolean {
    return this.#columns.quick[number & this.#mask] === 1;
  }

  paramLength(number: number): number {
    return this.#columns.paramLength[number & this.#mask] as number;
  }

  dataLength(number: number): number {
    return this.#columns.dataLength[number & this.#mask] as number;
  }

  isWhole(number: number): boolean {
    const slot = number & this.#mask;
    return this.#columns.length[slot] === this.paramLength(number) + this.dataLength(number);
  }

  /** What is kept of the param; a view of memory that is written to again. */
  param(number: number): Uint8Array {
    const offset = this.#columns.offset[number & this.#mask] as number;
    const kept = this.#columns.length[number & this.#mask] as number;
    return this.#ring.bytes.subarray(offset, offset + Math.min(kept, this.paramLength(number)));
  }

  /** Of a value that `isWhole`, as above. */
  data(number: number): Uint8Array {
    const start = (this.#columns.offset[number & this.#mask] as number) + this.paramLength(number);
    return this.#ring.bytes.subarray(start, start + this.dataLength(number));
  }

  /** Forgets all but the newest values. */
  keepNewest(count: number): void {
    while (this.end - this.first > count) this.#drop();
    let size = LEAST_BYTES;
    while (size < this.#ring.live) size *= 2;
    if (size < this.size) this.#resize(size);
    this.#resizeColumns(slotsFor(this.end - this.first));
  }

  halve(): void {
    const size = this.size / 2;
    while (this.#ring.live > size) this.#dropForRoom();
    this.#resize(size);
  }

  /** Gives its memory back. It is of no use any more. */
  free(): void {
    const before = this.size;
    this.#memory.used -= before + (this.#mask + 1) * SLOT_BYTES;
    this.first = this.end;
    this.#ring.resize(0, () => undefined);
    this.#ring.live = 0;
    this.#columns = makeColumns(0);
    this.#mask = -1;
    this.#memory.resized(this, before);
  }

  /** Where the bytes go; the oldest go for them where there is no memory. -1 where there is none at all. */
  #place(length: number): number {
    for (;;) {
      const at = this.#ring.place(length);
      if (at >= 0) return at;
      if (this.#grow(length)) continue;
      // A value that would not fit alone must not cost the others.
      if (length > this.size) return -1;
      this.#dropForRoom();
    }
  }

  #grow(length: number): boolean {
    const before = this.size;
    let size = Math.max(LEAST_BYTES, before * 2);
    while (size < length) size *= 2;
    if (!this.#memory.makeRoom(size - before, size)) return false;
    this.#resize(size);
    return true;
  }

  #resize(size: number): void {
    const before = this.size;
    this.#memory.used += size - before;
    this.#ring.resize(size, (from, to) => {
      const { offset, length } = this.#columns;
      let at = 0;
      for (let number = this.first; number < this.end; number++) {
        const slot = number & this.#mask;
        const start = offset[slot] as number;
        const bytes = length[slot] as number;
        to.set(from.subarray(start, start + bytes), at);
        offset[slot] = at;
        at += bytes;
      }
    });
    this.#memory.resized(this, before);
  }

  #makeSlot(): void {
    const slots = this.#mask + 1;
    if (this.end - this.first < slots) return;
    const more = slots === 0 ? LEAST_SLOTS : slots;
    if (this.#memory.makeRoom(more * SLOT_BYTES, more * SLOT_BYTES)) this.#resizeColumns(slots + more);
    else if (slots === 0) this.#resizeColumns(1);
    else this.#dropForRoom();
  }

  #resizeColumns(slots: number): void {
    if (slots === this.#mask + 1) return;
    const from = this.#columns;
    const to = makeColumns(slots);
    for (let number = this.first; number < this.end; number++) {
      for (const name of COLUMNS) to[name][number & (slots - 1)] = from[name][number & this.#mask] as number;
    }
    this.#memory.used += (slots - this.#mask - 1) * SLOT_BYTES;
    this.#columns = to;
    this.#mask = slots - 1;
  }

  #dropForRoom(): void {
    this.#memory.crowdedOut++;
    this.#drop();
  }

  #drop(): void {
    const length = this.#columns.length[this.first & this.#mask] as number;
    this.first++;
    if (length > 0) this.#ring.drop(length);
  }
}

function slotsFor(count: number): number {
  let slots = LEAST_SLOTS;
  while (slots < count) slots *= 2;
  return slots;
}
