import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { copyFile, link, lstat, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileFailure } from '../capture/failures.ts';
import { MAX_SCENARIO, MAX_SCENARIOS } from '../contract/mocks.ts';
import type { BenchError } from '../contract.ts';
import { BenchFailure, toBenchError } from '../errors.ts';
import { cleanName, fileNameOf, freeName, nameOf } from '../requests/names.ts';
import { Trash } from '../requests/trash.ts';
import { loadScenarioInTurns } from '../scenario/file/load.ts';
import type { MadeFile } from '../scenario/from-reality/made.ts';
import type { LoadedScenario } from '../scenario/types.ts';
import { replaceFile } from '../workspace/atomic-file.ts';
import type { FileBeside } from './files-beside.ts';

/** A scenario file as it was the last time we looked. */
export interface ScenarioFile {
  /** Its name in the folder of all, below at most one other folder, or its whole path where it lies elsewhere. */
  id: string;
  path: string;
  place: 'workspace' | 'elsewhere';
  /** '' where it cannot be read. */
  revision: string;
  error: BenchError | null;
  loaded: LoadedScenario;
}

type Known = ScenarioFile & { stamp: string };

export const EXTENSION = /\.(?:yaml|yml|json)$/i;
/** A JSON file beside is one of these only where it says so. */
const IS_SCENARIO = /"scenario"\s*:/;
/** Bytes; a character has at most three of them. */
const MAX_BYTES = 3 * MAX_SCENARIO;
const nothing: LoadedScenario = { spec: null, problems: [] };
const collator = new Intl.Collator(undefined, { numeric: true });

/** The scenario files of a workspace, and those that were opened elsewhere. Whoever else writes to them is seen by `look`. */
export class ScenarioFiles {
  readonly folder: string;
  readonly #trash: Trash;
  #elsewhere: string[];
  #known = new Map<string, Known>();
  #folders: string[] = [];
  leftOut = 0;

  constructor(folder: string, trash: string, elsewhere: string[]) {
    this.folder = folder;
    this.#trash = new Trash(trash);
    this.#elsewhere = elsewhere;
  }

