import * as v from 'valibot';
import { command, id, time } from './command.ts';

/** Stands for the device id of the demo vehicle, which gets another one each time it is started. */
export const DEMO_DEVICE = 'demo';

/** How many colours the window has for series; a series has one by its number. */
export const PLOT_COLOURS = 8;

export const MAX_PLOTS = 40;
export const MAX_SERIES = 200;

/** Bytes of memory for the values of all series, where nothing else was set. */
export const PLOTS_CAP = 512 * 1_048_576;

/** Most buckets of one series in one reading. */
const MAX_BUCKETS = 8_192;
const MAX_DEPTH = 64;

const fieldPath = v.pipe(
  v.array(v.union([v.pipe(v.string(), v.maxLength(1_024)), v.pipe(v.number(), v.safeInteger(), v.minValue(0))])),
  v.maxLength(MAX_DEPTH),
);

/** A number, or a truth as 0 or 1, in the param of what a device publishes on a url: where it is, keys and indices. */
const plotField = v.object({
  /** That of a device; `DEMO_DEVICE` for the demo vehicle. */
  deviceId: id,
  url: v.pipe(v.string(), v.minLength(1), v.maxLength(4_096)),
  path: fieldPath,
});

const name = v.pipe(v.string(), v.maxLength(200));
const unit = v.pipe(v.string(), v.maxLength(40));
/** Seconds to a day; null: all there is. */
const spanMs = v.nullable(v.pipe(v.number(), v.minValue(100), v.maxValue(86_400_000)));

const seriesLook = {
  /** Empty: named by its path. */
  name,
  axis: v.picklist(['left', 'right']),
  colour: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(PLOT_COLOURS - 1)),
  visible: v.boolean(),
  /** A value holds until the next one, instead of a straight line between them. */
  steps: v.boolean(),
};

const plotLook = {
  name,
  units: v.object({ left: unit, right: unit }),
  /** How much of the time it shows while it follows the newest, where each plot has a time of its own. */
  spanMs,
};

export const plotSeries = v.object({ id, ...plotField.entries, ...seriesLook });
export const plot = v.object({ id, ...plotLook, series: v.array(plotSeries) });

export type PlotField = v.InferOutput<typeof plotField>;
export type PlotSeries = v.InferOutput<typeof plotSeries>;
export type Plot = v.InferOutput<typeof plot>;

/** All plots, from top to bottom. */
export interface PlotSheet {
  plots: Plot[];
  /** How much of the time all plots show while they follow the newest. */
  spanMs: number | null;
  /** Each plot has a time of its own. */
  ownTimes: boolean;
}

/** What is held of all series. */
export interface PlotData {
  /** Grows when something of what was read before is gone, or came back: all is to be read anew. */
  generation: number;
  points: number;
  /** Held, and the cap that it stays under. */
  bytes: number;
  cap: number;
  /** Points that had to go for newer ones, since the data was last cleared. */
  evicted: number;
  /** Messages that were not read, because reading all of them would have taken too long. */
  unread: number;
  /** Of the points, epoch ms; null where there is none. */
  oldest: number | null;
  newest: number | null;
}

/** A file that is being written. */
export interface PlotExport {
  name: string;
  /** From 0 to 1. */
  done: number;
}

/** What the bench tells of plots. */
export interface PlotEvents {
  plots?: PlotSheet;
  /** Where there is more, or less, than before. */
  plotData?: PlotData;
  /** Null: none. */
  plotExport?: PlotExport | null;
}

/**
 * Points of a series in the order of their time, as few as draw the same picture: of each bucket the first, the last, the
 * lowest and the highest. A value that is NaN is a gap.
 */
export interface PlotPoints {
  times: Float64Array;
  values: Float64Array;
}

