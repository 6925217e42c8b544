import { create } from 'zustand';
import type { SeriesSummary } from '../../../testbench/contract.ts';
import type { Span } from '../plots/series-cache.ts';
import { LIVE, panned, type Range, spanOf, type TimeView, zoomed } from '../plots/spans.ts';
import { usePlots } from './plots.ts';

export type AxisName = 'left' | 'right';

interface PlotViews {
  /** What all plots show, and those that have a time of their own. */
  all: TimeView;
  own: Record<string, TimeView>;
  /** Axes that were set by hand; the others follow the values. */
  ranges: Record<string, Partial<Record<AxisName, Range>>>;
  /** Where somebody points at, in which plot. */
  cursor: { plotId: string; time: number } | null;
  /** Numbers of the series in view, by their ids. */
  summaries: ReadonlyMap<string, SeriesSummary>;
  /** Values at the cursor, by the ids of series. */
  readings: ReadonlyMap<string, number>;
  /** The series that is looked at in a legend; the others step back. */
  focused: string | null;
}

/** How the window shows the plots; none of it is kept. */
export const usePlotViews = create<PlotViews>()(() => ({
  all: LIVE,
  own: {},
  ranges: {},
  cursor: null,
  summaries: new Map(),
  readings: new Map(),
  focused: null,
}));

export function viewOf(plotId: string, views: Pick<PlotViews, 'all' | 'own'> = usePlotViews.getState()): TimeView {
  return usePlots.getState().sheet.ownTimes ? (views.own[plotId] ?? LIVE) : views.all;
}

/** What the plot shows now. */
export function shownSpan(plotId: string): Span {
  const { sheet, data } = usePlots.getState();
  const own = sheet.plots.find((plot) => plot.id === plotId)?.spanMs;
  return spanOf(viewOf(plotId), sheet.ownTimes && own !== undefined ? own : sheet.spanMs, data);
}

/** Shows this part; it stands still from now on. */
export function showSpan(plotId: string, { from, to }: Span): void {
  const before = viewOf(plotId);
  const since = before.kind === 'still' ? before.since : Date.now();
  setView(plotId, { kind: 'still', from, to, since });
}

export const zoom = (plotId: string, factor: number, fraction?: number): void =>
  showSpan(plotId, zoomed(shownSpan(plotId), factor, fraction));

export const pan = (plotId: string, fraction: number): void => showSpan(plotId, panned(shownSpan(plotId), fraction));

/** Follows the newest again, with axes that follow the values. */
export function backToLive(plotId: string): void {
  setView(plotId, LIVE);
  usePlotViews.setState(({ ranges }) => {
    const { sheet } = usePlots.getState();
    return { ranges: sheet.ownTimes ? { ...ranges, [plotId]: {} } : {} };
  });
}

export function setRange(plotId: string, axis: AxisName, range: Range): void {
  usePlotViews.setState(({ ranges }) => ({ ranges: { ...ranges, [plotId]: { ...ranges[plotId], [axis]: range } } }));
}

/** All plots stand still where they are, or follow the newest again. */
export function togglePause(): void {
  const { sheet } = usePlots.getState();
  const ids = sheet.plots.map((plot) => plot.id);
  if (anyStill()) for (const id of ids) backToLive(id);
  else for (const id of ids) showSpan(id, shownSpan(id));
}

export function anyStill(): boolean {
  const { sheet } = usePlots.getState();
  return sheet.plots.some((plot) => viewOf(plot.id).kind === 'still');
}

function setView(plotId: string, view: TimeView): void {
  if (usePlots.getState().sheet.ownTimes) usePlotViews.setState(({ own }) => ({ own: { ...own, [plotId]: view } }));
  else usePlotViews.setState({ all: view });
}
