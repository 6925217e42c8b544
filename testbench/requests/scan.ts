import { constants } from 'node:fs';
import { lstat, open, readdir } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import { MAX_DEPTH, MAX_REQUESTS } from '../contract/requests.ts';
import type { RequestProblem } from '../contract.ts';
import { readFileText } from './file-text.ts';
import { EXTENSION, FOLDER_FILE, nameOf } from './names.ts';
import { ORDER } from './order.ts';
import { readRequest } from './request-format.ts';

/** A folder or request as it lies in the folder of all; its id is its path there, with `/` between the parts. */
export interface Entry {
  id: string;
  parent: string | null;
  name: string;
  order: string | undefined;
  /** Undefined for a folder. */
  request: About | undefined;
}

interface About {
  method: 'GET' | 'SET' | null;
  url: string | null;
  problem: RequestProblem | null;
  /** Another one when the file has changed. */
  revision: string;
}

export interface Scan {
  /** Each folder right before what is in it. */
  entries: Entry[];
  leftOut: number;
}

type Known = About & { order: string | undefined };
type Understood = Omit<Known, 'revision'>;
type Listed = Entry & { fileName: string };

/** Of one file, and of all together. */
const MAX_FILE_BYTES = 8_388_608;
const MAX_BYTES = 268_435_456;
const ATTEMPTS = 3;

const folderFile = v.object({ version: v.number(), order: v.optional(v.pipe(v.string(), v.regex(ORDER))) });

/** What a look has found, for the next one. */
interface Seen {
  files: ReadonlyMap<string, Known>;
  /** What is in each folder; null: in the folder of all. */
  folders: ReadonlyMap<string | null, Listed[]>;
}

/** Looks at the files of a folder, and reads only those that have changed since the last time. */
export class Scanner {
  readonly #root: string;
  #seen: Seen = { files: new Map(), folders: new Map() };

  constructor(root: string) {
    this.#root = root;
  }

