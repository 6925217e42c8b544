import { randomUUID } from 'node:crypto';
import { rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { makeFolder } from '../workspace/make-folder.ts';

const MOST = 20;
/** Folders that are made where they are not there. */
const LEVELS = 2;

/** Where files go that were deleted, until the bench is closed: the last 20 can be brought back. */
export class Trash {
  readonly #folder: string;
  /** Where each lies, by where it was; the last one deleted last. */
  readonly #deleted = new Map<string, string>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  async take(id: string, file: string): Promise<void> {
    await makeFolder(this.#folder, LEVELS);
    const there = path.join(this.#folder, randomUUID());
    await rename(file, there);
    const [first] = this.#deleted.keys();
    this.#deleted.delete(id);
    this.#deleted.set(id, there);
    if (this.#deleted.size > MOST && first !== undefined) {
      await rm(this.#deleted.get(first) ?? there, { recursive: true, force: true });
      this.#deleted.delete(first);
    }
  }

  has(id: string): boolean {
    return this.#deleted.has(id);
  }

  async giveBack(id: string, to: string): Promise<void> {
    const there = this.#deleted.get(id);
    if (there === undefined) return;
    await rename(there, to);
    this.#deleted.delete(id);
  }

  /** What is in it cannot be brought back any more. */
  async empty(): Promise<void> {
    this.#deleted.clear();
    await rm(this.#folder, { recursive: true, force: true });
  }
}
