import type { Chunk } from './chunk.ts';
import { TooSlow } from './filter/guard.ts';
import type { TrafficLog } from './log.ts';

/** Of a chunk the rows `from` up to but not including `to` that it lets through, written to `out` in order; how many. */
export interface RowFilter {
  run(chunk: Chunk, from: number, to: number, out: Uint16Array): number;
  /** It reads the bytes of packets, so that few of them are looked at between two looks at the clock. */
  costly: boolean;
}

/** No chunk has more rows (chunks of 1 MiB, at least 64 bytes a row). */
export const MOST_ROWS = 16_384;
const COSTLY_ROWS = 1_024;
const COSTLY_BYTES = 131_072;
/** A packet alone that takes too long so often in a row is given up. */
const TRIES = 3;
/** A regex that ran away over so many packets, and over so large a part of all, will go on so: it costs a core, and never catches up. */
const MOST_RUNAWAYS = 32;
const RUNAWAY_PART = 1 / 10_000;
/** A filter may have hundreds of terms: how many packets it is run over at once depends on how long it takes for them. */
const FIRST_STEP = 256;
const RUN_MS = 3;

interface Part {
  chunk: Chunk;
  /** Position of its first row in the selection. */
  base: number;
  rows: Uint16Array;
  count: number;
}

const found = new Uint16Array(MOST_ROWS);

/**
 * The packets of a log that a filter lets through, as row numbers beside the chunks they are in. It follows the log in
 * slices; positions are counted from its start, and stay when the oldest packets are evicted.
 */
export class Selection {
  readonly #log: TrafficLog;
  readonly #filter: RowFilter;
  #parts: Part[] = [];
  #next: number;
  #end = 0;
  readonly #from: number;
  #gaveUp = 0;
  #runaways = 0;
  #step = FIRST_STEP;
  #failures = 0;

  constructor(log: TrafficLog, filter: RowFilter) {
    this.#log = log;
    this.#filter = filter;
    this.#next = log.first;
    this.#from = log.first;
  }

  /** Index one past the last packet the filter has looked at. */
  get scanned(): number {
    return Math.max(this.#next, this.#log.first);
  }

  get first(): number {
    this.#forget();
    return this.#parts[0]?.base ?? this.#end;
  }

  get end(): number {
    return this.#end;
  }

  /** Packets that took too long, or are nested too deeply. */
  get gaveUp(): number {
    return this.#gaveUp;
  }

  /** Too many packets took too long: it looks at no other one. */
  get stopped(): boolean {
    return this.#runaways >= Math.max(MOST_RUNAWAYS, (this.#next - this.#from) * RUNAWAY_PART);
  }

  /** The parts that are still in the log, oldest first. */
  get parts(): readonly Readonly<Part>[] {
    this.#forget();
    return this.#parts;
  }

  /** Looks at packets before `limit` until there are no more, it has stopped, or `isOver` says so. */
  advance(limit: number, isOver: () => boolean): void {
    // Also where nobody reads it: what is kept here holds the memory of chunks.
    this.#forget();
    while (!this.stopped) {
      this.#next = this.scanned;
      const chunk = this.#next < limit ? this.#log.chunkOf(this.#next) : undefined;
      if (!chunk) return;
      this.#advanceIn(chunk, Math.min(chunk.count, limit - chunk.first));
      if (isOver()) return;
    }
  }

  /** Index of the packet at a position; undefined where that is not in the selection (any more). */
  indexAt(position: number): number | undefined {
    if (position < this.first || position >= this.#end) return undefined;
    const part = this.#parts[lastAtMost(this.#parts.length, (at) => (this.#parts[at] as Part).base, position)] as Part;
    return part.chunk.first + (part.rows[position - part.base] as number);
  }

  /** Position of the packet, or of the next one that is in the selection. */
  positionOf(index: number): number {
    if (this.#parts.length === 0 || index < this.#log.first) return this.first;
    const at = lastAtMost(this.#parts.length, (part) => (this.#parts[part] as Part).chunk.first, index);
    const part = this.#parts[Math.max(0, at)] as Part;
    if (at < 0) return part.base;
    const row = index - part.chunk.first;
    return part.base + lastAtMost(part.count, (nth) => part.rows[nth] as number, row - 1) + 1;
  }

  /** The rows of the chunk from `from` up to but not including `to` that are selected, copied to `out`. */
  copyRows(chunk: Chunk, from: number, to: number, out: Uint16Array): number {
    const at = lastAtMost(this.#parts.length, (part) => (this.#parts[part] as Part).chunk.first, chunk.first);
    const part = this.#parts[at];
    if (part?.chunk !== chunk) return 0;
    const begin = lastAtMost(part.count, (nth) => part.rows[nth] as number, from - 1) + 1;
    const end = lastAtMost(part.count, (nth) => part.rows[nth] as number, to - 1) + 1;
    out.set(part.rows.subarray(begin, end));
    return end - begin;
  }

  #advanceIn(chunk: Chunk, limit: number): void {
    const from = this.#next - chunk.first;
    const most = Math.min(limit, from + this.#step);
    const to = this.#filter.costly ? affordable(chunk, from, most) : most;
    const began = performance.now();
    try {
      const count = this.#filter.run(chunk, from, to, found);
      if (count > 0) this.#keep(chunk, count);
      this.#failures = 0;
      this.#adapt(to - from, performance.now() - began);
    } catch (error) {
      // JSON may be nested more deeply than it can be written as text again.
      if (!(error instanceof TooSlow || error instanceof RangeError)) throw error;
      this.#step = Math.max(1, (to - from) >>> 3);
      this.#failures = to - from === 1 ? this.#failures + 1 : 0;
      if (this.#failures < TRIES) return;
      this.#failures = 0;
      this.#gaveUp++;
      if (error instanceof TooSlow) this.#runaways++;
    }
    this.#next = chunk.first + to;
  }

  #adapt(rows: number, took: number): void {
    if (took > RUN_MS) this.#step = Math.max(1, Math.floor((rows * RUN_MS) / took));
    // A few packets that just came say nothing about what many would take.
    else if (rows >= this.#step && took < RUN_MS / 2) this.#step = Math.min(MOST_ROWS, this.#step * 2);
  }

  #keep(chunk: Chunk, count: number): void {
    let part = this.#parts.at(-1);
    if (part?.chunk !== chunk) {
      if (part) part.rows = part.rows.slice(0, part.count);
      part = { chunk, base: this.#end, rows: new Uint16Array(Math.max(16, count)), count: 0 };
      this.#parts.push(part);
    }
    if (part.count + count > part.rows.length) {
      const rows = new Uint16Array(Math.max(part.count + count, part.rows.length * 2));
      rows.set(part.rows.subarray(0, part.count));
      part.rows = rows;
    }
    part.rows.set(found.subarray(0, count), part.count);
    part.count += count;
    this.#end += count;
  }

  #forget(): void {
    let gone = 0;
    while (gone < this.#parts.length && (this.#parts[gone] as Part).chunk.first < this.#log.first) gone++;
    if (gone > 0) this.#parts.splice(0, gone);
  }
}

function affordable(chunk: Chunk, from: number, most: number): number {
  const { offset } = chunk.columns;
  const limit = (offset[from] as number) + COSTLY_BYTES;
  const end = Math.min(most, from + COSTLY_ROWS);
  let to = from + 1;
  while (to < end && (offset[to] as number) < limit) to++;
  return to;
}

/** Of ascending values the last that is at most `limit`; -1 where there is none. */
function lastAtMost(length: number, value: (at: number) => number, limit: number): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (value(middle) <= limit) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
