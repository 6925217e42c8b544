import { ByteRing } from './byte-ring.ts';
import type { Holder, ValueMemory } from './value-memory.ts';

/** A character takes at most four bytes: enough for the preview of a param that cannot be kept. */
const PREVIEW_BYTES = 4_000;
const LEAST_SLOTS = 8;
const LEAST_BYTES = 256;

/** What is known of a value: its time as a double, then these. All in one place, since memory is what costs here. */
const OFFSET = 2;
/** How many of its bytes are kept. */
const LENGTH = 3;
const PARAM_LENGTH = 4;
const DATA_LENGTH = 5;
/** Beside the length of the data, which is far smaller. */
const QUICK = 0x8000_0000;
const WORDS = 6;
const DOUBLES = WORDS / 2;
const SLOT_BYTES = WORDS * 4;

/**
 * The last values of one topic, numbered from 0 on: those from `first` up to, and without, `end` are there. A value costs a
 * copy of its bytes into memory that is there already.
 */
export class ValueRing implements Holder {
  first = 0;
  end = 0;
  readonly #memory: ValueMemory;
  readonly #ring = new ByteRing();
  #times = new Float64Array();
  #words = new Uint32Array();
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
    const slot = this.end & this.#mask;
    const words = this.#words;
    this.#times[slot * DOUBLES] = time;
    words[slot * WORDS + OFFSET] = Math.max(0, offset);
    words[slot * WORDS + LENGTH] = length;
    words[slot * WORDS + PARAM_LENGTH] = param.length;
    words[slot * WORDS + DATA_LENGTH] = quick ? data.length | QUICK : data.length;
    this.end++;
  }

  has(number: number): boolean {
    return number >= this.first && number < this.end;
  }

  /** `number` must be there, as for all that follow. */
  timeOf(number: number): number {
    return this.#times[(number & this.#mask) * DOUBLES] as number;
  }

  isQuick(number: number): boolean {
    return this.#word(number, DATA_LENGTH) >= QUICK;
  }

  paramLength(number: number): number {
    return this.#word(number, PARAM_LENGTH);
  }

  dataLength(number: number): number {
    return this.#word(number, DATA_LENGTH) & ~QUICK;
  }

  isWhole(number: number): boolean {
    return this.#word(number, LENGTH) === this.paramLength(number) + this.dataLength(number);
  }

  /** What is kept of the param; a view of memory that is written to again. */
  param(number: number): Uint8Array {
    const offset = this.#word(number, OFFSET);
    return this.#ring.bytes.subarray(offset, offset + Math.min(this.#word(number, LENGTH), this.paramLength(number)));
  }

  /** Of a value that `isWhole`, as above. */
  data(number: number): Uint8Array {
    const start = this.#word(number, OFFSET) + this.paramLength(number);
    return this.#ring.bytes.subarray(start, start + this.dataLength(number));
  }

  /** Forgets all but the newest values. */
  keepNewest(count: number): void {
    while (this.end - this.first > count) this.#drop();
    let size = LEAST_BYTES;
    while (size < this.#ring.live) size *= 2;
    if (size < this.size) this.#resize(size);
    this.#resizeSlots(slotsFor(this.end - this.first));
  }

  halve(): void {
    const size = this.size / 2;
    while (this.#ring.live > size) this.#dropForRoom();
    this.#resize(size);
  }

  /** Gives its memory back. It is of no use any more. */
  free(): void {
    const before = this.size;
    this.#memory.use(-before - (this.#mask + 1) * SLOT_BYTES);
    this.first = this.end;
    this.#ring.resize(0, () => undefined);
    this.#ring.live = 0;
    this.#times = new Float64Array();
    this.#words = new Uint32Array();
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
    this.#memory.use(size - before);
    this.#ring.resize(size, (from, to) => {
      let at = 0;
      for (let number = this.first; number < this.end; number++) {
        const start = this.#word(number, OFFSET);
        const length = this.#word(number, LENGTH);
        to.set(from.subarray(start, start + length), at);
        this.#words[(number & this.#mask) * WORDS + OFFSET] = at;
        at += length;
      }
    });
    this.#memory.resized(this, before);
  }

  #makeSlot(): void {
    const slots = this.#mask + 1;
    if (this.end - this.first < slots) return;
    const more = slots === 0 ? LEAST_SLOTS : slots;
    if (this.#memory.makeRoom(more * SLOT_BYTES, more * SLOT_BYTES)) this.#resizeSlots(slots + more);
    else if (slots === 0) this.#resizeSlots(1);
    else this.#dropForRoom();
  }

  #resizeSlots(slots: number): void {
    if (slots === this.#mask + 1) return;
    const memory = new ArrayBuffer(slots * SLOT_BYTES);
    const words = new Uint32Array(memory);
    for (let number = this.first; number < this.end; number++) {
      const at = (number & this.#mask) * WORDS;
      words.set(this.#words.subarray(at, at + WORDS), (number & (slots - 1)) * WORDS);
    }
    this.#memory.use((slots - this.#mask - 1) * SLOT_BYTES);
    this.#times = new Float64Array(memory);
    this.#words = words;
    this.#mask = slots - 1;
  }

  #dropForRoom(): void {
    this.#memory.crowdedOut++;
    this.#drop();
  }

  #drop(): void {
    const length = this.#word(this.first, LENGTH);
    this.first++;
    if (length > 0) this.#ring.drop(length);
  }

  #word(number: number, at: number): number {
    return this.#words[(number & this.#mask) * WORDS + at] as number;
  }
}

function slotsFor(count: number): number {
  let slots = LEAST_SLOTS;
  while (slots < count) slots *= 2;
  return slots;
}
