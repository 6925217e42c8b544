import type { RoundTripSummary } from '../../contract.ts';

/** Buckets in each doubling of time: their width is 4.4 % of where they begin. */
const PER_DOUBLING = 16;
/** µs that fall into the first bucket. */
const FIRST = 1;
const BUCKETS = 40 * PER_DOUBLING;

/** Round trips in fixed memory, however many there are. */
export class RoundTripHistogram {
  readonly #buckets = new Float64Array(BUCKETS);
  #count = 0;
  #sum = 0;
  #min = Number.POSITIVE_INFINITY;
  #max = 0;

  /** ms */
  add(rtt: number): void {
    this.#count += 1;
    this.#sum += rtt;
    this.#min = Math.min(this.#min, rtt);
    this.#max = Math.max(this.#max, rtt);
    const at = bucketOf(rtt);
    this.#buckets[at] = (this.#buckets[at] as number) + 1;
  }

  /** Null where there is none. */
  get summary(): RoundTripSummary | null {
    if (this.#count === 0) return null;
    return {
      min: this.#min,
      mean: this.#sum / this.#count,
      p50: this.#percentile(0.5),
      p99: this.#percentile(0.99),
      max: this.#max,
    };
  }

  #percentile(part: number): number {
    let left = Math.ceil(this.#count * part);
    for (const [at, count] of this.#buckets.entries()) {
      left -= count;
      if (left <= 0) return Math.min(this.#max, endOf(at));
    }
    return this.#max;
  }
}

function bucketOf(ms: number): number {
  const at = Math.ceil(Math.log2(Math.max(FIRST, ms * 1_000)) * PER_DOUBLING);
  return Math.min(BUCKETS - 1, at);
}

const endOf = (bucket: number): number => 2 ** (bucket / PER_DOUBLING) / 1_000;
