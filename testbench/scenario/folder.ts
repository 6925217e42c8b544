import { closeSync, constants, fstatSync, openSync, readFileSync, realpathSync } from 'node:fs';
import { type FileHandle, mkdir, open, realpath } from 'node:fs/promises';
import path from 'node:path';
import { BenchFailure } from '../errors.ts';
import type { Destination } from '../streams/received-file.ts';

/** Where streams that are received are written. */
const RECEIVED = 'received';

/** The files that a scenario may name: those in its folder and below, wherever links lead. */
export class ScenarioFolder {
  readonly #folder: string | null;

  /** Null: the scenario has no folder, and may name no files. */
  constructor(folder: string | null) {
    this.#folder = folder;
  }

  /** Throws `FILE_UNREADABLE`. */
  read(file: string, mostBytes: number): Buffer {
    return tried(file, 'FILE_UNREADABLE', () => {
      const real = realpathSync(this.#pathOf(file));
      this.#checkInside(real, realpathSync(this.#pathOf('.')));
      const handle = openSync(real, constants.O_RDONLY | nonBlocking);
      try {
        const stat = fstatSync(handle);
        if (!stat.isFile()) throw new Error('it is no file');
        if (stat.size > mostBytes) throw new Error(`it has ${stat.size} bytes, and may have ${mostBytes}`);
        return readFileSync(handle);
      } finally {
        closeSync(handle);
      }
    });
  }

  /** Its true path. Rejects with `FILE_UNREADABLE`. */
  async find(file: string): Promise<string> {
    const handle = await this.open(file);
    await handle.close();
    return realpath(this.#pathOf(file));
  }

  /** For a file of any size. Rejects with `FILE_UNREADABLE`. */
  async open(file: string): Promise<FileHandle> {
    return triedLater(file, 'FILE_UNREADABLE', async () => {
      const real = await realpath(this.#pathOf(file));
      this.#checkInside(real, await realpath(this.#pathOf('.')));
      const handle = await open(real, constants.O_RDONLY | nonBlocking);
      const stat = await handle.stat();
      if (stat.isFile()) return handle;
      await handle.close();
      throw new Error('it is no file');
    });
  }

  /** Where what is received as `file` is to be written, in a folder that is there then. Rejects with `FILE_UNWRITABLE`. */
  async placeFor(file: string): Promise<Destination> {
    return triedLater(file, 'FILE_UNWRITABLE', async () => {
      const target = this.#pathOf(path.join(RECEIVED, file));
      await mkdir(path.dirname(target), { recursive: true });
      const folder = await realpath(path.dirname(target));
      this.#checkInside(folder, await realpath(this.#pathOf('.')));
      return { folder, name: path.basename(target) };
    });
  }

  #pathOf(file: string): string {
    if (this.#folder === null)
      throw new Error('the scenario is no file, and so there is no folder that it could be in');
    const parts = file.split(/[/\\]/u);
    if (path.isAbsolute(file) || path.win32.isAbsolute(file) || parts.includes('..') || file.includes('\0')) {
      throw new Error('files are named from the folder of the scenario on, without ..');
    }
    return path.join(this.#folder, ...parts);
  }

  #checkInside(real: string, folder: string): void {
    if (real !== folder && !real.startsWith(folder.endsWith(path.sep) ? folder : folder + path.sep)) {
      throw new Error('a link leads out of the folder of the scenario');
    }
  }
}

/** A pipe would let the bench wait for ever; Windows has none of that kind. */
const nonBlocking: number = constants.O_NONBLOCK ?? 0;

type FileCode = 'FILE_UNREADABLE' | 'FILE_UNWRITABLE';

function tried<T>(file: string, code: FileCode, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw failure(file, code, error);
  }
}

async function triedLater<T>(file: string, code: FileCode, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw failure(file, code, error);
  }
}

function failure(file: string, code: FileCode, cause: unknown): BenchFailure {
  const reason = cause instanceof Error ? cause.message : String(cause);
  const what = code === 'FILE_UNREADABLE' ? 'read' : 'written';
  return new BenchFailure(code, `${file} cannot be ${what}: ${reason}`, { subject: file, cause });
}
