import { readFileSync, renameSync } from 'node:fs';
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
}

/** One file that the bench finds again when it is started the next time, written as its value changes. */
export class KeptFile<Value> {
  readonly #options: KeptFileOptions<Value>;
  /** Null: nothing is saved over what could not be read. */
  #path: string | null;
  #found: FileProblem | null = null;
  #unsaved: FileProblem | null = null;
  #next: (() => Value) | undefined;
  #writing: Promise<void> | undefined;

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

  /** Resolves when all is saved; nothing is saved from then on. */
  async close(): Promise<void> {
    const writing = this.#writing;
    this.#path = null;
    await writing;
  }

  #read(path: string): Value | undefined {
    const found = this.#options.format.read(readFileSync(path, 'utf8'));
    if (found?.newer === true) {
      this.#path = null;
      this.#found = { kind: 'newer' };
    } else if (found === null || found.strange > 0) {
      const keptAs = `${path}.broken-${new Date(this.#options.time()).toISOString().replaceAll(':', '')}`;
      renameSync(path, keptAs);
      this.#found = { kind: 'broken', keptAs };
    }
    return found?.value;
  }

  async #write(path: string): Promise<void> {
    // Later in this turn there may be more to save.
    await Promise.resolve();
    for (let next = this.#next; next !== undefined; next = this.#next) {
      this.#next = undefined;
      await this.#writeOnce(path, this.#options.format.write(next()));
    }
    this.#writing = undefined;
  }

  async #writeOnce(path: string, text: string): Promise<void> {
    const before = this.#unsaved;
    try {
      await replaceFile(path, text);
      this.#unsaved = null;
    } catch (error) {
      this.#unsaved = { kind: 'unsaved', error: toBenchError(fileFailure(error, 'FILE_UNWRITABLE')) };
    }
    if (before !== this.#unsaved) this.#options.onChange();
  }
}
