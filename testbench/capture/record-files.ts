import { type FileHandle, open, rm } from 'node:fs/promises';
import path from 'node:path';

/** What the recorder needs of a file; tests put a full disk in its place. */
export type RecordFile = Pick<FileHandle, 'write' | 'datasync' | 'truncate' | 'close'>;

export interface RecordFilesOptions {
  folder: string;
  maxFiles: number;
  /** Epoch ms, for the names. */
  since: number;
  /** Makes a file; fails with EEXIST where there is one. */
  openNew?: ((file: string) => Promise<RecordFile>) | undefined;
}

/** The files of one recording, one after the other; of them the newest stay. A file that was there is never touched. */
export class RecordFiles {
  readonly #options: RecordFilesOptions;
  readonly #kept: string[] = [];
  #file: RecordFile | undefined;
  #number = 0;
  #length = 0;
  #synced = true;

  constructor(options: RecordFilesOptions) {
    this.#options = options;
  }

  /** Name of the newest. */
  get name(): string {
    return this.#kept.at(-1) ?? '';
  }

  get count(): number {
    return this.#kept.length;
  }

  /** Ends the file there is and makes the next one; the oldest goes where there are too many. */
  async next(): Promise<void> {
    await this.close();
    const { folder, maxFiles, openNew = (file) => open(file, 'wx') } = this.#options;
    for (;;) {
      const name = `${stem(this.#options.since)}-${String(this.#number + 1).padStart(4, '0')}.pcapng`;
      try {
        this.#file = await openNew(path.join(folder, name));
      } catch (error) {
        if (!isExisting(error)) throw error;
        this.#number += 1;
        continue;
      }
      this.#number += 1;
      this.#kept.push(name);
      break;
    }
    this.#length = 0;
    while (this.#kept.length > maxFiles) {
      const oldest = this.#kept.shift() as string;
      // One that cannot be removed is no reason to stop.
      await rm(path.join(folder, oldest), { force: true }).catch(() => undefined);
    }
  }

  /** Writes all or nothing: where the disk takes only a part, that is cut off again and the failure thrown. */
  async write(bytes: Buffer): Promise<void> {
    const file = this.#file;
    if (!file) throw new Error('there is no file');
    try {
      let written = 0;
      while (written < bytes.length) {
        const rest = bytes.length - written;
        written += (await file.write(bytes, written, rest, this.#length + written)).bytesWritten;
      }
    } catch (error) {
      await file.truncate(this.#length).catch(() => undefined);
      throw error;
    }
    this.#length += bytes.length;
    this.#synced = false;
  }

  /** Resolves when the disk has what was written. */
  async sync(): Promise<void> {
    if (this.#synced) return;
    await this.#file?.datasync();
    this.#synced = true;
  }

  async close(): Promise<void> {
    const file = this.#file;
    if (!file) return;
    await this.sync();
    this.#file = undefined;
    await file.close();
  }

  /** Nothing could be written: nothing is left. */
  async abandon(): Promise<void> {
    await this.#file?.close().catch(() => undefined);
    this.#file = undefined;
    for (const name of this.#kept.splice(0)) await rm(path.join(this.#options.folder, name), { force: true });
  }
}

function isExisting(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EEXIST';
}

/** In local time, as people look for it. */
function stem(since: number): string {
  const date = new Date(since);
  const day = `${date.getFullYear()}${two(date.getMonth() + 1)}${two(date.getDate())}`;
  return `vsoa-${day}-${two(date.getHours())}${two(date.getMinutes())}${two(date.getSeconds())}`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
