import { basename } from 'node:path';
import { type Clock, eachPacket, type Tap, type TimerHandle } from '@vsoa-testbench/core';
import { type FileDialogs, noDialogs } from '../capture/dialogs.ts';
import { saveCapture } from '../capture/save.ts';
import type { Capture, CaptureFormat, EventBatch, Handlers, SavedFile, TrafficRow, TrafficView } from '../contract.ts';
import { BenchFailure } from '../errors.ts';
import { unref } from '../timers.ts';
import { CaptureMarks } from './capture-marks.ts';
import { Captures } from './captures.ts';
import { readChart } from './chart.ts';
import { compileFilter } from './filter/compile.ts';
import { filterHelp } from './filter/help.ts';
import { parseFilter } from './filter/parser.ts';
import { TrafficLog } from './log.ts';
import { nextProblem } from './next-problem.ts';
import { Recordings } from './recordings.ts';
import { readPacket, readRow } from './rows.ts';
import { countOf, savedPackets, type What } from './saving.ts';
import { pauses, timeLimit } from './slices.ts';
import { Source } from './source.ts';
import { Tasks } from './tasks.ts';
import { readText } from './text.ts';
import { View } from './view.ts';

const ROWS_PER_READ = 2_000;
const MOST_MARKED = 10_000;
/** How often a filter that waits for replies looks again while no packet comes, ms. */
const WAIT_MS = 500;
const LIVE = 'live';

export type TrafficCommand =
  | Extract<keyof Handlers, `${string}raffic${string}` | `${string}apture` | 'filterHelp'>
  | 'startRecording'
  | 'stopRecording'
  | 'cancelTask';

export type TrafficEvents = Pick<EventBatch, 'traffic' | 'view' | 'captures' | 'recording' | 'tasks'>;

export interface TrafficOptions {
  cap?: number | undefined;
  clock: Clock;
  dialogs?: FileDialogs | undefined;
  /** Where the marks of files are kept that were opened; by default as long as it lives. */
  captureMarks?: CaptureMarks | undefined;
  /** Called when there is something to take, at least once after each `take`. */
  onChange: () => void;
}

type WantedView = Pick<TrafficView, 'source' | 'filter' | 'from' | 'to'>;
type Part = 'traffic' | 'captures' | 'recording' | 'tasks';

/** The live traffic, files with traffic, and what the window shows of them. */
export class Traffic {
  /** What all connections of the bench tell of their packets. */
  readonly tap: Required<Tap>;
  readonly handlers: Pick<Handlers, TrafficCommand>;
  readonly #clock: Clock;
  readonly #dialogs: FileDialogs;
  readonly #onChange: () => void;
  readonly #live: Source;
  readonly #tasks: Tasks;
  readonly #captures: Captures;
  readonly #recordings: Recordings;
  readonly #changed = new Set<Part>();
  #view: View;
  #viewId = 0;
  #told: string | undefined;
  #working = false;
  #waiting: TimerHandle | undefined;
  #closed = false;

