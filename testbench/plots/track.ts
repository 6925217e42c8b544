import type { PlotPoints } from '../contract.ts';
import { CHUNK, Chunk } from './chunk.ts';
import { Extremes, Totals } from './gatherers.ts';

/** Of a bucket at most: first, last, lowest, highest, first and last gap. */
const MOST_OF_BUCKET = 6;

interface ReadRange {
  /** Epoch ms, both included. */
  from: number;
  to: number;
  /** Buckets begin at multiples of it, so that two readings agree. */
  bucketMs: number;
  /** With the point before the first and the one after the last. */
  edges: boolean;
}

/** The values of one field over time, the oldest first. */
export class Track {
  /** Bytes that its chunks take. */
  bytes = 0;
  points = 0;
  #chunks: Chunk[] = [];
  /** Number of the next point. */
  #end = 0;
  readonly #extremes = new Extremes();

  /** Time of the oldest point. */
  get oldest(): number | undefined {
    return this.#chunks[0]?.times[0];
  }

  get newest(): { time: number; value: number } | undefined {
    const chunk = this.#chunks.at(-1);
    if (!chunk) return undefined;
    const at = chunk.length - 1;
    return { time: chunk.times[at] as number, value: chunk.values[at] as number };
  }

  /** The newest that is no gap. */
  get newestValue(): { time: number; value: number } | undefined {
    for (const chunk of this.#chunks.toReversed()) {
      for (let at = chunk.length - 1; at >= 0; at--) {
        const value = chunk.values[at] as number;
        if (!Number.isNaN(value)) return { time: chunk.times[at] as number, value };
      }
    }
    return undefined;
  }

  /** Bytes that the next point takes in addition. */
  get growth(): number {
    const chunk = this.#chunks.at(-1);
    return chunk && !chunk.full ? chunk.growth : Chunk.bytesOf(this.#room);
  }

  /** A time before the newest counts as that: clocks can be set back. */
  append(time: number, value: number): void {
    let chunk = this.#chunks.at(-1);
    const newest = chunk?.times[chunk.length - 1] ?? time;
    if (!chunk || chunk.full) {
      chunk = new Chunk(this.#end, this.#room);
      this.#chunks.push(chunk);
      this.bytes += chunk.bytes;
    }
    const before = chunk.bytes;
    chunk.append(Math.max(time, newest), value);
    this.bytes += chunk.bytes - before;
    this.points += 1;
    this.#end += 1;
  }

  /** What comes next is not joined to what was before. */
  gap(time: number): void {
    const { newest } = this;
    if (newest && !Number.isNaN(newest.value)) this.append(time, Number.NaN);
  }

  /** Lets the oldest chunk go, and answers how many points it had. */
  evict(): number {
    const chunk = this.#chunks.shift();
    if (!chunk) return 0;
    this.bytes -= chunk.bytes;
    this.points -= chunk.length;
    return chunk.length;
  }

  /** Goes on as it was, and answers one that has what it had. */
  cut(): Track {
    const old = new Track();
    old.#chunks = this.#chunks;
    old.#end = this.#end;
    old.bytes = this.bytes;
    old.points = this.points;
    this.#chunks = [];
    this.bytes = 0;
    this.points = 0;
    return old;
  }

  /** Puts what was cut off back before what has come since. */
  restore(old: Track): void {
    this.#chunks = [...old.#chunks, ...this.#chunks];
    this.bytes += old.bytes;
    this.points += old.points;
  }

  /** All of it that is needed to draw it. */
  read({ from, to, bucketMs, edges }: ReadRange): PlotPoints {
    const out = new Out(this.#roomFor(from, to, bucketMs));
    let place = this.#placeOf(from);
    if (edges) this.#copy(this.#before(place), out);
    for (let chunk = this.#chunks[place.chunk]; chunk; chunk = this.#chunks[place.chunk]) {
      const time = chunk.times[place.at] as number;
      if (time > to) break;
      place = this.#readBucket(place, Math.min(bucketEnd(time, bucketMs), justAfter(to)), out);
    }
    if (edges) this.#copy(place, out);
    return out.points();
  }

  summarize(from: number, to: number): Totals {
    const totals = new Totals();
    const end = justAfter(to);
    for (let index = this.#placeOf(from).chunk; index < this.#chunks.length; index++) {
      const chunk = this.#chunks[index] as Chunk;
      if ((chunk.times[0] as number) > to) break;
      chunk.gather(chunk.firstAt(from), chunk.firstAt(end), totals);
    }
    return totals;
  }

  /**
   * Points from `from` to `to`, one by one; what is evicted meanwhile is left out. `point` is the same object each time.
   */
  *walk(from: number, to: number): Generator<{ time: number; value: number }, void> {
    const point = { time: 0, value: 0 };
    const first = this.#placeOf(from);
    let number = (this.#chunks[first.chunk]?.start ?? this.#end) + first.at;
    for (let chunk = this.#chunkOf(number); chunk; chunk = this.#chunkOf(number)) {
      for (let at = Math.max(0, number - chunk.start); at < chunk.length; at++) {
        point.time = chunk.times[at] as number;
        point.value = chunk.values[at] as number;
        if (point.time > to) return;
        yield point;
        // What was read is of a chunk that is kept by this walk, also where it was evicted meanwhile.
        number = chunk.start + at + 1;
      }
    }
  }

  /** Reads points up to `end`, not included, and answers where the next bucket begins. */
  #readBucket(place: Place, end: number, out: Out): Place {
    const next = this.#placeAt(end, place);
    const first = this.#numberOf(place);
    const last = this.#numberOf(next) - 1;
    if (last - first < MOST_OF_BUCKET) {
      for (let number = first; number <= last; number++) this.#copy(this.#placeOfNumber(number, place), out);
      return next;
    }
    const { lowAt, highAt, firstGapAt, lastGapAt } = this.#gather(place, next);
    let previous = -1;
    for (const number of [first, lowAt, highAt, firstGapAt, lastGapAt, last].toSorted(ascending)) {
      if (number === previous) continue;
      previous = number;
      this.#copy(this.#placeOfNumber(number, place), out);
    }
    return next;
  }

  #gather(from: Place, to: Place): Extremes {
    const extremes = this.#extremes;
    extremes.reset();
    for (let index = from.chunk; index <= to.chunk && index < this.#chunks.length; index++) {
      const chunk = this.#chunks[index] as Chunk;
      chunk.gather(index === from.chunk ? from.at : 0, index === to.chunk ? to.at : chunk.length, extremes);
    }
    return extremes;
  }

  /** Where the first point at `time` or later is, not before a place. */
  #placeAt(time: number, near: Place): Place {
    for (let index = near.chunk; index < this.#chunks.length; index++) {
      const chunk = this.#chunks[index] as Chunk;
      const at = chunk.firstAt(time, index === near.chunk ? near.at : 0);
      if (at < chunk.length) return { chunk: index, at };
    }
    return { chunk: this.#chunks.length, at: 0 };
  }

  #copy(place: Place, out: Out): void {
    const chunk = this.#chunks[place.chunk];
    if (chunk && place.at < chunk.length) out.push(chunk.times[place.at] as number, chunk.values[place.at] as number);
  }

  get #room(): number | undefined {
    return this.#chunks.length > 0 ? CHUNK : undefined;
  }

