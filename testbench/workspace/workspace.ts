import path from 'node:path';
import type { WorkspaceStatus } from '../contract.ts';
import { LOCAL } from './bundle.ts';
import { type Format, KeptFile } from './kept-file.ts';
import { prepareFolder } from './prepare.ts';

export interface WorkspaceOptions {
  /** Without one nothing is saved. */
  folder: string | undefined;
  /** `problems` have changed. */
  onChange: () => void;
  /** Epoch ms. */
  time: () => number;
}

/** The folder in which a bench keeps what it finds again when it is started the next time. */
export class Workspace {
  readonly #options: WorkspaceOptions;
  readonly #files = new Map<string, KeptFile<unknown>>();

  constructor(options: WorkspaceOptions) {
    this.#options = options;
    if (options.folder !== undefined) prepareFolder(options.folder, Date.now());
  }

  /** Undefined: nothing is saved. */
  get folder(): string | undefined {
    return this.#options.folder;
  }

  /** What is wrong with its files, by their names. */
  get problems(): WorkspaceStatus['problems'] {
    return [...this.#files].flatMap(([file, { problem }]) => (problem === null ? [] : [{ file, ...problem }]));
  }

  /** A file in the folder. Each name is asked for once. */
  file<Value>(name: string, format: Format<Value>): KeptFile<Value> {
    const { folder, ...options } = this.#options;
    const shared = !name.startsWith(`${LOCAL}/`);
    const file = new KeptFile({ ...options, path: folder && path.join(folder, name), format, shared });
    this.#files.set(name, file);
    return file;
  }

  /** Resolves when what has changed until now is saved, or could not be. */
  async settled(): Promise<void> {
    await Promise.all([...this.#files.values()].map((file) => file.settled()));
  }

  /** Resolves when all is saved; nothing is saved from then on. */
  async close(): Promise<void> {
    await Promise.all([...this.#files.values()].map((file) => file.close()));
  }
}
