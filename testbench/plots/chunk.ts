/** Points of one chunk; a multiple of `BLOCK`, and less than `NONE`. */
export const CHUNK = 16_384;
/** Points whose extremes are kept together, so that a long range is read by its blocks. */
const BLOCK = 64;
const BLOCKS = CHUNK / BLOCK;
/** No index. */
const NONE = 0xffff;
/** A series that speaks once a minute is not given room for hours at once. */
const SMALLEST = 256;
const BYTES_PER_POINT = 16;
const BYTES_PER_BLOCK = 2 + 2 + 2 + 2 + 8 + 2;

/** What is asked of a range of points. `at` is the place of a point in its chunk. */
export interface Gatherer {
  low(chunk: Chunk, at: number): void;
  high(chunk: Chunk, at: number): void;
  gap(chunk: Chunk, first: number, last: number): void;
  sum(sum: number, count: number): void;
}

/** Points in the order of their time, and what is lowest and highest in each block of them. NaN is a gap. */
export class Chunk {
  /** Number of its first point in its track. */
  readonly start: number;
  times: Float64Array;
  values: Float64Array;
  length = 0;
  readonly #low = new Uint16Array(BLOCKS).fill(NONE);
  readonly #high = new Uint16Array(BLOCKS).fill(NONE);
  readonly #firstGap = new Uint16Array(BLOCKS).fill(NONE);
  readonly #lastGap = new Uint16Array(BLOCKS).fill(NONE);
  readonly #sum = new Float64Array(BLOCKS);
  readonly #count = new Uint16Array(BLOCKS);

  constructor(start: number, room = SMALLEST) {
    this.start = start;
    this.times = new Float64Array(room);
    this.values = new Float64Array(room);
  }

  /** Of memory that a chunk with room for so many points takes. */
  static bytesOf(room = SMALLEST): number {
    return room * BYTES_PER_POINT + BLOCKS * BYTES_PER_BLOCK;
  }

  get bytes(): number {
    return Chunk.bytesOf(this.times.length);
  }

  get full(): boolean {
    return this.length === CHUNK;
  }

  /** Bytes that the next point will take in addition. */
  get growth(): number {
    return this.length === this.times.length ? this.times.length * BYTES_PER_POINT : 0;
  }

  /** Not when it is full. */
  append(time: number, value: number): void {
    const at = this.length;
    if (at === this.times.length) this.#grow();
    this.times[at] = time;
    this.values[at] = value;
    this.length = at + 1;
    const block = Math.floor(at / BLOCK);
    // Only NaN is not itself.
    if (Number.isNaN(value)) {
      if (this.#firstGap[block] === NONE) this.#firstGap[block] = at;
      this.#lastGap[block] = at;
      return;
    }
    const low = this.#low[block] as number;
    if (low === NONE || value < (this.values[low] as number)) this.#low[block] = at;
    const high = this.#high[block] as number;
    if (high === NONE || value > (this.values[high] as number)) this.#high[block] = at;
    this.#sum[block] = (this.#sum[block] as number) + value;
    this.#count[block] = (this.#count[block] as number) + 1;
  }

  /** The first point at `time` or later; `length` where there is none. */
  firstAt(time: number, from = 0): number {
    let low = from;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.times[middle] as number) < time) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Tells of the points from `from` up to but not including `to`: whole blocks by what is known of them. */
  gather(from: number, to: number, gatherer: Gatherer): void {
    let at = from;
    while (at < to) {
      if (at % BLOCK === 0 && at + BLOCK <= to) {
        this.#gatherBlock(at / BLOCK, gatherer);
        at += BLOCK;
      } else {
        this.#gatherPoint(at, gatherer);
        at += 1;
      }
    }
  }

  #gatherBlock(block: number, gatherer: Gatherer): void {
    const count = this.#count[block] as number;
    if (count > 0) {
      gatherer.low(this, this.#low[block] as number);
      gatherer.high(this, this.#high[block] as number);
      gatherer.sum(this.#sum[block] as number, count);
    }
    if (this.#firstGap[block] !== NONE) {
      gatherer.gap(this, this.#firstGap[block] as number, this.#lastGap[block] as number);
    }
  }

  #gatherPoint(at: number, gatherer: Gatherer): void {
    const value = this.values[at] as number;
    if (Number.isNaN(value)) {
      gatherer.gap(this, at, at);
      return;
    }
    gatherer.low(this, at);
    gatherer.high(this, at);
    gatherer.sum(value, 1);
  }

  #grow(): void {
    const room = Math.min(CHUNK, this.times.length * 2);
    const { times, values } = this;
    this.times = new Float64Array(room);
    this.values = new Float64Array(room);
    this.times.set(times);
    this.values.set(values);
  }
}
