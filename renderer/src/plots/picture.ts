import uPlot from 'uplot';
import type { Plot } from '../../../testbench/contract.ts';
import { shortClock } from '../format/time.ts';
import type { AxisName } from '../state/plot-views.ts';
import { type Area, drawLines, type Line } from './draw-lines.ts';
import { axisNumber } from './numbers.ts';
import type { SeriesCache, Span } from './series-cache.ts';
import { axisRange, type Range } from './spans.ts';

/** So wide that the numbers of an axis fit, whichever they are: the lines never move for them, px. */
const AXIS_WIDTH = 62;
const TIME_HEIGHT = 24;
const UNIT_HEIGHT = 16;

/** What any of the plots has: all of them keep room for it, so that the same time is at the same place in all. */
export interface Room {
  right: boolean;
  leftUnit: boolean;
  rightUnit: boolean;
}

export interface Show {
  plot: Plot;
  room: Room;
  span: Span;
  caches: ReadonlyMap<string, SeriesCache>;
  /** Axes that were set by hand. */
  ranges: Partial<Record<AxisName, Range>>;
  focused: string | null;
}

/** One plot on a canvas: uPlot makes the axes and the grid, the lines are drawn from what was read. */
export class Picture {
  readonly host: HTMLElement;
  #chart: uPlot | undefined;
  #madeFor = '';
  #lines: Line[] = [];
  #drawn = false;
  #ranges: Record<AxisName, Range> = { left: axisRange(null), right: axisRange(null) };

  constructor(host: HTMLElement) {
    this.host = host;
  }

  get canvas(): HTMLCanvasElement | undefined {
    return this.#chart?.ctx.canvas;
  }

  /** Where the lines are, px from the top left of the host. */
  get area(): Area {
    const scale = uPlot.pxRatio;
    const { left, top, width, height } = this.#chart?.bbox ?? { left: 0, top: 0, width: 0, height: 0 };
    return { left: left / scale, top: top / scale, width: width / scale, height: height / scale };
  }

  rangeOf(axis: AxisName): Range {
    return this.#ranges[axis];
  }

