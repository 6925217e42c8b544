import type { Chunk, Gatherer } from './chunk.ts';

/** What is asked of a bucket: where its lowest and highest points are, and its first and last gap. Used again and again. */
export class Extremes implements Gatherer {
  lowest = 0;
  highest = 0;
  /** Numbers of points in the track; -1 where there is none. */
  lowAt = -1;
  highAt = -1;
  firstGapAt = -1;
  lastGapAt = -1;

  reset(): void {
    this.lowAt = -1;
    this.highAt = -1;
    this.firstGapAt = -1;
    this.lastGapAt = -1;
  }

  low(chunk: Chunk, at: number): void {
    const value = chunk.values[at] as number;
    if (this.lowAt !== -1 && value >= this.lowest) return;
    this.lowest = value;
    this.lowAt = chunk.start + at;
  }

  high(chunk: Chunk, at: number): void {
    const value = chunk.values[at] as number;
    if (this.highAt !== -1 && value <= this.highest) return;
    this.highest = value;
    this.highAt = chunk.start + at;
  }

  gap(chunk: Chunk, first: number, last: number): void {
    if (this.firstGapAt === -1) this.firstGapAt = chunk.start + first;
    this.lastGapAt = chunk.start + last;
  }

  sum(): void {}
}

/** Points, lowest, highest and mean of a range; gaps are none. */
export class Totals implements Gatherer {
  points = 0;
  min = Number.NaN;
  max = Number.NaN;
  #sum = 0;

  get mean(): number {
    return this.points === 0 ? Number.NaN : this.#sum / this.points;
  }

  low(chunk: Chunk, at: number): void {
    const value = chunk.values[at] as number;
    if (!(value >= this.min)) this.min = value;
  }

  high(chunk: Chunk, at: number): void {
    const value = chunk.values[at] as number;
    if (!(value <= this.max)) this.max = value;
  }

  gap(): void {}

  sum(sum: number, count: number): void {
    this.#sum += sum;
    this.points += count;
  }
}
