import type { TrafficView } from '../contract.ts';
import type { Chunk } from './chunk.ts';
import type { CompiledFilter } from './filter/compile.ts';
import { type RowFilter, Selection } from './selection.ts';
import type { Source } from './source.ts';

/** How long a filter on replies waits for that of a request that just went out, ms. */
const SETTLE_MS = 2_000;

export interface ViewOptions {
  id: number;
  source: Source;
  filter: string;
  /** Null where the filter is empty. */
  compiled: CompiledFilter | null;
  from: number | null;
  to: number | null;
  /** Epoch ms; infinity for a source that gets no more packets. */
  now: () => number;
}

/** What the list shows of a source: all, or what a filter and a span of time let through. */
export class View {
  readonly id: number;
  readonly source: Source;
  readonly filter: string;
  readonly compiled: CompiledFilter | null;
  /** What the filter lets through at any time; null where there is none. */
  readonly matching: Selection | null;
  readonly #from: number | null;
  readonly #to: number | null;
  readonly #now: () => number;
  /** Also in the span; null where nothing is narrowed. */
  readonly #shown: Selection | null;

  /** `matching` is that of a view before it, of the same source with the same filter. */
  constructor({ id, source, filter, compiled, from, to, now }: ViewOptions, matching?: Selection | null) {
    this.id = id;
    this.source = source;
    this.filter = filter;
    this.compiled = compiled;
    this.matching = matching ?? (compiled && new Selection(source.log, compiled));
    this.#from = from;
    this.#to = to;
    this.#now = now;
    const isWhole = from === null && to === null;
    this.#shown = isWhole ? this.matching : new Selection(source.log, spanFilter(this.matching, from, to));
  }

  describe(): TrafficView {
    const { log } = this.source;
    const { first, end } = this.#shown ?? log;
    return {
      id: this.id,
      source: this.source.id,
      filter: this.filter,
      from: this.#from,
      to: this.#to,
      first,
      end,
      scanned: (this.#shown?.scanned ?? log.end) - log.first,
      total: log.end - log.first,
      gaveUp: this.matching?.gaveUp ?? 0,
      stopped: this.#stopped,
    };
  }

  /** Goes on until it has caught up with the log or `isOver` says so; answers whether it has, as far as it can now. */
  advance(isOver: () => boolean): boolean {
    const { log, pairs } = this.source;
    const isPaired = this.source.advance(isOver);
    const limit = this.compiled?.needsReplies ? this.source.settledEnd(this.#now() - SETTLE_MS) : pairs.end;
    this.matching?.advance(limit, isOver);
    if (this.#shown !== this.matching) this.#shown?.advance(this.matching?.scanned ?? log.end, isOver);
    if (this.#stopped) return isPaired && (this.#shown?.scanned ?? 0) >= (this.matching?.scanned ?? 0);
    return isPaired && (this.#shown === null || this.#shown.scanned >= Math.min(limit, log.end));
  }

  /** It waits for replies, and goes on when they come or not any more. */
  get isWaiting(): boolean {
    return this.compiled?.needsReplies === true && !this.#stopped && (this.#shown?.scanned ?? 0) < this.source.log.end;
  }

  /** Its filter looks at no packet any more; what it has found stays. */
  get #stopped(): boolean {
    return this.matching?.stopped === true;
  }

  /** Index of the packet at a position; undefined where there is none (any more). */
  indexAt(position: number): number | undefined {
    if (this.#shown) return this.#shown.indexAt(position);
    const { first, end } = this.source.log;
    return position >= first && position < end ? position : undefined;
  }

  /** Position of the packet, or of the next one in the view. */
  positionOf(index: number): number {
    if (this.#shown) return this.#shown.positionOf(index);
    const { first, end } = this.source.log;
    return Math.min(end, Math.max(first, index));
  }
}

function spanFilter(matching: Selection | null, from: number | null, to: number | null): RowFilter {
  const low = from ?? Number.NEGATIVE_INFINITY;
  const high = to ?? Number.POSITIVE_INFINITY;
  return {
    costly: false,
    run(chunk: Chunk, first: number, end: number, out: Uint16Array): number {
      if (chunk.latest < low || chunk.earliest >= high) return 0;
      const count = matching ? matching.copyRows(chunk, first, end, out) : copyAll(first, end, out);
      const { time } = chunk.columns;
      let kept = 0;
      for (let at = 0; at < count; at++) {
        const row = out[at] as number;
        const when = time[row] as number;
        if (when >= low && when < high) out[kept++] = row;
      }
      return kept;
    },
  };
}

function copyAll(first: number, end: number, out: Uint16Array): number {
  for (let row = first; row < end; row++) out[row - first] = row;
  return end - first;
}