  show(size: { width: number; height: number }, { plot, room, span, caches, ranges, focused }: Show): void {
    const chart = this.#chartFor(plot, room, size);
    const visible = plot.series.filter((series) => series.visible);
    const rangeOf = (axis: AxisName) =>
      ranges[axis] ??
      axisRange(
        visible
          .filter((series) => series.axis === axis)
          .map(({ id }) => caches.get(id)?.extent(span) ?? null)
          .reduce(union, null),
      );
    this.#ranges = { left: rangeOf('left'), right: rangeOf('right') };
    const colours = coloursOf(this.host);
    this.#lines = visible.flatMap(({ id, axis, colour, steps }) => {
      const cache = caches.get(id);
      if (!cache) return [];
      const faded = focused !== null && focused !== id && visible.some((series) => series.id === focused);
      const look = { colour: colours.series(colour), steps, faded, focused: focused === id };
      return [{ cache, span, range: this.#ranges[axis], ...look }];
    });
    this.#drawn = false;
    chart.batch(() => {
      chart.setScale('x', { min: span.from, max: span.to });
      chart.setScale('left', this.#ranges.left);
      if (hasRight(plot)) chart.setScale('right', this.#ranges.right);
    });
    // Where no axis has changed the lines may have.
    if (!this.#drawn) chart.redraw(false);
  }

  close(): void {
    this.#chart?.destroy();
    this.#chart = undefined;
  }

  /** A new one where what uPlot is told at its making has changed: axes and colours. */
  #chartFor(plot: Plot, room: Room, size: { width: number; height: number }): uPlot {
    const colours = coloursOf(this.host);
    const { units } = plot;
    const madeFor = JSON.stringify([units, room, hasRight(plot), colours.text, colours.line, colours.font]);
    if (!this.#chart || madeFor !== this.#madeFor) {
      this.close();
      this.#madeFor = madeFor;
      const onDraw = (chart: uPlot) => {
        this.#drawn = true;
        drawLines(chart.ctx, chart.bbox, this.#lines, uPlot.pxRatio);
      };
      this.#chart = new uPlot(optionsFor(plot, room, size, colours, onDraw), EMPTY, this.host);
    } else if (this.#chart.width !== size.width || this.#chart.height !== size.height) this.#chart.setSize(size);
    return this.#chart;
  }
}

const EMPTY: uPlot.AlignedData = [
  [0, 1],
  [null, null],
  [null, null],
];

/** So that plots with and without a right axis end at the same place. */
function besideRight(plot: Plot, room: Room): number {
  const axis = AXIS_WIDTH + (room.rightUnit ? UNIT_HEIGHT : 0);
  if (!hasRight(plot)) return room.right ? axis : 12;
  return room.rightUnit && plot.units.right === '' ? UNIT_HEIGHT : 0;
}

export function roomOf(plots: readonly Plot[]): Room {
  return {
    right: plots.some(hasRight),
    leftUnit: plots.some(({ units }) => units.left !== ''),
    rightUnit: plots.some((plot) => hasRight(plot) && plot.units.right !== ''),
  };
}

export const hasRight = (plot: Plot): boolean => plot.series.some((series) => series.axis === 'right');

interface Colours {
  text: string;
  line: string;
  font: string;
  series: (colour: number) => string;
}

export function coloursOf(element: HTMLElement): Colours {
  const style = getComputedStyle(element);
  return {
    text: style.getPropertyValue('--text-2'),
    line: style.getPropertyValue('--line'),
    font: `11px ${style.fontFamily}`,
    series: (colour) => style.getPropertyValue(`--plot-${colour + 1}`),
  };
}

function optionsFor(
  plot: Plot,
  room: Room,
  { width, height }: { width: number; height: number },
  { text, line, font }: Colours,
  onDraw: (chart: uPlot) => void,
): uPlot.Options {
  const fixed = { auto: false, range: (_: uPlot, min: number, max: number): uPlot.Range.MinMax => [min, max] };
  const look = { stroke: text, font, ticks: { stroke: line, width: 1, size: 4 }, grid: { stroke: line, width: 1 } };
  const unit = (name: string) =>
    name === '' ? {} : { label: name, labelFont: font, labelSize: UNIT_HEIGHT, labelGap: 0 };
  const right = hasRight(plot);
  return {
    width,
    height,
    ms: 1,
    scales: { x: { time: true, ...fixed }, left: { ...fixed }, right: { ...fixed } },
    series: [{}, { scale: 'left', points: { show: false } }, { scale: 'right', points: { show: false } }],
    axes: [
      {
        ...look,
        size: TIME_HEIGHT,
        gap: 2,
        space: 90,
        values: (chart, splits) => {
          const { min = 0, max = 0 } = chart.scales['x'] ?? {};
          return splits.map((split) => shortClock(split, max - min));
        },
      },
      { ...look, scale: 'left', size: AXIS_WIDTH, gap: 4, space: 26, values, ...unit(plot.units.left) },
      {
        ...look,
        scale: 'right',
        side: 1,
        show: right,
        size: AXIS_WIDTH,
        gap: 4,
        space: 26,
        values,
        grid: { show: false },
        ...unit(plot.units.right),
      },
    ],
    padding: [8, besideRight(plot, room), 0, room.leftUnit && plot.units.left === '' ? UNIT_HEIGHT : 0],
    legend: { show: false },
    cursor: { show: false },
    select: { show: false, left: 0, top: 0, width: 0, height: 0 },
    hooks: { draw: [onDraw] },
  };
}

const values = (_: uPlot, splits: number[]): string[] => splits.map((split) => axisNumber(split, splits));

function union(one: Range | null, other: Range | null): Range | null {
  if (!one || !other) return one ?? other;
  return { min: Math.min(one.min, other.min), max: Math.max(one.max, other.max) };
}
