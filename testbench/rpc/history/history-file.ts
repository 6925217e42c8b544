import { type FileHandle, open, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { fileFailure } from '../../capture/failures.ts';
import type { BenchError } from '../../contract.ts';
import { toBenchError } from '../../errors.ts';
import { replaceFile } from '../../workspace/atomic-file.ts';
import { makeFolder } from '../../workspace/make-folder.ts';

/** Folders around the file that are made where they are not there. */
const LEVELS = 2;

export interface HistoryFileOptions {
  /** Undefined: nothing is saved. */
  path: string | undefined;
  /** No more than this is read, from its end, bytes. */
  maxRead: number;
  /** `error` has changed. */
  onChange: () => void;
}

/**
 * A file of lines that grows at its end: a crash can tear only the last line, and what was written before stays. It is
 * written whole again, atomically, only where lines go.
 */
export class HistoryFile {
  readonly #options: HistoryFileOptions;
  #path: string | undefined;
  #error: BenchError | null = null;
  #waiting: string[] = [];
  /** What is to be in it, in place of what is there. */
  #whole: (() => string) | undefined;
  #work: Promise<void> | undefined;
  #bytes = 0;
  /** What is at its end is no whole line, or cannot be told. */
  #torn = false;

  constructor(options: HistoryFileOptions) {
    this.#options = options;
    this.#path = options.path;
  }

  /** Why it could not be read, or what was last to be saved was not. */
  get error(): BenchError | null {
    return this.#error;
  }

  /** On the disk, with what waits to be written. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Its lines; where it is too long, the last ones. To be called once, before anything is added. */
  async read(): Promise<string[]> {
    if (this.#path === undefined) return [];
    try {
      const { text, bytes, cut } = await lastOf(this.#path, this.#options.maxRead);
      this.#bytes = bytes;
      const lines = text.split('\n');
      this.#torn = lines.at(-1) !== '';
      return (cut ? lines.slice(1) : lines).filter((line) => line !== '');
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
      this.#error = toBenchError(fileFailure(error, 'FILE_UNREADABLE'));
      // Nothing is saved over what could not be read.
      this.#path = undefined;
      return [];
    }
  }

  /** Nothing is written to it from now on, as where a newer app has written it. */
  leave(): void {
    this.#path = undefined;
  }

  /** `line` ends with a line feed. */
  add(line: string): void {
    if (this.#path === undefined) return;
    this.#waiting.push(line);
    this.#bytes += Buffer.byteLength(line);
    this.#start(this.#path);
  }

  /** `whole` is asked for when it is written. */
  replace(whole: () => string): void {
    if (this.#path === undefined) return;
    this.#waiting = [];
    this.#whole = whole;
    this.#start(this.#path);
  }

  /** Resolves when what was added until now is saved, or could not be. */
  async settled(): Promise<void> {
    await this.#work;
  }

  #start(file: string): void {
    this.#work ??= this.#write(file);
  }

  async #write(file: string): Promise<void> {
    // Later in this turn there may be more to write.
    await Promise.resolve();
    while (this.#waiting.length > 0 || this.#whole !== undefined) {
      const whole = this.#whole;
      const lines = this.#waiting;
      this.#whole = undefined;
      this.#waiting = [];
      await this.#writeOnce(file, whole, lines);
      if (this.#error !== null) break;
    }
    this.#work = undefined;
  }

  async #writeOnce(file: string, whole: (() => string) | undefined, lines: string[]): Promise<void> {
    const before = this.#error;
    try {
      if (whole === undefined) await append(file, `${this.#torn ? '\n' : ''}${lines.join('')}`);
      else {
        const text = whole();
        await replaceFile(file, text);
        this.#bytes = Buffer.byteLength(text);
      }
      this.#torn = false;
      this.#error = null;
    } catch (error) {
      this.#error = toBenchError(fileFailure(error, 'FILE_UNWRITABLE'));
      this.#torn = true;
      // Tried again with what comes next, so that nothing is missing once there is room.
      if (whole === undefined) this.#waiting.unshift(...lines);
      else this.#whole ??= whole;
    }
    if (before?.code !== this.#error?.code) this.#options.onChange();
  }
}

async function append(file: string, text: string): Promise<void> {
  await makeFolder(path.dirname(file), LEVELS);
  const handle: FileHandle = await open(file, 'a', 0o600);
  try {
    await handle.writeFile(text);
    await handle.datasync();
  } finally {
    await handle.close();
  }
}

async function lastOf(file: string, limit: number): Promise<{ text: string; bytes: number; cut: boolean }> {
  const { size } = await stat(file);
  if (size <= limit) return { text: await readFile(file, 'utf8'), bytes: size, cut: false };
  const handle = await open(file, 'r');
  try {
    const buffer = Buffer.alloc(limit);
    const { bytesRead } = await handle.read(buffer, 0, limit, size - limit);
    return { text: buffer.toString('utf8', 0, bytesRead), bytes: size, cut: true };
  } finally {
    await handle.close();
  }
}