  constructor({ cap, clock, dialogs = noDialogs, captureMarks = new CaptureMarks(), onChange }: TrafficOptions) {
    this.#clock = clock;
    this.#dialogs = dialogs;
    this.#onChange = onChange;
    const log = new TrafficLog({
      ...(cap !== undefined && { cap }),
      onChange: () => this.#hasChanged('traffic'),
      now: () => clock.now(),
    });
    this.#live = new Source(LIVE, log);
    this.#view = this.#makeView({ source: LIVE, filter: '', from: null, to: null }, undefined);
    this.#tasks = new Tasks(() => this.#hasChanged('tasks'));
    this.#captures = new Captures({
      dialogs,
      tasks: this.#tasks,
      cap: () => log.cap,
      marks: captureMarks,
      onChange: () => this.#hasChanged('captures'),
    });
    this.#recordings = new Recordings({ dialogs, clock, onChange: () => this.#hasChanged('recording') });
    this.tap = this.#makeTap();
    this.handlers = this.#makeHandlers();
  }

  /** What the bench itself has seen. */
  get live(): Source {
    return this.#live;
  }

  /** All there is to tell. */
  all(): Required<TrafficEvents> {
    return {
      traffic: this.#live.log.stats(),
      view: this.#view.describe(),
      captures: this.#captures.list,
      recording: this.#recordings.describe(),
      tasks: this.#tasks.list,
    };
  }

  /** What has changed since the last time. Here the filter looks at what came meanwhile. */
  take(): TrafficEvents {
    const changed = new Set(this.#changed);
    this.#changed.clear();
    this.#live.log.rearm();
    this.#captures.rearm();
    this.#work();
    const view = this.#view.describe();
    const told = JSON.stringify(view);
    const isNew = told !== this.#told;
    this.#told = told;
    return {
      ...(changed.has('traffic') && { traffic: this.#live.log.stats() }),
      ...(isNew && { view }),
      ...(changed.has('captures') && { captures: this.#captures.list }),
      ...(changed.has('recording') && { recording: this.#recordings.describe() }),
      ...(changed.has('tasks') && { tasks: this.#tasks.list }),
    };
  }

  /** To be called while nothing comes, because rates fall then. */
  refreshRates(): void {
    this.#hasChanged('traffic');
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#tasks.cancelAll();
    if (this.#waiting !== undefined) this.#clock.clearTimeout(this.#waiting);
    await this.#recordings.stop();
  }

  #makeHandlers(): Pick<Handlers, TrafficCommand> {
    return {
      setTrafficView: (wanted) => this.#setView(wanted),
      trafficRows: ({ view: id, from, to }) => {
        const view = this.#viewOf(id);
        this.#work();
        return readRows(view, from, to);
      },
      trafficPosition: ({ view, index }) => this.#viewOf(view).positionOf(index),
      trafficProblem: ({ view, from, step }) => nextProblem(this.#viewOf(view), from, step),
      trafficPacket: ({ source, index }) => readPacket(this.#source(source), index),
      trafficText: ({ view, ...range }) => readText(this.#viewOf(view), range),
      trafficChart: ({ view: id, ...span }) => {
        const view = this.#viewOf(id);
        return readChart(view.source, view.matching, span);
      },
      filterHelp: ({ source, text, caret }) => filterHelp(text, caret, this.#source(source).log),
      markTraffic: ({ view, from, to, marked }) => this.#mark(this.#viewOf(view), from, to, marked),
      setTrafficCap: ({ bytes }) => {
        this.#live.log.cap = bytes;
      },
      clearTraffic: () => this.#live.clear(),
      undoClearTraffic: () => this.#restore(),

      saveTraffic: ({ view, what, format }) => this.#save(this.#viewOf(view), what, format),
      openCapture: () => this.#captures.open(),
      closeCapture: ({ id }) => {
        this.#captures.close(id);
        if (this.#view.source.id === id) this.#setView({ source: LIVE, filter: '', from: null, to: null });
      },
      startRecording: (limits) => this.#recordings.start(limits),
      stopRecording: () => this.#recordings.stop(),
      cancelTask: ({ id }) => this.#tasks.cancel(id),
    };
  }

  /** Reads a capture that the user has given by another way than the dialog; null where it was closed meanwhile. */
  openCaptureFile(path: string): Promise<Capture | null> {
    return this.#captures.open(path);
  }

  #makeTap(): Required<Tap> {
    const { log } = this.#live;
    const recordings = this.#recordings;
    return {
      packet: (source, start, end, sent, quick, connection, time) => {
        log.packet(source, start, end, sent, quick, connection, time);
        recordings.recorder?.packet(source, start, end, sent, quick, connection, time);
      },
      receivedTogether: (source, start, end, connection, time) => {
        log.receivedTogether(source, start, end, connection, time);
        const { recorder } = recordings;
        if (!recorder) return;
        eachPacket(source, start, end, (from, to) => recorder.packet(source, from, to, false, false, connection, time));
      },
      odd: (bytes, reason, quick, connection, time, sent) => {
        log.odd(bytes, reason, quick, connection, time, sent);
        recordings.recorder?.odd(bytes, reason, quick, connection, time, sent);
      },
      other: (event, connection, time) => {
        log.other(event, connection, time);
        recordings.recorder?.other(event, connection, time);
      },
    };
  }

  // ── The view ───────────────────────────────────────────────────────────────────────────────────────────────────

  #setView(wanted: WantedView): TrafficView {
    this.#view = this.#makeView(wanted, this.#view);
    this.#work();
    this.#onChange();
    return this.#view.describe();
  }

  /** `before`: a view the finds of which are used again where its filter is the same. */
  #makeView(wanted: WantedView, before: View | undefined): View {
    const source = this.#source(wanted.source);
    const parsed = parseFilter(wanted.filter);
    const isSame = before?.source === source && before.filter === wanted.filter && !before.compiled?.usesMarks;
    const now = wanted.source === LIVE ? this.#clock.time() : (source.log.span?.to ?? 0);
    const context = { log: source.log, marks: source.marks, now };
    const compiled = isSame ? before.compiled : parsed && compileFilter(parsed, context);
    const options = { ...wanted, id: this.#viewId++, source, compiled, now: () => this.#now(source) };
    return new View(options, isSame ? before.matching : undefined);
  }

  #restore(): boolean {
    if (!this.#live.restore()) return false;
    if (this.#view.source !== this.#live) return true;
    const { filter, from, to } = this.#view.describe();
    // What its filter has found begins behind what is back.
    this.#view = this.#makeView({ source: LIVE, filter, from, to }, undefined);
    this.#work();
    this.#onChange();
    return true;
  }

  #viewOf(id: number): View {
    if (this.#view.id === id) return this.#view;
    throw new BenchFailure('NO_SUCH_VIEW', `view ${id} was replaced by view ${this.#view.id}`);
  }

  #source(id: string): Source {
    const source = id === LIVE ? this.#live : this.#captures.find(id)?.source;
    if (source) return source;
    throw new BenchFailure('NO_SUCH_CAPTURE', `there is no capture ${id}`);
  }

  /** No reply comes any more to what was read from a file. */
  #now(source: Source): number {
    if (source === this.#live) return this.#clock.time();
    const isReady = this.#captures.find(source.id)?.state !== 'reading';
    return isReady ? Number.POSITIVE_INFINITY : (source.log.span?.to ?? 0);
  }

  /** Lets the view catch up with the log: a slice now, and the rest while the loop has nothing else to do. */
  #work(): void {
    if (this.#working || this.#closed) return;
    const view = this.#view;
    if (!view.advance(timeLimit())) {
      this.#working = true;
      setImmediate(() => {
        this.#working = false;
        this.#work();
        this.#onChange();
      });
    }
    if (!view.isWaiting || this.#waiting !== undefined) return;
    this.#waiting = this.#clock.setTimeout(() => {
      this.#waiting = undefined;
      this.#onChange();
    }, WAIT_MS);
    unref(this.#waiting);
  }

  #mark(view: View, from: number, to: number, marked: boolean): number {
    const { source, filter, compiled } = view;
    let count = 0;
    for (let position = from; position < Math.min(to, from + MOST_MARKED); position++) {
      const index = view.indexAt(position);
      if (index === undefined) continue;
      source.mark(index, marked);
      count++;
    }
    this.#captures.keepMarks(source.id);
    if (compiled?.usesMarks) {
      const { from: since, to: until } = view.describe();
      this.#setView({ source: source.id, filter, from: since, to: until });
    }
    return count;
  }

  // ── Files ──────────────────────────────────────────────────────────────────────────────────────────────────────

  async #save(view: View, what: What, format: CaptureFormat): Promise<SavedFile | null> {
    const path = await this.#dialogs.chooseSave({ name: proposedName(this.#clock.time()), extension: format });
    if (path === null) return null;
    const about = { kind: 'save', name: basename(path), total: countOf(view, what), unit: 'packets' } as const;
    return this.#tasks.run(about, async ({ signal, progress }) => {
      const pause = pauses();
      while (!view.advance(timeLimit())) {
        signal.throwIfAborted();
        await pause();
      }
      const total = countOf(view, what);
      return saveCapture(path, savedPackets(view, what), {
        format,
        signal,
        onProgress: (packets) => progress(packets, total),
      });
    });
  }

  #hasChanged(part: Part): void {
    this.#changed.add(part);
    this.#onChange();
  }
}

function readRows(view: View, from: number, to: number): TrafficRow[] {
  const { first, end } = view.describe();
  const last = Math.min(to, end, from + ROWS_PER_READ);
  const rows: TrafficRow[] = [];
  for (let position = Math.max(from, first); position < last; position++) {
    const index = view.indexAt(position);
    const row = index === undefined ? undefined : readRow(view.source, index, position);
    if (row) rows.push(row);
  }
  return rows;
}

/** `traffic 2026-01-31 16.05.09`, of the local time; no file system refuses it. */
function proposedName(time: number): string {
  const local = new Date(time - new Date(time).getTimezoneOffset() * 60_000).toISOString();
  return `traffic ${local.slice(0, 10)} ${local.slice(11, 19).replaceAll(':', '.')}`;
}
