import { randomUUID } from 'node:crypto';
import { MAX_PLOTS, MAX_SERIES, PLOT_COLOURS, type Plot, type PlotField, type PlotSeries } from '../contract/plots.ts';
import type { PlotSheet } from '../contract.ts';
import { BenchFailure } from '../errors.ts';
import { keyOf } from './tracks.ts';

type Given<All> = { [Name in keyof All]?: All[Name] | undefined };
type SeriesLook = Given<Omit<PlotSeries, 'id' | keyof PlotField>>;
type PlotLook = Given<Omit<Plot, 'id' | 'series'>>;

/** Puts back what was removed. */
type PutBack = () => void;

/** Which plots there are, with which series. Throws `NO_SUCH_PLOT` and `TOO_MANY`. */
export class Sheet {
  #plots: Plot[] = [];
  #spanMs: number | null = 60_000;
  #ownTimes = false;

  get described(): PlotSheet {
    return { plots: this.#plots, spanMs: this.#spanMs, ownTimes: this.#ownTimes };
  }

  get series(): PlotSeries[] {
    return this.#plots.flatMap((plot) => plot.series);
  }

  open({ plots, spanMs, ownTimes }: PlotSheet): void {
    this.#plots = plots;
    this.#spanMs = spanMs;
    this.#ownTimes = ownTimes;
  }

  plot(id: string): Plot {
    const found = this.#plots.find((plot) => plot.id === id);
    if (found) return found;
    throw new BenchFailure('NO_SUCH_PLOT', `there is no plot ${id}`);
  }

  seriesOf(id: string): PlotSeries {
    const found = this.series.find((series) => series.id === id);
    if (found) return found;
    throw new BenchFailure('NO_SUCH_PLOT', `there is no series ${id}`);
  }

  addPlot(name = ''): Plot {
    if (this.#plots.length >= MAX_PLOTS) throw new BenchFailure('TOO_MANY', `there are at most ${MAX_PLOTS} plots`);
    const plot = { id: `plot-${randomUUID()}`, name, units: { left: '', right: '' }, spanMs: 60_000, series: [] };
    this.#plots = [...this.#plots, plot];
    return plot;
  }

  editPlot(id: string, look: PlotLook): void {
    this.#replace({ ...this.plot(id), ...given(look) });
  }

  movePlot(id: string, to: number): void {
    const plot = this.plot(id);
    const others = this.#plots.filter((each) => each !== plot);
    this.#plots = others.toSpliced(Math.min(to, others.length), 0, plot);
  }

  removePlot(id: string): PutBack {
    const plot = this.plot(id);
    const position = this.#plots.indexOf(plot);
    this.#plots = this.#plots.filter((each) => each !== plot);
    return () => {
      // It may have come back with what somebody else has saved.
      if (this.#plots.some((each) => each.id === id)) return;
      this.#plots = this.#plots.toSpliced(position, 0, plot);
    };
  }

  editAll({ spanMs, ownTimes }: Given<Pick<PlotSheet, 'spanMs' | 'ownTimes'>>): void {
    if (spanMs !== undefined) this.#spanMs = spanMs;
    if (ownTimes !== undefined) this.#ownTimes = ownTimes;
  }

  /** The one that is there already where the plot has this field. */
  addSeries(plotId: string | undefined, field: PlotField, look: SeriesLook = {}): { plotId: string; seriesId: string } {
    if (this.series.length >= MAX_SERIES) throw new BenchFailure('TOO_MANY', `there are at most ${MAX_SERIES} series`);
    const plot = plotId === undefined ? this.addPlot() : this.plot(plotId);
    const there = plot.series.find((series) => keyOf(series) === keyOf(field));
    if (there) return { plotId: plot.id, seriesId: there.id };
    const series: PlotSeries = {
      id: `series-${randomUUID()}`,
      ...field,
      name: '',
      axis: 'left',
      colour: freeColour(plot),
      visible: true,
      steps: false,
      ...given(look),
    };
    this.#replace({ ...plot, series: [...plot.series, series] });
    return { plotId: plot.id, seriesId: series.id };
  }

  editSeries(id: string, look: SeriesLook): void {
    const plot = this.#plotWith(id);
    const series = plot.series.map((each) => (each.id === id ? { ...each, ...given(look) } : each));
    this.#replace({ ...plot, series });
  }

  removeSeries(id: string): PutBack {
    const plot = this.#plotWith(id);
    const position = plot.series.findIndex((series) => series.id === id);
    const removed = plot.series[position] as PlotSeries;
    this.#replace({ ...plot, series: plot.series.filter((series) => series !== removed) });
    return () => {
      const now = this.#plots.find((each) => each.id === plot.id);
      if (now) this.#replace({ ...now, series: now.series.toSpliced(position, 0, removed) });
    };
  }

  #plotWith(seriesId: string): Plot {
    const found = this.#plots.find((plot) => plot.series.some((series) => series.id === seriesId));
    if (found) return found;
    throw new BenchFailure('NO_SUCH_PLOT', `there is no series ${seriesId}`);
  }

  #replace(plot: Plot): void {
    this.#plots = this.#plots.map((each) => (each.id === plot.id ? plot : each));
  }
}

/** The first that the plot does not use yet, else the one that it uses least. */
function freeColour({ series }: Plot): number {
  const uses = Array.from(
    { length: PLOT_COLOURS },
    (_, colour) => series.filter((each) => each.colour === colour).length,
  );
  return uses.indexOf(Math.min(...uses));
}

/** What is not given stays as it is. */
function given<All>(look: Given<All>): Partial<All> {
  return Object.fromEntries(Object.entries(look).filter(([, value]) => value !== undefined)) as Partial<All>;
}