/** What the newest message had to say of a series. */
export type SeriesState =
  /** Nothing came on its url yet. */
  | 'silent'
  | 'ok'
  /** The field is not there, or null. */
  | 'missing'
  /** A text, an object, a list, or a number beyond what can be drawn. */
  | 'notNumber'
  /** The param is no JSON. */
  | 'notJson';

/** A series in numbers. */
export interface SeriesSummary {
  id: string;
  state: SeriesState;
  /** The newest value, of all there are. */
  newest: { time: number; value: number } | null;
  /** Between the times that were asked for; `points` is 0 where there is none. */
  points: number;
  min: number;
  max: number;
  mean: number;
}

export interface SavedPlotFile {
  name: string;
  path: string;
  bytes: number;
  /** Of a CSV file. */
  rows?: number;
}

const bound = v.nullable(time);

/** Of memory, bytes. */
export const plotsCap = v.pipe(v.number(), v.integer(), v.minValue(1_048_576), v.maxValue(68_719_476_736));

export const plotCommands = {
  /** At the end. */
  addPlot: command<Plot>()(v.object({ name: v.optional(name) })),
  editPlot: command<void>()(v.object({ plotId: id, ...v.partial(v.object(plotLook)).entries })),
  /** To this place from the top. */
  movePlot: command<void>()(v.object({ plotId: id, to: v.pipe(v.number(), v.integer(), v.minValue(0)) })),
  /** Answers what `undoPlots` takes. */
  removePlot: command<string>()(v.object({ plotId: id })),
  /** To a new plot where none is named. A field that the plot already has is not added twice. */
  addSeries: command<{ plotId: string; seriesId: string }>()(
    v.object({ plotId: v.optional(id), field: plotField, look: v.optional(v.partial(v.object(seriesLook))) }),
  ),
  editSeries: command<void>()(v.object({ seriesId: id, ...v.partial(v.object(seriesLook)).entries })),
  /** Answers what `undoPlots` takes. */
  removeSeries: command<string>()(v.object({ seriesId: id })),
  /** Forgets all values, not the plots. Answers what `undoPlots` takes. */
  clearPlots: command<string>()(v.undefined()),
  /** Takes back one of the last 10 removals or clearings. */
  undoPlots: command<void>()(v.object({ undo: id })),
  editPlots: command<void>()(v.object({ spanMs: v.optional(spanMs), ownTimes: v.optional(v.boolean()) })),
  /** Bytes of memory, at least 1 MiB. It is kept with the plots. */
  setPlotsCap: command<void>()(v.object({ bytes: plotsCap })),

  /** What to draw of series: the points from `from` to `to`, and with `edges` also the one before and the one after. */
  readPlots: command<PlotPoints[]>()(
    v.pipe(
      v.array(
        v.pipe(
          v.object({
            seriesId: id,
            from: time,
            to: time,
            bucketMs: v.pipe(v.number(), v.minValue(1e-3)),
            edges: v.boolean(),
          }),
          v.check(({ from, to, bucketMs }) => (to - from) / bucketMs <= MAX_BUCKETS, `at most ${MAX_BUCKETS} buckets`),
        ),
      ),
      v.maxLength(MAX_SERIES),
    ),
  ),
  summarizePlots: command<SeriesSummary[]>()(
    v.pipe(v.array(v.object({ seriesId: id, from: time, to: time })), v.maxLength(MAX_SERIES)),
  ),

  /** Asks the user for a file and writes all series of the plot, one row for each time; null where none was chosen, or cancelled. */
  savePlotCsv: command<SavedPlotFile | null>()(v.object({ plotId: id, name, from: bound, to: bound })),
  cancelPlotExport: command<void>()(v.undefined()),
  /** Asks the user for a file and writes a PNG image. */
  savePlotImage: command<SavedPlotFile | null>()(
    v.object({
      name,
      png: v.pipe(
        v.instance(Uint8Array),
        v.check((bytes) => bytes.length <= 67_108_864, 'at most 64 MiB'),
      ),
    }),
  ),
} as const;