  /** Those of the workspace by their names, then those elsewhere in the order in which they were opened. */
  get list(): readonly ScenarioFile[] {
    return [...this.#known.values()];
  }

  /** In which these files lie. */
  get folders(): string[] {
    return [this.folder, ...this.#folders, ...this.#elsewhere.map((file) => path.dirname(file))];
  }

  get elsewhere(): readonly string[] {
    return this.#elsewhere;
  }

  /** Throws `NO_SUCH_SCENARIO`. */
  get(id: string): ScenarioFile {
    const found = this.#known.get(id);
    if (!found) throw new BenchFailure('NO_SUCH_SCENARIO', `there is no scenario ${id}`);
    return found;
  }

  /** Reads those that have changed since the last time. Rejects with the error of the system where the folder cannot be read. */
  async look(): Promise<void> {
    const names = (await this.#names()).toSorted(collator.compare);
    this.#folders = [...new Set(names.map((name) => path.dirname(path.join(this.folder, name))))];
    const ids = [
      ...names.map((name) => ({ id: name, file: path.join(this.folder, name), place: 'workspace' as const })),
      ...this.#elsewhere.map((file) => ({ id: file, file, place: 'elsewhere' as const })),
    ];
    const known = new Map<string, Known>();
    this.leftOut = 0;
    for (const { id, file, place } of ids) {
      // oxlint-disable-next-line no-await-in-loop -- so that no more than one of them is in memory
      const found = await this.#read(id, file, place);
      if (found === undefined) continue;
      if (known.size >= MAX_SCENARIOS) this.leftOut++;
      else known.set(id, found);
    }
    this.#known = known;
  }

  async text(id: string): Promise<{ text: string; revision: string }> {
    const text = await readFile(this.get(id).path);
    return { text, revision: revisionOf(text) };
  }

  /** Rejects with `FILE_CHANGED` where the file has another revision; null writes over it. */
  async save(id: string, text: string, revision: string | null): Promise<void> {
    const file = this.get(id);
    if (revision !== null) {
      const there = await readFile(file.path).catch(() => null);
      if (there !== null && revisionOf(there) !== revision) {
        throw new BenchFailure('FILE_CHANGED', `${file.path} has been changed since it was read`);
      }
    }
    await writing(replaceFile(file.path, text));
  }

  /** Into the folder; a name that is taken gets a number. Answers its id. */
  async add(name: string, text: string, extension: 'yaml' | 'json'): Promise<string> {
    const clean = cleanName(name);
    return writing(
      (async () => {
        await mkdir(this.folder, { recursive: true });
        const fileName = `${fileNameOf(freeName(clean, await taken(this.folder)))}.${extension}`;
        await replaceFile(path.join(this.folder, fileName), text);
        return fileName;
      })(),
    );
  }

  /** With files that it names, in a folder of its own, of which nothing stays where one cannot be written. Answers its id. */
  async addWith(
    name: string,
    text: string,
    files: readonly (MadeFile | FileBeside)[],
    extension: 'yaml' | 'json' = 'yaml',
  ): Promise<string> {
    if (files.length === 0) return this.add(name, text, extension);
    return writing(
      (async () => {
        await mkdir(this.folder, { recursive: true });
        const own = fileNameOf(freeName(cleanName(name), await taken(this.folder)));
        const folder = path.join(this.folder, own);
        try {
          for (const file of files) {
            const to = path.join(folder, ...file.name.split(/[/\\]/u));
            // oxlint-disable-next-line no-await-in-loop -- they may be large
            await mkdir(path.dirname(to), { recursive: true });
            // oxlint-disable-next-line no-await-in-loop -- as above
            await ('bytes' in file ? replaceFile(to, file.bytes) : copyFile(file.path, to, constants.COPYFILE_FICLONE));
          }
          await replaceFile(path.join(folder, `${own}.${extension}`), text);
        } catch (error) {
          await rm(folder, { recursive: true, force: true });
          throw error;
        }
        return `${own}/${own}.${extension}`;
      })(),
    );
  }

  /** Answers its new id. Rejects with `INVALID_NAME` where the name is taken. */
  async rename(id: string, name: string): Promise<string> {
    const file = this.get(id);
    const extension = path.extname(file.path);
    const to = path.join(path.dirname(file.path), `${fileNameOf(cleanName(name.replace(EXTENSION, '')))}${extension}`);
    if (to === file.path) return id;
    await writing(renamed(file.path, to));
    if (file.place === 'workspace') return this.#idOf(to);
    this.#elsewhere = this.#elsewhere.map((each) => (each === file.path ? to : each));
    return to;
  }

  /** One elsewhere is forgotten only. */
  async delete(id: string): Promise<void> {
    const file = this.get(id);
    if (file.place === 'elsewhere') this.#elsewhere = this.#elsewhere.filter((each) => each !== file.path);
    else await writing(this.#trash.take(id, file.path));
  }

  async bringBack(id: string): Promise<string> {
    if (!this.#trash.has(id)) {
      if (!path.isAbsolute(id)) throw new BenchFailure('NO_SUCH_SCENARIO', `${id} was not deleted`);
      return this.open(id);
    }
    return writing(
      (async () => {
        const folder = path.join(this.folder, path.dirname(id));
        await mkdir(folder, { recursive: true });
        const name = nameOf(path.basename(id).replace(EXTENSION, ''));
        const to = path.join(folder, `${fileNameOf(freeName(name, await taken(folder)))}${path.extname(id)}`);
        await this.#trash.giveBack(id, to);
        return this.#idOf(to);
      })(),
    );
  }

  /** To be called only with what the user has chosen, now or before. */
  open(file: string): string {
    const whole = path.resolve(file);
    const inside = this.#idOf(whole);
    if (this.#known.has(inside) || path.dirname(whole) === this.folder) return inside;
    if (!this.#elsewhere.includes(whole)) this.#elsewhere = [...this.#elsewhere, whole];
    return whole;
  }

  /** What was deleted cannot be brought back any more. */
  emptyTrash(): Promise<void> {
    return this.#trash.empty();
  }

  async #names(): Promise<string[]> {
    try {
      const found = await readdir(this.folder, { withFileTypes: true });
      const folders = found.filter((each) => each.isDirectory() && !each.name.startsWith('.')).slice(0, MAX_SCENARIOS);
      const inside = await Promise.all(
        folders.map(async ({ name }) => (await readdir(path.join(this.folder, name))).map((file) => `${name}/${file}`)),
      );
      const names = [...found.filter((each) => !each.isDirectory()).map(({ name }) => name), ...inside.flat()];
      return names.filter((name) => EXTENSION.test(name) && !path.basename(name).startsWith('.'));
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
      throw error;
    }
  }

  #idOf(file: string): string {
    return path.relative(this.folder, file).split(path.sep).join('/');
  }

  async #read(id: string, file: string, place: ScenarioFile['place']): Promise<Known | undefined> {
    const before = this.#known.get(id);
    try {
      const { mtimeNs, ctimeNs, size, ino } = await lstat(file, { bigint: true });
      const stamp = `${mtimeNs} ${ctimeNs} ${size} ${ino}`;
      if (before?.stamp === stamp) return before;
      const text = await readFile(file);
      if (place === 'workspace' && /\.json$/i.test(file) && !IS_SCENARIO.test(text)) return undefined;
      const revision = revisionOf(text);
      const loaded =
        before?.revision === revision ? before.loaded : await loadScenarioInTurns(text, path.basename(file));
      return { id, path: file, place, revision, error: null, loaded, stamp };
    } catch (error) {
      const told = toBenchError(fileFailure(error, 'FILE_UNREADABLE'));
      return { id, path: file, place, revision: '', error: told, loaded: before?.loaded ?? nothing, stamp: '' };
    }
  }
}

export function revisionOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

/** Names that files and folders have. */
async function taken(folder: string): Promise<string[]> {
  return (await readdir(folder)).map((each) => nameOf(each.replace(EXTENSION, '')));
}

/** Follows no link, and waits for no pipe. Rejects with `FILE_UNREADABLE`. */
async function readFile(file: string): Promise<string> {
  try {
    const handle = await open(file, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
    try {
      const info = await handle.stat();
      if (!info.isFile()) throw new Error('it is no regular file');
      if (info.size > MAX_BYTES) throw new Error(`it has ${info.size} bytes, more than ${MAX_BYTES}`);
      const text = (await handle.readFile('utf8')).replace(/^\uFEFF/, '');
      if (text.length > MAX_SCENARIO) throw new Error(`it has ${text.length} characters, more than ${MAX_SCENARIO}`);
      return text;
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw fileFailure(error, 'FILE_UNREADABLE');
  }
}

/** Never in place of another file, save under another case of its own name. */
async function renamed(from: string, to: string): Promise<void> {
  if (from.toLowerCase() === to.toLowerCase()) {
    await rename(from, to);
    return;
  }
  try {
    await link(from, to);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    throw new BenchFailure('INVALID_NAME', `there is a ${path.basename(to)} already`);
  }
  await rm(from);
}

async function writing<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw fileFailure(error, 'FILE_UNWRITABLE');
  }
}
