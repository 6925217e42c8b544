import { constants, readFileSync, renameSync } from 'node:fs';
import { copyFile, mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileFailure } from '../capture/failures.ts';
import type { FileProblem } from '../contract.ts';
import { toBenchError } from '../errors.ts';
import { replaceFile } from './atomic-file.ts';

/** How a value is written to its file. */
export interface Format<Value> {
  write(value: Value): string;
  /** Null where the text is none of its kind. */
  read(text: string): Found<Value> | null;
}

interface Found<Value> {
  value: Value;
  /** Written by a newer version of the app. */
  newer: boolean;
  /** Entries that make no sense, and are not in the value. */
  strange: number;
}

export interface KeptFileOptions<Value> {
  /** Undefined: nothing is saved. */
  path: string | undefined;
  format: Format<Value>;
  /** `problem` has changed. */
  onChange: () => void;
  /** Epoch ms. */
  time: () => number;
  /** Others write to it, too, as git does: what they wrote since it was read is kept beside before it is written over. */
  shared?: boolean;
}

const CONFLICT = /^(?:<{7}|>{7}) /m;

/** One file that the bench finds again when it is started the next time, written as its value changes. */
export class KeptFile<Value> {
  readonly #options: KeptFileOptions<Value>;
  /** Null: nothing is saved over what could not be read. */
  #path: string | null;
  #found: FileProblem | null = null;
  #unsaved: FileProblem | null = null;
  #next: (() => Value) | undefined;
  /** That could not be saved. */
  #failed: (() => Value) | undefined;
  /** What is in the file, as far as we know; null: there is none. */
  #known: string | null = null;
  #writing: Promise<void> | undefined;
  #closed = false;

  constructor(options: KeptFileOptions<Value>) {
    this.#options = options;
    this.#path = options.path ?? null;
  }

  get problem(): FileProblem | null {
    return this.#unsaved ?? this.#found;
  }

  /** The value of the last time; undefined where there is none. What is broken is put aside, and told by `problem`. */
  open(): Value | undefined {
    if (this.#path === null) return undefined;
    try {
      return this.#read(this.#path);
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
      this.#path = null;
      this.#found = { kind: 'unreadable', error: toBenchError(fileFailure(error, 'FILE_UNREADABLE')) };
      return undefined;
    }
  }

  /**
   * What somebody else has written to the file since it was read, or written from here. Undefined where there is nothing
   * new, where it makes no sense, and where a change of ours is still to be saved: that keeps theirs beside.
   */
  look(): Value | undefined {
    const { path } = this.#options;
    if (path === undefined || this.#closed || this.#writing !== undefined || this.#failed) return undefined;
    const text = textOf(path);
    const found = text === null || text === this.#known ? null : this.#options.format.read(text);
    const before = this.#found;
    if (text !== null && text !== this.#known && isConflict(text, found)) {
      this.#path = null;
      this.#known = text;
      this.#found = { kind: 'conflict' };
    }
    // What is only read in part may still be written: it is looked at again, or kept beside.
    const whole = found !== null && found.strange === 0;
    if (whole) {
      this.#known = text;
      this.#path = found.newer ? null : path;
      const isSettled = before?.kind === 'conflict' || before?.kind === 'newer' || before?.kind === 'unreadable';
      this.#found = found.newer ? { kind: 'newer' } : isSettled ? null : before;
    }
    if (this.#found?.kind !== before?.kind) this.#options.onChange();
    return whole ? found.value : undefined;
  }

  /** Saves what `value` answers when the file is free; several changes at once are saved as one. */
  save(value: () => Value): void {
    if (this.#path === null) return;
    this.#next = value;
    this.#writing ??= this.#write(this.#path);
  }

  /** Resolves when what has changed until now is saved, or could not be. */
  async settled(): Promise<void> {
    await this.#writing;
  }

  /** Resolves when all is saved, after another try of what could not be; nothing is saved from then on. */
  async close(): Promise<void> {
    if (this.#failed && this.#writing === undefined) this.save(this.#failed);
    const writing = this.#writing;
    this.#path = null;
    this.#closed = true;
    await writing;
  }

  #read(path: string): Value | undefined {
    const text = readFileSync(path, 'utf8');
    const found = this.#options.format.read(text);
    this.#known = text;
    if (isConflict(text, found)) {
      // It stays where git, and who resolves it, will look for it.
      this.#path = null;
      this.#found = { kind: 'conflict' };
      return undefined;
    }
    if (found?.newer === true) {
      this.#path = null;
      this.#found = { kind: 'newer' };
    } else if (found === null || found.strange > 0) {
      const keptAs = this.#beside(path, 'broken');
      renameSync(path, keptAs);
      this.#known = null;
      this.#found = { kind: 'broken', keptAs };
    }
    return found?.value;
  }

  async #write(path: string): Promise<void> {
    // Later in this turn there may be more to save.
    await Promise.resolve();
    for (let next = this.#next; next !== undefined; next = this.#next) {
      this.#next = undefined;
      await this.#writeOnce(path, next);
    }
    this.#writing = undefined;
  }

  async #writeOnce(path: string, value: () => Value): Promise<void> {
    const before = this.problem;
    try {
      const text = this.#options.format.write(value());
      // What is local may be cleaned away at any time.
      if (this.#options.shared !== true) await mkdir(dirname(path)).catch(() => undefined);
      if (!(await this.#isThere(path, text))) await replaceFile(path, text);
      this.#known = text;
      this.#unsaved = null;
      this.#failed = undefined;
    } catch (error) {
      this.#unsaved = { kind: 'unsaved', error: toBenchError(fileFailure(error, 'FILE_UNWRITABLE')) };
      this.#failed = value;
    }
    if (before !== this.problem) this.#options.onChange();
  }

  /** Whether it has this text already; what somebody else has written since we looked is kept beside. */
  async #isThere(path: string, text: string): Promise<boolean> {
    if (this.#options.shared !== true) return false;
    const there = await readFile(path, 'utf8').catch((error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
      throw error;
    });
    if (there === text) return true;
    if (there !== null && there !== this.#known) {
      const keptAs = this.#beside(path, 'other');
      await copyFile(path, keptAs, constants.COPYFILE_EXCL);
      this.#found = { kind: 'changed', keptAs };
    }
    return false;
  }

  #beside(path: string, why: 'broken' | 'other'): string {
    return `${path}.${why}-${new Date(this.#options.time()).toISOString().replaceAll(':', '')}`;
  }
}

const isConflict = (text: string, found: unknown): boolean => found === null && CONFLICT.test(text);

/** Null where there is none that can be read. */
function textOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
