import { DEMO_DEVICE, type PlotField, type plotCommands } from '../contract/plots.ts';
import type { Handlers, PlotData, PlotEvents } from '../contract.ts';
import type { Part, PartOptions } from '../part.ts';
import type { KeptFile } from '../workspace/kept-file.ts';
import { Exporter } from './exporter.ts';
import { Feed } from './feed.ts';
import { type KeptPlots, plotsFormat } from './plots-format.ts';
import { Sheet } from './sheet.ts';
import { Tracks } from './tracks.ts';
import { Undos } from './undos.ts';

type Command = keyof typeof plotCommands;
type Told = keyof PlotEvents;

/** Fields of topics over time. */
export class Plots implements Part<Command, Told> {
  readonly handlers: Pick<Handlers, Command>;
  readonly #options: PartOptions;
  readonly #sheet = new Sheet();
  readonly #tracks = new Tracks();
  readonly #feed: Feed;
  readonly #undos = new Undos();
  readonly #exporter: Exporter;
  readonly #file: KeptFile<KeptPlots>;
  #changed = new Set<Told>();

  constructor(options: PartOptions) {
    this.#options = options;
    const { clock, devices, dialogs, heard, workspace } = options;
    this.#feed = new Feed({ clock, devices, tracks: this.#tracks, onGrow: () => this.#mark('plotData') });
    this.#exporter = new Exporter(dialogs, () => this.#mark('plotExport'));
    this.#file = workspace.file('plots.json', plotsFormat, (kept) => {
      this.#open(kept);
      this.#mark('plots');
      this.#mark('plotData');
    });
    const kept = this.#file.open();
    if (kept) this.#open(kept);
    heard.onPublished((deviceId, message) => this.#feed.published(deviceId, message));
    this.handlers = this.#makeHandlers();
  }

  all(): Required<PlotEvents> {
    return { plots: this.#sheet.described, plotData: this.#data, plotExport: this.#exporter.shown };
  }

  take(): PlotEvents {
    const changed = this.#changed;
    if (changed.size === 0) return {};
    this.#changed = new Set();
    return {
      ...(changed.has('plots') && { plots: this.#sheet.described }),
      ...(changed.has('plotData') && { plotData: this.#data }),
      ...(changed.has('plotExport') && { plotExport: this.#exporter.shown }),
    };
  }

  async close(): Promise<void> {
    this.#exporter.cancel();
  }

  #makeHandlers(): Pick<Handlers, Command> {
    return {
      addPlot: ({ name }) => this.#edit(() => this.#sheet.addPlot(name)),
      editPlot: ({ plotId, ...look }) => this.#edit(() => this.#sheet.editPlot(plotId, look)),
      movePlot: ({ plotId, to }) => this.#edit(() => this.#sheet.movePlot(plotId, to)),
      removePlot: ({ plotId }) => this.#remove(this.#sheet.plot(plotId).series, () => this.#sheet.removePlot(plotId)),
      addSeries: ({ plotId, field, look }) => this.#edit(() => this.#sheet.addSeries(plotId, this.#known(field), look)),
      editSeries: ({ seriesId, ...look }) => this.#edit(() => this.#sheet.editSeries(seriesId, look)),
      removeSeries: ({ seriesId }) =>
        this.#remove([this.#sheet.seriesOf(seriesId)], () => this.#sheet.removeSeries(seriesId)),
      clearPlots: () => {
        const { restore, forget } = this.#tracks.clear();
        this.#mark('plotData');
        return this.#undos.add({ restore, forget, fields: [] });
      },
      undoPlots: ({ undo }) => this.#edit(() => this.#undos.run(undo)),
      editPlots: (given) => this.#edit(() => this.#sheet.editAll(given)),
      setPlotsCap: ({ bytes }) => {
        this.#tracks.cap = bytes;
        this.#save();
        this.#mark('plotData');
      },

      readPlots: (reads) =>
        reads.map(({ seriesId, ...range }) => this.#tracks.of(this.#sheet.seriesOf(seriesId)).read(range)),
      summarizePlots: (reads) =>
        reads.map(({ seriesId, from, to }) => {
          const series = this.#sheet.seriesOf(seriesId);
          const track = this.#tracks.of(series);
          const { points, min, max, mean } = track.summarize(from, to);
          const newest = track.newestValue ?? null;
          return { id: seriesId, state: this.#feed.stateOf(series), newest, points, min, max, mean };
        }),

      savePlotCsv: ({ plotId, name, from, to }) => {
        const { series } = this.#sheet.plot(plotId);
        const { oldest, newest } = this.#tracks;
        const span = { from: from ?? oldest ?? 0, to: Math.min(to ?? Infinity, newest ?? 0) };
        return this.#exporter.csv(name, series, span, this.#tracks);
      },
      cancelPlotExport: () => this.#exporter.cancel(),
      savePlotImage: ({ name, png }) => this.#exporter.image(name, png),
    };
  }

  get #data(): PlotData {
    const { generation, points, bytes, cap, evicted, oldest, newest } = this.#tracks;
    return { generation, points, bytes, cap, evicted, oldest, newest, unread: this.#feed.unread };
  }

  /** What has been measured of fields that are in it stays. */
  #open(kept: KeptPlots): void {
    this.#sheet.open(kept);
    this.#tracks.cap = kept.cap;
    this.#follow();
  }

  #follow(): void {
    this.#tracks.keepOnly([...this.#sheet.series, ...this.#undos.fields]);
    this.#feed.read(this.#sheet.series);
  }

  #edit<T>(edit: () => T): T {
    const result = edit();
    this.#follow();
    this.#save();
    this.#mark('plots');
    this.#mark('plotData');
    return result;
  }

  #save(): void {
    this.#file.save(() => ({ ...this.#sheet.described, cap: this.#tracks.cap }));
  }

  #remove(fields: PlotField[], remove: () => () => void): string {
    return this.#edit(() => this.#undos.add({ restore: remove(), forget: () => {}, fields }));
  }

  /** What is plotted of the demo vehicle is plotted of the next one as well. */
  #known(field: PlotField): PlotField {
    if (field.deviceId === DEMO_DEVICE) return field;
    return this.#options.devices.get(field.deviceId).demo ? { ...field, deviceId: DEMO_DEVICE } : field;
  }

  #mark(what: Told): void {
    this.#changed.add(what);
    this.#options.onChange();
  }
}
