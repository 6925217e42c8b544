import { constants, type PathLike } from 'node:fs';
import { type FileHandle, open, realpath, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileFailure } from '../capture/failures.ts';
import { BenchFailure } from '../errors.ts';
import { numbered } from './device-name.ts';
import type { Sink } from './intake.ts';

/** As `open` of Node; a test has one whose disk is full. */
export type OpenFile = (file: PathLike, flags: string | number, mode?: number) => Promise<FileHandle>;

/** Of names that are tried where one is taken. */
const TRIES = 1_000;

/** Where a file that is received is to be. */
export interface Destination {
  folder: string;
  /** Of a file in the folder: no path. */
  name: string;
}

/** What is done where there is a file already. */
export type IfExists = 'ask' | 'number' | 'replace';

/**
 * A file on its way: written beside its name as `.part`, and given its name when it is whole and on the disk. A link
 * that lies in the folder is never followed.
 */
export class ReceivedFile implements Sink {
  readonly #handle: FileHandle;
  readonly #folder: string;
  readonly #name: string;
  /** Where it is for now. */
  readonly part: string;
  #bytes = 0;
  #closed: Promise<void> | undefined;

  private constructor(handle: FileHandle, { folder, name }: Destination, part: string) {
    this.#handle = handle;
    this.#folder = folder;
    this.#name = name;
    this.part = part;
  }

  /** `old`: a partial file of ours that is not needed any more. Rejects with `FILE_UNWRITABLE`, `DISK_FULL`. */
  static async create(
    { folder, name }: Destination,
    old: string | null = null,
    openFile: OpenFile = open,
  ): Promise<ReceivedFile> {
    try {
      if (old !== null) await rm(old, { force: true });
      const real = await realpath(folder);
      const destination = { folder: real, name };
      for (let number = 1; number <= TRIES; number++) {
        const part = inside(real, number === 1 ? `${name}.part` : `${name}.${number}.part`);
        const handle = await openNew(part, openFile);
        if (handle) return new ReceivedFile(handle, destination, part);
      }
      throw new BenchFailure('FILE_UNWRITABLE', `there are ${TRIES} partial files of ${name} already`);
    } catch (error) {
      throw fileFailure(error, 'FILE_UNWRITABLE');
    }
  }

  /** That are in it. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Rejects with `DISK_FULL`, `FILE_UNWRITABLE`. */
  async write(bytes: Uint8Array): Promise<void> {
    try {
      for (let at = 0; at < bytes.length; ) {
        const { bytesWritten } = await this.#handle.write(bytes, at, bytes.length - at, this.#bytes);
        at += bytesWritten;
        this.#bytes += bytesWritten;
      }
    } catch (error) {
      throw fileFailure(error, 'FILE_UNWRITABLE');
    }
  }

  /** All of it is on the disk. */
  async finish(): Promise<void> {
    try {
      await this.#handle.sync();
      await this.close();
    } catch (error) {
      throw fileFailure(error, 'FILE_UNWRITABLE');
    }
  }

  /** What is in it stays, save where that is nothing; true: it stays. */
  async abandon(): Promise<boolean> {
    await this.close().catch(() => undefined);
    if (this.#bytes === 0) await rm(this.part, { force: true }).catch(() => undefined);
    return this.#bytes > 0;
  }

  close(): Promise<void> {
    this.#closed ??= this.#handle.close();
    return this.#closed;
  }

  /** Gives it its name, and answers its path; `taken` is the path of another file that keeps it from that. */
  settle(ifExists: IfExists): Promise<Settled> {
    return settle({ folder: this.#folder, name: this.#name }, this.part, ifExists);
  }
}

export type Settled = { path: string } | { taken: string };

/** As `ReceivedFile.settle`, for a partial file that is closed. Rejects with `FILE_UNWRITABLE`, `DISK_FULL`. */
export async function settle({ folder, name }: Destination, part: string, ifExists: IfExists): Promise<Settled> {
  try {
    const whole = inside(folder, name);
    if (ifExists === 'replace') {
      await rename(part, whole);
      return { path: whole };
    }
    for (let number = 1; number <= TRIES; number++) {
      const to = number === 1 ? whole : inside(folder, numbered(name, number));
      // Takes the name first: a rename alone would put itself over a file that came meanwhile.
      const handle = await openNew(to, open);
      if (handle) {
        await handle.close();
        await rename(part, to).catch(async (error: unknown) => {
          await rm(to, { force: true });
          throw error;
        });
        return { path: to };
      }
      if (ifExists === 'ask') return { taken: whole };
    }
    throw new BenchFailure('FILE_UNWRITABLE', `there are ${TRIES} files like ${name} already`);
  } catch (error) {
    throw fileFailure(error, 'FILE_UNWRITABLE');
  }
}

/** Undefined where there is something by that name. */
async function openNew(file: string, openFile: OpenFile): Promise<FileHandle | undefined> {
  try {
    return await openFile(file, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o644);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return undefined;
    throw error;
  }
}

/** Names are made safe before; this is what no name gets past. */
function inside(folder: string, name: string): string {
  const whole = path.join(folder, name);
  if (path.dirname(whole) === path.resolve(folder) && path.basename(whole) === name) return whole;
  throw new BenchFailure('FILE_UNWRITABLE', `${JSON.stringify(name)} is no name of a file in ${folder}`);
}
