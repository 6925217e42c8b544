import type { TrafficRow } from '../../../testbench/contract.ts';

export const PAGE = 64;
const MAX_PAGES = 64;
/** How often rows that wait for something, such as a request for its reply, are read again. */
const RECHECK_MS = 500;
/**
 * ms between two reads of a tail that leaves no row of the one before in view. Nobody reads what passes so fast, and to
 * draw all of it more often takes the processor from those who send and receive it.
 */
export const RUSH_MS = 100;

interface Page {
  /** By position within the page; evicted rows stay undefined. */
  rows: (TrafficRow | undefined)[];
  /** Position up to which the view reached when the page was read. */
  upTo: number;
  /** Packets of the source when the page was read. */
  total: number;
  reading: boolean;
}

type Read = (from: number, to: number) => Promise<TrafficRow[]>;

/** What a list shows of a view: positions `from` up to but not including `to`. */
export interface Wanted {
  from: number;
  to: number;
  /** Of the view. */
  end: number;
  /** Packets of its source, whether the view has them or not. */
  total: number;
}

/** The few pages of a view that a list shows, read as they are wanted; the oldest read go first. */
export class RowCache {
  readonly #read: Read;
  readonly #pages = new Map<number, Page>();
  readonly #listeners = new Set<() => void>();
  #version = 0;
  #generation = 0;
  #newest = 0;
  #readyEnd = 0;
  #readingTail = false;
  #tailReadAt = Number.NEGATIVE_INFINITY;
  #endRest = () => {};
  #wanted: Wanted = { from: 0, to: 0, end: 0, total: 0 };
  #recheckPlanned = false;

  constructor(read: Read) {
    this.#read = read;
  }

  row(position: number): TrafficRow | undefined {
    return this.#pages.get(Math.floor(position / PAGE))?.rows[position % PAGE];
  }

  /** Reads what is missing, and in a while once more what waits for something that may have come. */
  want(wanted: Wanted): void {
    this.#wanted = wanted;
    for (const number of pagesOf(wanted)) {
      const page = this.#pages.get(number);
      const known = page && page.upTo >= Math.min(wanted.to, (number + 1) * PAGE);
      if (!known && !page?.reading) void this.#readAndTell(number, Math.min(wanted.end, (number + 1) * PAGE));
      else if (page && waits(page, wanted.total)) this.#recheckSoon();
    }
  }

  /** Newest end of the view of which the last rows were read: a list that follows it never shows rows still on their way. */
  readyEnd(): number {
    return this.#readyEnd;
  }

  /**
   * Reads the last `rows` of a view that ends at `newest`, one read at a time however fast it grows, with a rest between
   * them where no row stays in view from one to the next.
   */
  async follow(newest: number, rows: number): Promise<void> {
    if (newest < this.#newest) this.clear();
    this.#newest = newest;
    if (this.#readingTail) return;
    this.#readingTail = true;
    while (this.#readyEnd !== this.#newest) {
      const wait = this.#tailReadAt + RUSH_MS - performance.now();
      if (this.#newest - this.#readyEnd >= rows && wait > 0) await this.#rest(wait);
      const end = this.#newest;
      const generation = this.#generation;
      this.#tailReadAt = performance.now();
      const from = Math.floor(Math.max(0, end - rows) / PAGE);
      const pages = Array.from({ length: Math.ceil(end / PAGE) - from }, (_, i) => from + i);
      const read = await Promise.all(pages.map((page) => this.#readPage(page, Math.min(end, (page + 1) * PAGE))));
      // What was read of the view before is no failure of this one.
      if (generation !== this.#generation) continue;
      const failed = read.includes(false);
      if (!failed) this.#readyEnd = end;
      this.#changed();
      if (failed) break;
    }
    this.#readingTail = false;
  }

  /** For another view: also what is still being read belongs to the old one. */
  clear(): void {
    this.#generation += 1;
    this.#readyEnd = 0;
    this.#tailReadAt = Number.NEGATIVE_INFINITY;
    this.#endRest();
    this.#pages.clear();
    this.#changed();
  }

  /** Has all rows read again, such as after a mark was set; those that are there are shown until then. */
  refresh(): void {
    for (const page of this.#pages.values()) page.upTo = 0;
    this.#changed();
  }

  /** For `useSyncExternalStore`. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly version = (): number => this.#version;

  #rest(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#endRest = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  #recheckSoon(): void {
    if (this.#recheckPlanned) return;
    this.#recheckPlanned = true;
    setTimeout(() => {
      this.#recheckPlanned = false;
      const { end, total } = this.#wanted;
      for (const number of pagesOf(this.#wanted)) {
        const page = this.#pages.get(number);
        if (page && waits(page, total)) void this.#readAndTell(number, Math.min(end, (number + 1) * PAGE));
      }
    }, RECHECK_MS);
  }

  async #readAndTell(number: number, upTo: number): Promise<void> {
    const generation = this.#generation;
    await this.#readPage(number, upTo);
    if (generation === this.#generation) this.#changed();
  }

  /** False where it could not be read: its rows stay wanted, and are asked for when the list is drawn again. */
  async #readPage(number: number, upTo: number): Promise<boolean> {
    const generation = this.#generation;
    const { total } = this.#wanted;
    const before = this.#pages.get(number);
    this.#keep(number, { rows: before?.rows ?? [], upTo: before?.upTo ?? 0, total, reading: true });
    const rows = await this.#read(number * PAGE, upTo).catch(() => null);
    if (generation !== this.#generation) return false;
    if (rows === null) this.#pages.delete(number);
    else this.#keep(number, { rows: placed(rows), upTo, total, reading: false });
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

function pagesOf({ from, to }: Wanted): number[] {
  const first = Math.floor(from / PAGE);
  return Array.from({ length: Math.max(0, Math.ceil(to / PAGE) - first) }, (_, i) => first + i);
}

const waits = (page: Page, total: number): boolean =>
  !page.reading && page.total !== total && page.rows.some((row) => row?.unanswered);

function placed(rows: TrafficRow[]): (TrafficRow | undefined)[] {
  const page: (TrafficRow | undefined)[] = [];
  for (const row of rows) page[row.position % PAGE] = row;
  return page;
}
