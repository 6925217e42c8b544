/** Steps of a power of two: what is told is at most 1/128 above what was. */
const STEPS = 128;
/** From a nanosecond to a day, in ms. */
const SMALLEST = 2 ** -20;
const POWERS = 47;

/** The distribution of times in bounded memory, whatever their number: buckets that widen with the time (HDR). */
export class Percentiles {
  readonly #buckets = new Float64Array(STEPS * POWERS);
  count = 0;
  min = Infinity;
  max = 0;
  #sum = 0;

  /** ms */
  add(time: number): void {
    this.count += 1;
    this.#sum += time;
    this.min = Math.min(this.min, time);
    this.max = Math.max(this.max, time);
    const bucket = bucketOf(time);
    this.#buckets[bucket] = (this.#buckets[bucket] ?? 0) + 1;
  }

  get mean(): number {
    return this.#sum / this.count;
  }

  /** The time that this share of all does not exceed; 0 where there are none. */
  at(share: number): number {
    let left = Math.ceil(this.count * share);
    if (left === 0) return this.count === 0 ? 0 : this.min;
    for (const [bucket, count] of this.#buckets.entries()) {
      left -= count;
      if (left <= 0) return Math.min(this.max, upperEnd(bucket));
    }
    return this.max;
  }
}

function bucketOf(time: number): number {
  const power = Math.min(POWERS - 1, Math.max(0, Math.floor(Math.log2(Math.max(time, SMALLEST) / SMALLEST))));
  const start = SMALLEST * 2 ** power;
  const step = Math.min(STEPS - 1, Math.max(0, Math.floor(((time - start) / start) * STEPS)));
  return power * STEPS + step;
}

function upperEnd(bucket: number): number {
  const start = SMALLEST * 2 ** Math.floor(bucket / STEPS);
  return start * (1 + ((bucket % STEPS) + 1) / STEPS);
}
