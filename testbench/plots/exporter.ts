import { basename } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { FileDialogs } from '../capture/dialogs.ts';
import type { PlotExport, PlotSeries, SavedPlotFile } from '../contract.ts';
import { BenchFailure } from '../errors.ts';
import { saveFile } from '../save-file.ts';
import { columnNames, csvRows } from './csv.ts';
import type { Tracks } from './tracks.ts';

/** Written at once. */
const BATCH = 1_048_576;
/** Rows are made for so long, ms, before others get their turn. */
const SLICE = 5;
const ROWS_BETWEEN_LOOKS = 64;
const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

interface Span {
  /** Epoch ms. */
  from: number;
  to: number;
}

/** Plots on their way to files, one at a time. */
export class Exporter {
  readonly #dialogs: FileDialogs;
  readonly #onChange: () => void;
  #running: { shown: PlotExport; ending: AbortController } | undefined;

  constructor(dialogs: FileDialogs, onChange: () => void) {
    this.#dialogs = dialogs;
    this.#onChange = onChange;
  }

  get shown(): PlotExport | null {
    return this.#running?.shown ?? null;
  }

  cancel(): void {
    this.#running?.ending.abort(new BenchFailure('ABORTED', 'cancelled by the user'));
  }

  async csv(name: string, series: readonly PlotSeries[], span: Span, tracks: Tracks): Promise<SavedPlotFile | null> {
    const path = await this.#dialogs.chooseSave({ name: fileName(name), extension: 'csv' });
    if (path === null) return null;
    if (this.#running) throw new BenchFailure('TOO_MANY', 'another plot is being written to a file');
    const ending = new AbortController();
    const shown = { name: basename(path), done: 0 };
    this.#running = { shown, ending };
    this.#onChange();
    const names = columnNames(series);
    const columns = series.map((each, at) => ({ name: names[at] as string, track: tracks.of(each) }));
    const progress = (time: number) => {
      if (this.#running)
        this.#running.shown = { ...shown, done: (time - span.from) / Math.max(1, span.to - span.from) };
      this.#onChange();
    };
    const rows = { count: 0 };
    try {
      const bytes = await saveFile(path, batches(csvRows(columns, span), rows, progress), ending.signal);
      return { name: basename(path), path, bytes, rows: rows.count - 1 };
    } catch (error) {
      if (ending.signal.aborted) return null;
      throw error;
    } finally {
      this.#running = undefined;
      this.#onChange();
    }
  }

  /** Throws `INVALID_ARGUMENT` where the bytes are no PNG image. */
  async image(name: string, png: Uint8Array): Promise<SavedPlotFile | null> {
    if (PNG.some((byte, at) => png[at] !== byte))
      throw new BenchFailure('INVALID_ARGUMENT', 'the bytes are no PNG image');
    const path = await this.#dialogs.chooseSave({ name: fileName(name), extension: 'png' });
    if (path === null) return null;
    return { name: basename(path), path, bytes: await saveFile(path, [png]) };
  }
}

/** Rows as bytes, many at once; the loop is held up for no more than a few ms. */
async function* batches(
  rows: Iterable<{ time: number; text: string }>,
  written: { count: number },
  progress: (time: number) => void,
): AsyncGenerator<Uint8Array, void> {
  let text: string[] = [];
  let length = 0;
  let sliceEnd = performance.now() + SLICE;
  for (const row of rows) {
    text.push(row.text);
    length += row.text.length;
    written.count += 1;
    const look = written.count % ROWS_BETWEEN_LOOKS === 0;
    if (length < BATCH && !(look && performance.now() > sliceEnd)) continue;
    if (length >= BATCH) {
      yield Buffer.from(text.join(''));
      text = [];
      length = 0;
    } else await setImmediate();
    progress(row.time);
    sliceEnd = performance.now() + SLICE;
  }
  yield Buffer.from(text.join(''));
}

/** What the system's dialog proposes; a name of a plot may hold what no file name can. */
// oxlint-disable-next-line no-control-regex -- those are what it is about
const fileName = (name: string): string => name.replaceAll(/[\u0000-\u001f<>:"/\\|?*]+/g, '-').slice(0, 100) || 'plot';
