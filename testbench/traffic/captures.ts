import path from 'node:path';
import type { TapConnection } from '@vsoa-testbench/core';
import type { FileDialogs } from '../capture/dialogs.ts';
import { readCapture } from '../capture/open.ts';
import type { CaptureSink } from '../capture/types.ts';
import type { Capture, CaptureWarning } from '../contract.ts';
import { BenchFailure } from '../errors.ts';
import { type CaptureMarks, type FileStamp, stampOf } from './capture-marks.ts';
import { TrafficLog } from './log.ts';
import { Source } from './source.ts';
import type { Tasks } from './tasks.ts';

const MOST = 20;
/** Below this a file is not worth to be opened, bytes. */
const LEAST_ROOM = 1_048_576;

export interface OpenedCapture {
  source: Source;
  name: string;
  path: string;
  state: Capture['state'];
  warnings: CaptureWarning[];
  closing: AbortController;
  /** Null where the file cannot be read; to be known before packets are. */
  stamp: FileStamp | null;
  /** The user has marked packets in it, now or before: what is marked in the file does not count. */
  marked: boolean;
}

export interface CapturesOptions {
  dialogs: FileDialogs;
  tasks: Tasks;
  /** Bytes of memory for all of them together. */
  cap: () => number;
  marks: CaptureMarks;
  onChange: () => void;
}

/** Files with traffic that were opened, each with a log of its own. */
export class Captures {
  readonly #options: CapturesOptions;
  readonly #captures = new Map<string, OpenedCapture>();
  #lastId = 0;

  constructor(options: CapturesOptions) {
    this.#options = options;
  }

  get list(): Capture[] {
    return [...this.#captures.values()].map(describe);
  }

  find(id: string): OpenedCapture | undefined {
    return this.#captures.get(id);
  }

  /** By default a file that the user is asked for. Null where none was chosen, or the capture was closed while it was read. */
  async open(dropped?: string): Promise<Capture | null> {
    if (this.#captures.size >= MOST) throw new BenchFailure('TOO_MANY', `at most ${MOST} files can be open`);
    const { dialogs, onChange } = this.#options;
    this.#roomLeft();
    const file = dropped ?? (await dialogs.chooseOpen());
    if (file === null) return null;
    const id = `capture-${++this.#lastId}`;
    const capture = openedCapture(id, file, new TrafficLog({ cap: this.#roomLeft(), onChange }));
    this.#captures.set(id, capture);
    onChange();
    try {
      capture.stamp = await stampOf(file);
      for (const index of this.#keptMarks(capture)) capture.source.mark(index, true);
      await this.#read(capture);
    } catch (error) {
      this.#captures.delete(id);
      onChange();
      if (capture.closing.signal.aborted) return null;
      throw error;
    }
    capture.state = 'ready';
    onChange();
    return describe(capture);
  }

  /** The user has marked packets of it, or taken marks away: so they are when the file is opened again. */
  keepMarks(id: string): void {
    const capture = this.#captures.get(id);
    if (!capture) return;
    capture.marked = true;
    if (capture.stamp) this.#options.marks.keep(capture.stamp, capture.source.marks);
  }

  #keptMarks(capture: OpenedCapture): readonly number[] {
    const kept = capture.stamp && this.#options.marks.find(capture.stamp);
    if (kept) capture.marked = true;
    return kept ?? [];
  }

  /** Bytes that the others leave of the cap; one that is still being read may need all that it was given. */
  #roomLeft(): number {
    const taken = [...this.#captures.values()].map(({ state, source }) => {
      const { bytes, cap } = source.log.stats();
      return state === 'reading' ? cap : bytes;
    });
    const left = this.#options.cap() - taken.reduce((sum, bytes) => sum + bytes, 0);
    if (left >= LEAST_ROOM) return left;
    throw new BenchFailure('TOO_MANY', 'the files that are open take all the memory that traffic may have');
  }

  /** What was read before the user cancelled it stays, and it is said that this is not all. */
  async #read(capture: OpenedCapture): Promise<void> {
    const { tasks, onChange } = this.#options;
    const about = { kind: 'open', name: capture.name, total: 0, unit: 'bytes' } as const;
    const result = await tasks.run(about, async ({ signal, progress }) => {
      await readCapture(capture.path, {
        sink: sinkOf(capture),
        signal: AbortSignal.any([signal, capture.closing.signal]),
        onProgress: progress,
        onWarnings: (warnings) => {
          capture.warnings = warnings;
          onChange();
        },
      });
      return 'all';
    });
    if (result === null) capture.warnings.push({ code: 'NOT_ALL_READ', message: 'reading was cancelled', count: 1 });
    const { evictedPackets, cap } = capture.source.log.stats();
    if (evictedPackets === 0) return;
    const message = `${cap} bytes of memory hold only the end of the file`;
    capture.warnings.push({ code: 'NOT_ALL_READ', message, count: evictedPackets });
  }

  close(id: string): void {
    const capture = this.#captures.get(id);
    if (!capture) throw new BenchFailure('NO_SUCH_CAPTURE', `there is no capture ${id}`);
    capture.closing.abort();
    this.#captures.delete(id);
    this.#options.onChange();
  }

  rearm(): void {
    for (const { source } of this.#captures.values()) source.log.rearm();
  }
}

function openedCapture(id: string, file: string, log: TrafficLog): OpenedCapture {
  const source = new Source(id, log);
  return {
    source,
    name: path.basename(file),
    path: file,
    state: 'reading',
    warnings: [],
    closing: new AbortController(),
    stamp: null,
    marked: false,
  };
}

function describe({ source, name, path: file, state, warnings }: OpenedCapture): Capture {
  const { from = null, to = null } = source.log.span ?? {};
  return { id: source.id, name, path: file, state, stats: source.log.stats(), from, to, warnings };
}

function sinkOf(capture: OpenedCapture): CaptureSink {
  const { source } = capture;
  const { log } = source;
  return {
    packet: (...packet) => log.packet(...packet),
    odd: (bytes, reason, quick, connection: TapConnection, time, sent) =>
      log.odd(bytes, reason, quick, connection, time, sent),
    other: (event, connection, time) => log.other(event, connection, time),
    mark: () => {
      if (!capture.marked) source.mark(log.end - 1, true);
    },
  };
}
