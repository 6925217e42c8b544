import { cp, lstat, readdir, realpath, rename } from 'node:fs/promises';
import path from 'node:path';
import { fileFailure } from '../capture/failures.ts';
import { MAX_DEPTH, MAX_REQUESTS } from '../contract/requests.ts';
import type { ErrorCode, SavedRequest } from '../contract.ts';
import { BenchFailure } from '../errors.ts';
import { replaceFile } from '../workspace/atomic-file.ts';
import { makeFolder } from '../workspace/make-folder.ts';
import type { DataFiles } from './data-files.ts';
import { VERSION, writeFileText } from './file-text.ts';
import { cleanName, EXTENSION, FOLDER_FILE, fileNameOf, freeName, nameOf } from './names.ts';
import { reorder } from './order.ts';
import { type RequestFile, readRequest, writeRequest } from './request-format.ts';
import { type Entry, isMissing, readPlainFile, type Scan, Scanner } from './scan.ts';
import type { Trash } from './trash.ts';

/**
 * The saved requests in their folder. Every change is one of its files, and the folder is looked at before, and where
 * something was changed after: it is the only truth, whoever else writes there. Methods are to be called one after the
 * other.
 */
export class Collections {
  readonly #root: string;
  readonly #trash: Trash;
  readonly #files: DataFiles;
  readonly #scanner: Scanner;
  #scan: Scan = { entries: [], leftOut: 0 };

  constructor({ root, trash, files }: { root: string; trash: Trash; files: DataFiles }) {
    this.#root = root;
    this.#trash = trash;
    this.#files = files;
    this.#scanner = new Scanner(root);
  }

  /** As of the last look. */
  get scan(): Scan {
    return this.#scan;
  }

  /** All folders there are, whose changes are worth a look. */
  get folders(): string[] {
    return [this.#root, ...this.#scan.entries.filter(isFolder).map(({ id }) => this.#pathOf(id))];
  }

  async look(): Promise<void> {
    this.#scan = await this.#scanner.scan();
  }

  /** Fails with `NO_SUCH_REQUEST`, and with `NEWER_FILE` where nothing of it is understood. */
  async read(id: string): Promise<SavedRequest> {
    const { value, problem } = await this.#read(id);
    if (value) return value.request;
    throw new BenchFailure(problem?.kind === 'newer' ? 'NEWER_FILE' : 'FILE_UNREADABLE', describe(problem));
  }

  /** Over what there is, but not over what another version, or nobody, understands. */
  async save(id: string, request: SavedRequest): Promise<void> {
    const { value, problem } = await this.#read(id);
    if (problem) throw new BenchFailure(problem.kind === 'newer' ? 'NEWER_FILE' : 'FILE_UNREADABLE', describe(problem));
    await this.#write(id, { order: undefined, others: new Map(), ...value, request });
    await this.#lookAround(id);
  }

  async add(parent: string | null, name: string, request: SavedRequest): Promise<string> {
    this.#checkRoom(1);
    const id = await this.#freeId(parent, name, EXTENSION);
    await this.#write(id, { order: undefined, request, others: new Map() });
    return this.#place(id, this.#siblings(parent).length);
  }

  async addFolder(parent: string | null, name: string): Promise<string> {
    this.#checkRoom(1);
    this.#checkDepth(depthOf(parent) + 1);
    const id = await this.#freeId(parent, name, '');
    await this.#makeFolder(id);
    return this.#place(id, this.#siblings(parent).length);
  }

  async rename(id: string, name: string): Promise<string> {
    const entry = this.#get(id);
    if (cleanName(name) === entry.name) return id;
    const to = await this.#freeId(entry.parent, name, extensionOf(entry), id);
    await this.#move(id, to);
    await this.#lookAround(id, to);
    return to;
  }

  /** `to` is a place among what is in the folder without the one that moves. */
  async move(id: string, parent: string | null, to: number): Promise<string> {
    const entry = this.#get(id);
    if (parent !== null && (parent === id || parent.startsWith(`${id}/`))) {
      throw new BenchFailure('INVALID_ARGUMENT', 'a folder cannot be moved into itself');
    }
    if (parent === entry.parent) return this.#place(id, to);
    if (isFolder(entry)) this.#checkDepth(depthOf(parent) + this.#heightOf(entry));
    const target = await this.#freeId(parent, entry.name, extensionOf(entry));
    await this.#move(id, target);
    return this.#place(target, to, id);
  }

  async duplicate(id: string, name: string): Promise<string> {
    const entry = this.#get(id);
    this.#checkRoom(1 + this.#scan.entries.filter((each) => each.id.startsWith(`${id}/`)).length);
    const to = await this.#freeId(entry.parent, name, extensionOf(entry));
    await cp(await this.#safePath(id), await this.#safePath(to), {
      recursive: true,
      errorOnExist: true,
      force: false,
      verbatimSymlinks: true,
      filter: async (from) => !(await lstat(from)).isSymbolicLink(),
    });
    return this.#place(to, this.#siblings(entry.parent).findIndex((each) => each.id === id) + 1);
  }

