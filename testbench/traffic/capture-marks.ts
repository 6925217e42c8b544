import { createHash } from 'node:crypto';
import { constants, open } from 'node:fs/promises';
import * as v from 'valibot';
import { parsed } from '../workspace/device-format.ts';
import type { Format, KeptFile } from '../workspace/kept-file.ts';

const VERSION = 1;
const HEAD_BYTES = 65_536;
/** Those that were marked last. */
const MOST_FILES = 200;
/** Of a file: stretches of marked packets that follow one another. */
const MOST_RUNS = 20_000;

/** By what a file is known again, also where it was moved, or goes on to grow. */
export interface FileStamp {
  path: string;
  bytes: number;
  /** Its first bytes. */
  head: Uint8Array;
}

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const entry = v.object({
  path: v.string(),
  bytes: count,
  headBytes: v.pipe(count, v.maxValue(HEAD_BYTES)),
  headSha256: v.string(),
  /** Index of the first and how many. */
  marked: v.pipe(v.array(v.tuple([count, v.pipe(count, v.maxValue(10_000_000))])), v.maxLength(MOST_RUNS)),
});
const schema = v.object({ version: v.pipe(v.number(), v.integer(), v.minValue(1)), files: v.array(entry) });

export type MarkedFile = v.InferOutput<typeof entry>;

export const captureMarksFormat: Format<readonly MarkedFile[]> = {
  write: (files) => `${JSON.stringify({ version: VERSION, files })}\n`,
  read(text) {
    const found = v.safeParse(schema, parsed(text));
    if (!found.success) return null;
    return { value: found.output.files, newer: found.output.version > VERSION, strange: 0 };
  },
};

/**
 * What the user has marked in captures that were opened, which are not written to: it is there again when the same file
 * is opened again. Without a file to keep it in, as long as the bench lives.
 */
export class CaptureMarks {
  readonly #file: KeptFile<readonly MarkedFile[]> | undefined;
  /** Marked last, last. */
  #files: { known: Omit<MarkedFile, 'marked'>; marks: Iterable<number> }[];

  constructor(file?: KeptFile<readonly MarkedFile[]>) {
    this.#file = file;
    const kept = file?.open() ?? [];
    this.#files = kept.map(({ marked, ...known }) => ({ known, marks: indicesIn(marked) }));
  }

  /** Null where the user has marked nothing in the file, nor taken away what is marked in it. */
  find(stamp: FileStamp): readonly number[] | null {
    const found = this.#files.findLast(({ known }) => isSame(known, stamp));
    return found ? [...found.marks] : null;
  }

  /** The marks are read again when they are saved: they may go on to change. */
  keep(stamp: FileStamp, marks: ReadonlySet<number>): void {
    const { path, bytes, head } = stamp;
    const known = { path, bytes, headBytes: head.length, headSha256: sha256(head) };
    const others = this.#files.filter((each) => !isSame(each.known, stamp));
    this.#files = [...others, { known, marks }].slice(-MOST_FILES);
    this.#file?.save(() => this.#files.map((each) => ({ ...each.known, marked: runsOf(each.marks) })));
  }
}

/** Null where it cannot be read, or is no file. */
export async function stampOf(path: string): Promise<FileStamp | null> {
  // A named pipe would have us wait for its other end.
  const handle = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)).catch(() => null);
  if (!handle) return null;
  try {
    const stats = await handle.stat();
    if (!stats.isFile()) return null;
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(Math.min(HEAD_BYTES, stats.size)), { position: 0 });
    return { path, bytes: stats.size, head: buffer.subarray(0, bytesRead) };
  } catch {
    return null;
  } finally {
    await handle.close();
  }
}

function isSame(known: Omit<MarkedFile, 'marked'>, { path, bytes, head }: FileStamp): boolean {
  const hasGrown = path === known.path && bytes >= known.bytes;
  if (bytes !== known.bytes && !hasGrown) return false;
  return head.length >= known.headBytes && sha256(head.subarray(0, known.headBytes)) === known.headSha256;
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function runsOf(marks: Iterable<number>): [number, number][] {
  const runs: [number, number][] = [];
  for (const index of [...marks].toSorted((one, other) => one - other)) {
    const last = runs.at(-1);
    if (last && last[0] + last[1] === index) last[1]++;
    else if (runs.push([index, 1]) === MOST_RUNS) break;
  }
  return runs;
}

function indicesIn(runs: MarkedFile['marked']): number[] {
  return runs.flatMap(([first, length]) => Array.from({ length }, (_, n) => first + n));
}
