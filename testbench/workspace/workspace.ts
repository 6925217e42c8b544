import { readFileSync, renameSync } from 'node:fs';
import { fileFailure } from '../capture/failures.ts';
import type { WorkspaceStatus } from '../contract.ts';
import { toBenchError } from '../errors.ts';
import { replaceFile } from './atomic-file.ts';
import { readDevices, type SavedDevice, writeDevices } from './format.ts';

type Problem = WorkspaceStatus['problem'];

export interface WorkspaceOptions {
  /** Without one nothing is saved. */
  file: string | undefined;
  /** `problem` has changed. */
  onChange: () => void;
  /** Epoch ms. */
  time: () => number;
}

/** What the bench finds again when it is started the next time: one file, written as it changes. */
export class Workspace {
  readonly #options: WorkspaceOptions;
  /** Null: nothing is saved over what could not be read. */
  #file: string | null;
  #found: Problem = null;
  #unsaved: Problem = null;
  #next: (() => SavedDevice[]) | undefined;
  #writing: Promise<void> | undefined;

  constructor(options: WorkspaceOptions) {
    this.#options = options;
    this.#file = options.file ?? null;
  }

  get problem(): Problem {
    return this.#unsaved ?? this.#found;
  }

  /** The devices of the last time. What is broken is put aside, and told by `problem`. */
  open(): SavedDevice[] {
    if (this.#file === null) return [];
    try {
      return this.#read(this.#file);
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
      this.#file = null;
      this.#found = { kind: 'unreadable', error: toBenchError(fileFailure(error, 'FILE_UNREADABLE')) };
      return [];
    }
  }

  /** Saves what `devices` answers when the file is free; several changes at once are saved as one. */
  save(devices: () => SavedDevice[]): void {
    if (this.#file === null) return;
    this.#next = devices;
    this.#writing ??= this.#write(this.#file);
  }

  /** Resolves when all is saved; nothing is saved from then on. */
  async close(): Promise<void> {
    const writing = this.#writing;
    this.#file = null;
    await writing;
  }

  #read(file: string): SavedDevice[] {
    const saved = readDevices(readFileSync(file, 'utf8'));
    if (saved?.newer === true) {
      this.#file = null;
      this.#found = { kind: 'newer' };
    } else if (saved === null || saved.strange > 0) {
      const keptAs = `${file}.broken-${new Date(this.#options.time()).toISOString().replaceAll(':', '')}`;
      renameSync(file, keptAs);
      this.#found = { kind: 'broken', keptAs };
    }
    return saved?.devices ?? [];
  }

  async #write(file: string): Promise<void> {
    // Later in this turn there may be more to save.
    await Promise.resolve();
    for (let next = this.#next; next !== undefined; next = this.#next) {
      this.#next = undefined;
      await this.#writeOnce(file, writeDevices(next()));
    }
    this.#writing = undefined;
  }

  async #writeOnce(file: string, text: string): Promise<void> {
    const before = this.#unsaved;
    try {
      await replaceFile(file, text);
      this.#unsaved = null;
    } catch (error) {
      this.#unsaved = { kind: 'unsaved', error: toBenchError(fileFailure(error, 'FILE_UNWRITABLE')) };
    }
    if (before !== this.#unsaved) this.#options.onChange();
  }
}
