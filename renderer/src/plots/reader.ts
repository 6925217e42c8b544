import type { PlotSeries } from '../../../testbench/contract.ts';
import { bench } from '../bench.ts';
import { shownSpan, usePlotViews, viewOf } from '../state/plot-views.ts';
import { usePlots } from '../state/plots.ts';
import { type Reading, SeriesCache, type Span } from './series-cache.ts';
import { bucketMsOf } from './spans.ts';

/** Draws one plot. */
interface Painter {
  plotId: string;
  /** Pixels that the time has; 0 while nobody sees it. */
  width: () => number;
  paint: (span: Span, caches: ReadonlyMap<string, SeriesCache>) => void;
}

/** After one frame of the screen at 60 Hz and before the second, so that every second one is drawn: thirty a second. */
const FASTEST_MS = 20;
/** The values beside the lines. */
const LEGEND_MS = 200;

/** Of a Date. */
const LAST = 8.64e15;

interface Mounted {
  painter: Painter;
  caches: Map<string, SeriesCache>;
  /** What the last picture was made of. */
  painted: string;
}

/**
 * Reads what the plots in view need, all of them at once, and has them drawn: when there is more data, or something
 * else to see, and at no other time. The next reading waits until the last was drawn.
 */
class PlotReader {
  readonly #mounted = new Set<Mounted>();
  #state: 'idle' | 'waiting' | 'reading' = 'idle';
  #again = false;
  #begunAt = 0;
  #legendAt = 0;
  #legendTimer: ReturnType<typeof setTimeout> | undefined;
  #redraw = 0;

  /** Answers what ends it. */
  mount(painter: Painter): () => void {
    const mounted = { painter, caches: new Map(), painted: '' };
    this.#mounted.add(mounted);
    this.changed();
    return () => this.#mounted.delete(mounted);
  }

  /** There is something new to see. */
  changed(): void {
    if (this.#mounted.size === 0) return;
    this.#again = true;
    if (this.#state !== 'idle') return;
    this.#state = 'waiting';
    const wait = this.#begunAt + FASTEST_MS - performance.now();
    // A window that is hidden has no next frame, and asks for nothing.
    if (wait > 0) setTimeout(() => requestAnimationFrame(() => void this.#run()), wait);
    else requestAnimationFrame(() => void this.#run());
  }

  /** The same values in other colours. */
  redraw(): void {
    this.#redraw += 1;
    this.changed();
  }

  cachesOf(plotId: string): ReadonlyMap<string, SeriesCache> | undefined {
    return [...this.#mounted].find(({ painter }) => painter.plotId === plotId)?.caches;
  }

  async #run(): Promise<void> {
    this.#again = false;
    this.#state = 'reading';
    this.#begunAt = performance.now();
    try {
      await this.#draw();
      this.#tellLegends();
    } finally {
      this.#state = 'idle';
      if (this.#again) this.changed();
    }
  }

  async #draw(): Promise<void> {
    const { data } = usePlots.getState();
    const plans = [...this.#mounted].flatMap((mounted) => {
      const pixels = mounted.painter.width();
      if (pixels <= 0) return [];
      const span = shownSpan(mounted.painter.plotId);
      const bucketMs = bucketMsOf(span, pixels);
      const wanted = { ...span, bucketMs, generation: data.generation, newest: data.newest ?? 0 };
      return [{ mounted, span, pixels, readings: readingsOf(mounted, wanted) }];
    });
    const readings = plans.flatMap((plan) => plan.readings);
    if (readings.length > 0) {
      const answer = await bench().readPlots(readings.map(({ request }) => request));
      // A series that was just removed: the next event says so, and then they are read again.
      if (!answer.ok) return;
      let at = 0;
      for (const { span, readings: own } of plans) {
        for (const { cache, request } of own) {
          const points = answer.value[at];
          if (points) cache.take(request, points, { newest: data.newest ?? 0, shown: span.from });
          at += 1;
        }
      }
    }
    for (const { mounted, span, pixels, readings: own } of plans) {
      const look = this.#lookOf(mounted, span, pixels);
      if (own.length === 0 && look === mounted.painted) continue;
      mounted.painted = look;
      mounted.painter.paint(span, mounted.caches);
    }
  }

  /** All that a picture depends on, but for the points. */
  #lookOf({ painter }: Mounted, { from, to }: Span, pixels: number): string {
    const { ranges, focused } = usePlotViews.getState();
    const { plots } = usePlots.getState().sheet;
    return JSON.stringify([from, to, pixels, this.#redraw, ranges[painter.plotId], focused, plots]);
  }

  /** A few times a second, and once more when all is still. */
  #tellLegends(): void {
    const wait = this.#legendAt + LEGEND_MS - performance.now();
    if (this.#legendTimer !== undefined) return;
    this.#legendTimer = setTimeout(
      () => {
        this.#legendTimer = undefined;
        this.#legendAt = performance.now();
        void this.#sumUp();
      },
      Math.max(0, wait),
    );
  }

  async #sumUp(): Promise<void> {
    const asked = [...this.#mounted]
      .filter(({ painter }) => painter.width() > 0)
      .flatMap(({ painter }) => {
        const { from, to } = shownSpan(painter.plotId);
        // What has come since the last event counts as well where the newest is shown.
        const until = viewOf(painter.plotId).kind === 'live' ? LAST : to;
        return seriesOf(painter.plotId).map(({ id }) => ({ seriesId: id, from, to: until }));
      });
    if (asked.length === 0) return;
    const answer = await bench().summarizePlots(asked);
    if (answer.ok) usePlotViews.setState({ summaries: new Map(answer.value.map((one) => [one.id, one])) });
    this.readCursor();
  }

  /** Values where somebody points at. */
  readCursor(): void {
    const { cursor, readings } = usePlotViews.getState();
    if (!cursor) {
      if (readings.size > 0) usePlotViews.setState({ readings: new Map() });
      return;
    }
    const found = new Map<string, number>();
    for (const { caches, painter } of this.#mounted) {
      const { from, to } = shownSpan(painter.plotId);
      if (cursor.time < from || cursor.time > to) continue;
      for (const [id, cache] of caches) {
        const point = cache.nearest(cursor.time);
        if (point && point.time >= from && point.time <= to) found.set(id, point.value);
      }
    }
    usePlotViews.setState({ readings: found });
  }
}

export const plotReader = new PlotReader();

function readingsOf(
  { painter, caches }: Mounted,
  wanted: Parameters<SeriesCache['missing']>[0],
): { request: Reading & { seriesId: string }; cache: SeriesCache }[] {
  const visible = seriesOf(painter.plotId).filter((series) => series.visible);
  for (const id of caches.keys()) if (!visible.some((series) => series.id === id)) caches.delete(id);
  return visible.flatMap(({ id }) => {
    let cache = caches.get(id);
    if (!cache) caches.set(id, (cache = new SeriesCache()));
    const reading = cache.missing(wanted);
    return reading ? [{ request: { seriesId: id, ...reading }, cache }] : [];
  });
}

function seriesOf(plotId: string): PlotSeries[] {
  return usePlots.getState().sheet.plots.find((plot) => plot.id === plotId)?.series ?? [];
}
