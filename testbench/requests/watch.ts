import { type FSWatcher, statSync, watch } from 'node:fs';
import type { Clock, TimerHandle } from '@vsoa-testbench/core';
import { unref } from '../timers.ts';

/** Where there are more, what changes in the others is seen when the window is looked at again. */
const MOST_FOLDERS = 500;
const QUIET_MS = 150;

/** Calls back a moment after something that matters has changed in one of the folders, whoever changed it. */
export class FolderWatch {
  readonly #clock: Clock;
  readonly #matters: (folder: string, name: string) => boolean;
  readonly #onChange: () => void;
  readonly #watchers = new Map<string, { watcher: FSWatcher; inode: number }>();
  #timer: TimerHandle | undefined;

  constructor(clock: Clock, matters: (folder: string, name: string) => boolean, onChange: () => void) {
    this.#clock = clock;
    this.#matters = matters;
    this.#onChange = onChange;
  }

  /** These from now on; those that are not there are tried again the next time. */
  set(folders: Iterable<string>): void {
    const wanted = new Set([...folders].slice(0, MOST_FOLDERS));
    for (const [folder, { inode }] of this.#watchers) {
      if (!wanted.has(folder) || inodeOf(folder) !== inode) this.#forget(folder);
    }
    for (const folder of wanted) if (!this.#watchers.has(folder)) this.#watch(folder);
  }

  close(): void {
    for (const folder of this.#watchers.keys()) this.#forget(folder);
    if (this.#timer !== undefined) this.#clock.clearTimeout(this.#timer);
  }

  #watch(folder: string): void {
    try {
      const watcher = watch(folder, { persistent: false }, (_, name) => {
        if (name === null || this.#matters(folder, name)) this.#soon();
      });
      watcher.on('error', () => this.#forget(folder));
      this.#watchers.set(folder, { watcher, inode: inodeOf(folder) });
    } catch {
      // It is not there, or the system gives no more watchers: the window looks again by itself.
    }
  }

  #forget(folder: string): void {
    this.#watchers.get(folder)?.watcher.close();
    this.#watchers.delete(folder);
  }

  #soon(): void {
    if (this.#timer !== undefined) return;
    this.#timer = this.#clock.setTimeout(() => {
      this.#timer = undefined;
      this.#onChange();
    }, QUIET_MS);
    unref(this.#timer);
  }
}

/** Another one where a folder was made anew under its old name, of which the old watcher tells nothing; 0 for none. */
function inodeOf(folder: string): number {
  return statSync(folder, { throwIfNoEntry: false })?.ino ?? 0;
}
