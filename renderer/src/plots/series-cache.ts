import type { PlotPoints } from '../../../testbench/contract.ts';

/** Epoch ms. */
export interface Span {
  from: number;
  to: number;
}

export interface Reading extends Span {
  bucketMs: number;
  edges: boolean;
}

interface Wanted extends Span {
  bucketMs: number;
  /** Of the data: another one makes all that was read worthless. */
  generation: number;
  /** Time of the newest point of all series. */
  newest: number;
}

/**
 * What was read of one series, for the span in view: as it moves on only what is new is read. Points stand in order
 * from `start` up to but not including `end`; one before the span stays, so that the line comes in from the edge.
 */
export class SeriesCache {
  times = new Float64Array(1_024);
  values = new Float64Array(1_024);
  start = 0;
  end = 0;
  #from = 0;
  #readTo = Number.NEGATIVE_INFINITY;
  #bucketMs = 0;
  #generation = -1;

  /** What is still to be read to draw this; null where all of it is here. What is of no use any more is forgotten. */
  missing({ from, to, bucketMs, generation, newest }: Wanted): Reading | null {
    const usable = generation === this.#generation && bucketMs === this.#bucketMs && from >= this.#from;
    if (!usable || from > this.#readTo) {
      this.#begin(from, bucketMs, generation);
      return { from, to, bucketMs, edges: true };
    }
    if (this.#readTo >= Math.min(to, newest)) return null;
    return { from: Math.floor(this.#readTo / bucketMs) * bucketMs, to, bucketMs, edges: true };
  }

  /** Takes what `missing` wanted; `newest` is what it was then, and `shown` where the span begins. */
  take(
    { from, to }: Reading,
    { times, values }: PlotPoints,
    { newest, shown }: { newest: number; shown: number },
  ): void {
    const goesOn = this.#readTo !== Number.NEGATIVE_INFINITY;
    if (goesOn) this.end = this.#firstAt(from);
    // Of what goes on, the point before is here already.
    const first = goesOn ? firstAt(times, 0, times.length, from) : 0;
    this.#append(times.subarray(first), values.subarray(first));
    this.#readTo = Math.min(to, newest);
    this.#trim(shown);
  }

  /** Lowest and highest value in a span, and whether there is any. */
  extent({ from, to }: Span): { min: number; max: number } | null {
    let min = Infinity;
    let max = -Infinity;
    for (let at = this.#firstAt(from); at < this.end && (this.times[at] as number) <= to; at++) {
      const value = this.values[at] as number;
      if (value < min) min = value;
      if (value > max) max = value;
    }
    return min <= max ? { min, max } : null;
  }

  /** The point that is nearest to a time, which may be a gap. */
  nearest(time: number): { time: number; value: number } | null {
    const after = this.#firstAt(time);
    const before = after - 1;
    if (this.start === this.end) return null;
    const takesBefore =
      after === this.end ||
      (before >= this.start && time - (this.times[before] as number) <= (this.times[after] as number) - time);
    const at = takesBefore ? before : after;
    return { time: this.times[at] as number, value: this.values[at] as number };
  }

  #begin(from: number, bucketMs: number, generation: number): void {
    this.start = 0;
    this.end = 0;
    this.#from = from;
    this.#readTo = Number.NEGATIVE_INFINITY;
    this.#bucketMs = bucketMs;
    this.#generation = generation;
  }

  #trim(from: number): void {
    const kept = this.#firstAt(from) - 1;
    if (kept <= this.start) return;
    this.start = kept;
    this.#from = from;
  }

  #append(times: Float64Array, values: Float64Array): void {
    const length = this.end - this.start + times.length;
    if (this.end + times.length > this.times.length) this.#makeRoom(length);
    this.times.set(times, this.end);
    this.values.set(values, this.end);
    this.end += times.length;
  }

  #makeRoom(length: number): void {
    const room = Math.max(this.times.length, 2 ** Math.ceil(Math.log2(length * 2)));
    const [times, values] = [this.times.subarray(this.start, this.end), this.values.subarray(this.start, this.end)];
    if (room > this.times.length) {
      this.times = new Float64Array(room);
      this.values = new Float64Array(room);
    }
    this.times.set(times);
    this.values.set(values);
    this.end -= this.start;
    this.start = 0;
  }

  #firstAt(time: number): number {
    return firstAt(this.times, this.start, this.end, time);
  }
}

function firstAt(times: Float64Array, from: number, to: number, time: number): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((times[middle] as number) < time) low = middle + 1;
    else high = middle;
  }
  return low;
}
