/** Over at least so long, ms. */
const SPAN = 1_000;
const LONGEST = 3_000;

/** How fast counters grow, from what they were when they were read. */
export class Rates {
  #samples: { time: number; counts: readonly number[] }[] = [];

  /** Of each counter, per second; 0 before there are two readings. Another number of counters begins anew. */
  take(counts: readonly number[], time: number): number[] {
    if (this.#samples[0]?.counts.length !== counts.length) this.#samples = [];
    this.#samples.push({ time, counts });
    while (this.#samples.length > 2 && time - (this.#samples[1]?.time ?? time) >= SPAN) this.#samples.shift();
    const first = this.#samples[0];
    if (!first || time - first.time < SPAN / 4) return counts.map(() => 0);
    if (time - first.time > LONGEST) this.#samples = this.#samples.slice(-1);
    return counts.map((count, at) => Math.max(0, ((count - (first.counts[at] ?? 0)) * 1_000) / (time - first.time)));
  }
}
