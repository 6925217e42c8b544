import type { TrafficRow } from '../../../testbench/contract.ts';

export const PAGE = 64;
const MAX_PAGES = 64;

interface Page {
  /** By index within the page; evicted rows stay undefined. */
  rows: (TrafficRow | undefined)[];
  /** Index up to which the log reached when the page was read. */
  upTo: number;
  reading: boolean;
}

type Read = (from: number, to: number) => Promise<TrafficRow[]>;

/** The few pages of the traffic log that a list shows, read as they are wanted; the oldest read go first. */
export class RowCache {
  readonly #read: Read;
  readonly #pages = new Map<number, Page>();
  readonly #listeners = new Set<() => void>();
  #version = 0;
  #generation = 0;
  #newest = 0;
  #readyEnd = 0;
  #readingTail = false;

  constructor(read: Read) {
    this.#read = read;
  }

  row(index: number): TrafficRow | undefined {
    return this.#pages.get(Math.floor(index / PAGE))?.rows[index % PAGE];
  }

  /** Reads what is missing of `from` up to but not including `to`, in a log that ends at `end`. */
  want(from: number, to: number, end: number): void {
    for (let number = Math.floor(from / PAGE); number * PAGE < to; number += 1) {
      const page = this.#pages.get(number);
      const known = page && page.upTo >= Math.min(to, (number + 1) * PAGE);
      if (!known && !page?.reading) void this.#readPage(number, Math.min(end, (number + 1) * PAGE));
    }
  }

  /** Newest end of the log of which the last rows were read: a list that follows it never shows rows still on their way. */
  readyEnd(): number {
    return this.#readyEnd;
  }

  /** Reads the last `rows` of a log that ends at `newest`, one read at a time however fast the log grows. */
  async follow(newest: number, rows: number): Promise<void> {
    if (newest < this.#newest) this.clear();
    this.#newest = newest;
    if (this.#readingTail) return;
    this.#readingTail = true;
    while (this.#readyEnd !== this.#newest) {
      const end = this.#newest;
      const from = Math.floor(Math.max(0, end - rows) / PAGE);
      const pages = Array.from({ length: Math.ceil(end / PAGE) - from }, (_, i) => from + i);
      const read = await Promise.all(pages.map((page) => this.#readPage(page, Math.min(end, (page + 1) * PAGE))));
      if (read.includes(false)) break;
      this.#readyEnd = end;
      this.#changed();
    }
    this.#readingTail = false;
  }

  /** For a log that starts anew: also what is still being read belongs to the old one. */
  clear(): void {
    this.#generation += 1;
    this.#readyEnd = 0;
    this.#pages.clear();
    this.#changed();
  }

  /** For `useSyncExternalStore`. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly version = (): number => this.#version;

  /** False where it could not be read: its rows stay wanted, and are asked for when the list is drawn again. */
  async #readPage(number: number, upTo: number): Promise<boolean> {
    const generation = this.#generation;
    const before = this.#pages.get(number);
    this.#keep(number, { rows: before?.rows ?? [], upTo: before?.upTo ?? 0, reading: true });
    const rows = await this.#read(number * PAGE, upTo).catch(() => null);
    if (generation !== this.#generation) return false;
    if (rows === null) this.#pages.delete(number);
    else this.#keep(number, { rows: placed(rows), upTo, reading: false });
    this.#changed();
    return rows !== null;
  }

  #keep(number: number, page: Page): void {
    this.#pages.delete(number);
    this.#pages.set(number, page);
    if (this.#pages.size <= MAX_PAGES) return;
    for (const oldest of this.#pages.keys()) {
      this.#pages.delete(oldest);
      return;
    }
  }

  #changed(): void {
    this.#version += 1;
    for (const listener of this.#listeners) listener();
  }
}

function placed(rows: TrafficRow[]): (TrafficRow | undefined)[] {
  const page: (TrafficRow | undefined)[] = [];
  for (const row of rows) page[row.index % PAGE] = row;
  return page;
}