  async delete(id: string): Promise<void> {
    this.#get(id);
    await this.#trash.take(id, await this.#safePath(id));
    await this.#lookAround(id);
  }

  /** Where it was, in a folder that is made anew where it is gone too. */
  async bringBack(id: string): Promise<string> {
    if (!this.#trash.has(id)) throw gone(id);
    const parts = id.split('/');
    const parent = parts.length > 1 ? parts.slice(0, -1).join('/') : null;
    if (parent !== null) await this.#makeFolder(parent);
    const extension = id.endsWith(EXTENSION) ? EXTENSION : '';
    const name = nameOf((parts.at(-1) as string).slice(0, extension === '' ? undefined : -extension.length));
    const to = await this.#freeId(parent, name, extension);
    await this.#trash.giveBack(id, await this.#safePath(to));
    await this.#lookAround(to);
    return to;
  }

  /** A folder full of files, made elsewhere, becomes a collection, the last one. */
  async take(folder: string, name: string): Promise<string> {
    const to = await this.#freeId(null, name, '');
    await this.#makeFolder(null);
    await rename(folder, this.#pathOf(to));
    return this.#place(to, this.#siblings(null).length);
  }

  #get(id: string): Entry {
    const found = this.#scan.entries.find((entry) => entry.id === id);
    if (!found) throw gone(id);
    return found;
  }

  #siblings(parent: string | null): Entry[] {
    return this.#scan.entries.filter((entry) => entry.parent === parent);
  }