  #roomFor(from: number, to: number, bucketMs: number): number {
    const start = this.#placeOf(from);
    const end = this.#placeOf(justAfter(to));
    const points = this.#numberOf(end) - this.#numberOf(start);
    return Math.min(points, MOST_OF_BUCKET * (Math.ceil((to - from) / bucketMs) + 1)) + 2;
  }

  /** Where the first point at `time` or later is. */
  #placeOf(time: number): Place {
    let low = 0;
    let high = this.#chunks.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const chunk = this.#chunks[middle] as Chunk;
      if ((chunk.times[chunk.length - 1] as number) < time) low = middle + 1;
      else high = middle;
    }
    return { chunk: low, at: this.#chunks[low]?.firstAt(time) ?? 0 };
  }

  #before({ chunk, at }: Place): Place {
    if (at > 0) return { chunk, at: at - 1 };
    return { chunk: chunk - 1, at: (this.#chunks[chunk - 1]?.length ?? 0) - 1 };
  }

  #numberOf({ chunk, at }: Place): number {
    return (this.#chunks[chunk]?.start ?? this.#end) + at;
  }

  #placeOfNumber(number: number, near: Place): Place {
    let index = near.chunk;
    while (index + 1 < this.#chunks.length && (this.#chunks[index + 1] as Chunk).start <= number) index += 1;
    return { chunk: index, at: number - (this.#chunks[index] as Chunk).start };
  }

  /** The one with this point, or the next later one. */
  #chunkOf(number: number): Chunk | undefined {
    let low = 0;
    let high = this.#chunks.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const chunk = this.#chunks[middle] as Chunk;
      if (chunk.start + chunk.length <= number) low = middle + 1;
      else high = middle;
    }
    return this.#chunks[low];
  }
}

interface Place {
  chunk: number;
  at: number;
}

/** Points on their way out. */
class Out {
  readonly #times: Float64Array;
  readonly #values: Float64Array;
  #length = 0;

  constructor(room: number) {
    this.#times = new Float64Array(room);
    this.#values = new Float64Array(room);
  }

  push(time: number, value: number): void {
    this.#times[this.#length] = time;
    this.#values[this.#length] = value;
    this.#length += 1;
  }

  /** Copies: a view would take all of its memory with it to the window. */
  points(): PlotPoints {
    return { times: this.#times.slice(0, this.#length), values: this.#values.slice(0, this.#length) };
  }
}

const bucketEnd = (time: number, bucketMs: number): number => {
  const end = (Math.floor(time / bucketMs) + 1) * bucketMs;
  // With fractions the product may fall short of the point itself.
  return end > time ? end : justAfter(time);
};

/** The least number above a time: a millionth of a ms is beyond what a time of today can tell apart. */
const justAfter = (time: number): number => time + Math.max(Math.abs(time) * Number.EPSILON, Number.MIN_VALUE);

const ascending = (one: number, other: number): number => one - other;