  /**
   * Without the folder there is nothing. With `only` the folders that are not in it are taken to be as they were the
   * last time. Rejects with the error of the system where it cannot be read.
   */
  async scan(only?: ReadonlySet<string | null>): Promise<Scan> {
    for (let attempt = 1; ; attempt++) {
      try {
        const pass = new Pass(this.#root, this.#seen, attempt === 1 ? only : undefined);
        const scan = await pass.run();
        this.#seen = pass;
        return scan;
      } catch (error) {
        // A folder in it has gone while we looked.
        if (!isMissing(error)) throw error;
        if (!(await isThere(this.#root)) || attempt === ATTEMPTS) return { entries: [], leftOut: 0 };
      }
    }
  }
}

class Pass implements Seen {
  readonly files: Map<string, Known>;
  readonly folders = new Map<string | null, Listed[]>();
  readonly #root: string;
  readonly #before: Seen;
  readonly #only: ReadonlySet<string | null> | undefined;
  readonly #scan: Scan = { entries: [], leftOut: 0 };
  #bytes = 0;

  constructor(root: string, before: Seen, only: ReadonlySet<string | null> | undefined) {
    this.#root = root;
    this.#before = before;
    this.#only = only;
    // What is gone meanwhile is forgotten with the next look at all.
    this.files = new Map(only && before.files);
  }

  async run(): Promise<Scan> {
    await this.#folder(null, 0);
    return this.#scan;
  }

  async #folder(id: string | null, depth: number): Promise<void> {
    const { entries } = this.#scan;
    const listed = (this.#only?.has(id) === false && this.#before.folders.get(id)) || (await this.#list(id));
    this.folders.set(id, listed);
    for (const entry of listed) {
      const isFolder = entry.request === undefined;
      if (entries.length >= MAX_REQUESTS || (isFolder && depth >= MAX_DEPTH)) this.#scan.leftOut++;
      else {
        const { fileName: _, ...rest } = entry;
        entries.push(rest);
        if (isFolder) await this.#folder(entry.id, depth + 1);
      }
    }
  }

  async #list(parent: string | null): Promise<Listed[]> {
    const found = await readdir(path.join(this.#root, ...(parent?.split('/') ?? [])), { withFileTypes: true });
    const listed = await Promise.all(
      found.map(async (each): Promise<Listed | undefined> => {
        const { name: fileName } = each;
        if (fileName.startsWith('.') || fileName === FOLDER_FILE) return undefined;
        const id = parent === null ? fileName : `${parent}/${fileName}`;
        if (each.isDirectory()) {
          const { order } = await this.#read(`${id}/${FOLDER_FILE}`, readFolder);
          return { id, parent, fileName, name: nameOf(fileName), order, request: undefined };
        }
        if (!fileName.endsWith(EXTENSION)) return undefined;
        const { order, ...request } = await this.#read(id, readAbout);
        const name = nameOf(fileName.slice(0, -EXTENSION.length));
        return { id, parent, fileName, name, order, request };
      }),
    );
    return listed.filter((each) => each !== undefined).toSorted(byPlace);
  }

  async #read(id: string, understand: (text: string) => Understood): Promise<Known> {
    const known = await this.#readAnew(id, understand);
    this.files.set(id, known);
    return known;
  }

  async #readAnew(id: string, understand: (text: string) => Understood): Promise<Known> {
    const file = path.join(this.#root, ...id.split('/'));
    try {
      const info = await lstat(file, { bigint: true });
      const { mtimeNs, ctimeNs, size, ino } = info;
      const revision = `${mtimeNs} ${ctimeNs} ${size} ${ino}`;
      const before = this.#before.files.get(id);
      if (before?.revision === revision) return before;
      if (info.isSymbolicLink()) return refused('it is a link, and links are not followed');
      this.#bytes += Number(size);
      if (size > MAX_FILE_BYTES || this.#bytes > MAX_BYTES) return refused(`it has ${size} bytes, which is too much`);
      return { ...understand(await readPlainFile(file)), revision };
    } catch (error) {
      return refused(error instanceof Error ? error.message : String(error));
    }
  }
}

export const readFolderText = (text: string) => readFileText(text, folderFile);

/** Follows no link, and waits for no pipe. Rejects with the error of the system. */
export async function readPlainFile(file: string): Promise<string> {
  const handle = await open(file, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
  try {
    const info = await handle.stat();
    if (!info.isFile()) throw new Error('it is no regular file');
    if (info.size > MAX_FILE_BYTES) throw new Error(`it has ${info.size} bytes, more than ${MAX_FILE_BYTES}`);
    return await handle.readFile('utf8');
  } finally {
    await handle.close();
  }
}

export function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}

function refused(message: string): Known {
  return { order: undefined, method: null, url: null, problem: { kind: 'unreadable', message }, revision: '' };
}

function readAbout(text: string): Understood {
  const { value, problem } = readRequest(text, (file) => ({ path: file, name: file, bytes: 0 }));
  return {
    order: value?.order,
    method: value?.request.draft.method ?? null,
    url: value?.request.draft.url ?? null,
    problem,
  };
}

/** A folder is there, whatever is in its file. */
function readFolder(text: string): Understood {
  return { order: readFolderText(text).value?.output.order, method: null, url: null, problem: null };
}

const collator = new Intl.Collator(undefined, { numeric: true });

function byPlace(one: Listed, other: Listed): number {
  if (one.order !== other.order) {
    if (one.order === undefined) return 1;
    if (other.order === undefined) return -1;
    return one.order < other.order ? -1 : 1;
  }
  const foldersFirst = Number(one.request !== undefined) - Number(other.request !== undefined);
  return (
    (one.order === undefined && foldersFirst) || collator.compare(one.name, other.name) || (one.id < other.id ? -1 : 1)
  );
}

async function isThere(folder: string): Promise<boolean> {
  return lstat(folder).then(
    () => true,
    () => false,
  );
}