  async #read(id: string) {
    if (isFolder(this.#get(id))) throw new BenchFailure('INVALID_ARGUMENT', `${id} is a folder`);
    const text = await asFailure(readPlainFile(await this.#safePath(id)), id, 'FILE_UNREADABLE');
    return readRequest(text, (file) => this.#files.fileAt(file));
  }

  async #write(id: string, file: RequestFile): Promise<void> {
    const text = writeRequest(file, (chosen) => this.#files.nameOf(chosen));
    await asFailure(replaceFile(await this.#safePath(id), text), id, 'FILE_UNWRITABLE');
  }

  async #move(id: string, to: string): Promise<void> {
    await asFailure(rename(await this.#safePath(id), await this.#safePath(to)), id, 'FILE_UNWRITABLE');
  }

  /** As `look`, of the folders in which these are, or were: what changed elsewhere meanwhile is seen with the next look. */
  async #lookAround(...ids: string[]): Promise<void> {
    this.#scan = await this.#scanner.scan(new Set(ids.flatMap(foldersAround)));
  }

  /**
   * Gives the order that puts it at this place among its siblings, and those the order that need one for that. `from`:
   * where it was.
   */
  async #place(id: string, at: number, from = id): Promise<string> {
    await this.#lookAround(id, from);
    const moved = this.#get(id);
    const siblings = this.#siblings(moved.parent).filter((entry) => entry.id !== id);
    const place = Math.min(at, siblings.length);
    const list = siblings.toSpliced(place, 0, { ...moved, order: undefined });
    const orders = reorder(
      list.map((entry) => entry.order),
      place,
    );
    for (const [index, order] of orders) await this.#setOrder(list[index] as Entry, order);
    await this.#lookAround(id);
    return id;
  }

  async #setOrder(entry: Entry, order: string): Promise<void> {
    if (isFolder(entry)) {
      const text = writeFileText([
        ['version', JSON.stringify(VERSION)],
        ['order', JSON.stringify(order)],
      ]);
      const file = path.join(await this.#safePath(entry.id), FOLDER_FILE);
      await asFailure(replaceFile(file, text), entry.id, 'FILE_UNWRITABLE');
      return;
    }
    const { value, problem } = await this.#read(entry.id);
    // What is not understood stays as it is, and where it is.
    if (value && !problem) await this.#write(entry.id, { ...value, order });
  }

  /** The id of a name that is free in a folder; `except` may have it. */
  async #freeId(parent: string | null, name: string, extension: string, except?: string): Promise<string> {
    const clean = cleanName(name);
    if (parent !== null && !isFolder(this.#get(parent))) throw new BenchFailure('INVALID_ARGUMENT', 'no folder');
    const folder = parent === null ? this.#root : await this.#safePath(parent);
    const there = await readdir(folder).catch((error: unknown) => {
      if (isMissing(error)) return [];
      throw fileFailure(error, 'FILE_UNREADABLE');
    });
    const own = except?.split('/').at(-1);
    const taken = there.filter((file) => file !== own).map((file) => nameOf(withoutExtension(file)));
    const fileName = fileNameOf(cleanName(freeName(clean, taken))) + extension;
    return parent === null ? fileName : `${parent}/${fileName}`;
  }

  #checkRoom(more: number): void {
    if (this.#scan.entries.length + more <= MAX_REQUESTS) return;
    throw new BenchFailure('TOO_MANY', `there are at most ${MAX_REQUESTS} requests and folders`);
  }

  #checkDepth(depth: number): void {
    if (depth <= MAX_DEPTH) return;
    throw new BenchFailure('TOO_MANY', `at most ${MAX_DEPTH} folders are in each other`);
  }

  /** How many folders are in each other, with this one. */
  #heightOf({ id }: Entry): number {
    const inside = this.#scan.entries.filter((entry) => isFolder(entry) && entry.id.startsWith(`${id}/`));
    return 1 + Math.max(0, ...inside.map((entry) => depthOf(entry.id) - depthOf(id)));
  }

  /** Null: the folder of all. */
  async #makeFolder(id: string | null): Promise<void> {
    const folder = id === null ? this.#root : this.#pathOf(id);
    await makeFolder(folder, 1 + depthOf(id)).catch((error: unknown) => {
      throw fileFailure(error, 'FILE_UNWRITABLE');
    });
  }

  #pathOf(id: string): string {
    return path.join(this.#root, ...id.split('/'));
  }

  /** The path of what is, or will be, in the folder of all: somebody may have put a link in the way since we looked. */
  async #safePath(id: string): Promise<string> {
    const whole = this.#pathOf(id);
    const folder = path.dirname(whole);
    await this.#makeFolder(null);
    const root = await realpath(this.#root);
    const wanted = path.join(root, path.relative(this.#root, folder));
    const real = await asFailure(realpath(folder), id, 'FILE_UNREADABLE');
    if (real === wanted) return whole;
    throw new BenchFailure('FILE_UNWRITABLE', `${folder} is behind a link, which leads to ${real}`);
  }
}

const isFolder = (entry: Entry): boolean => entry.request === undefined;
const extensionOf = (entry: Entry): string => (isFolder(entry) ? '' : EXTENSION);
const depthOf = (id: string | null): number => (id === null ? 0 : id.split('/').length);
/** Null: the folder of all. */
const foldersAround = (id: string): (string | null)[] =>
  id.split('/').map((_, depth, parts) => (depth === 0 ? null : parts.slice(0, depth).join('/')));

const gone = (id: string): BenchFailure => new BenchFailure('NO_SUCH_REQUEST', `there is no ${id} any more`);

function withoutExtension(file: string): string {
  return file.endsWith(EXTENSION) ? file.slice(0, -EXTENSION.length) : file;
}

function describe(problem: { kind: string; message?: string; line?: number } | null): string {
  return (
    problem?.message ?? `the file is ${problem?.kind ?? 'empty'}${problem?.line ? ` in line ${problem.line}` : ''}`
  );
}

async function asFailure<T>(work: Promise<T>, id: string, otherwise: ErrorCode): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw isMissing(error) ? gone(id) : fileFailure(error, otherwise);
  }
}
