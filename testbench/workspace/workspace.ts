import path from 'node:path';
import type { Clock } from '@vsoa-testbench/core';
import type { WorkspaceStatus } from '../contract.ts';
import { FolderWatch } from '../requests/watch.ts';
import { LOCAL } from './bundle.ts';
import { type Format, KeptFile } from './kept-file.ts';
import { prepareFolder } from './prepare.ts';

export interface WorkspaceOptions {
  /** Without one nothing is saved. */
  folder: string | undefined;
  /** `problems` have changed. */
  onChange: () => void;
  clock: Clock;
}

/** The folder in which a bench keeps what it finds again when it is started the next time. */
export class Workspace {
  readonly #options: WorkspaceOptions;
  readonly #files = new Map<string, KeptFile<unknown>>();
  /** Look at the files of others, by their names. */
  readonly #lookers = new Map<string, () => void>();
  readonly #watch: FolderWatch;

  constructor(options: WorkspaceOptions) {
    this.#options = options;
    if (options.folder !== undefined) prepareFolder(options.folder, Date.now());
    this.#watch = new FolderWatch(
      options.clock,
      (_, name) => this.#lookers.has(name),
      () => this.look(),
    );
  }

  /** Undefined: nothing is saved. */
  get folder(): string | undefined {
    return this.#options.folder;
  }

  /** What is wrong with its files, by their names. */
  get problems(): WorkspaceStatus['problems'] {
    return [...this.#files].flatMap(([file, { problem }]) => (problem === null ? [] : [{ file, ...problem }]));
  }

  /** A file in the folder. Each name is asked for once. `onOther` is called with what somebody else has written to it. */
  file<Value>(name: string, format: Format<Value>, onOther?: (value: Value) => void): KeptFile<Value> {
    const { folder, onChange, clock } = this.#options;
    const shared = !name.startsWith(`${LOCAL}/`);
    const time = () => clock.time();
    const file = new KeptFile({ onChange, time, path: folder && path.join(folder, name), format, shared });
    this.#files.set(name, file);
    if (onOther && folder !== undefined) {
      this.#lookers.set(name, () => {
        const value = file.look();
        if (value !== undefined) onOther(value);
      });
      this.#watch.set([folder]);
    }
    return file;
  }

  /** Takes over what others have written since; done by itself where the system tells of it. */
  look(): void {
    if (this.folder !== undefined) this.#watch.set([this.folder]);
    for (const look of this.#lookers.values()) look();
  }

  /** Resolves when what has changed until now is saved, or could not be. */
  async settled(): Promise<void> {
    await Promise.all([...this.#files.values()].map((file) => file.settled()));
  }

  /** Resolves when all is saved; nothing is saved from then on. */
  async close(): Promise<void> {
    this.#watch.close();
    this.#lookers.clear();
    await Promise.all([...this.#files.values()].map((file) => file.close()));
  }
}
