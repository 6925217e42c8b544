import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import { fileFailure } from '../capture/failures.ts';
import { BenchFailure } from '../errors.ts';
import { parsed } from './device-format.ts';

const VERSION = 1;
const KIND = 'vsoa-testbench workspace';
const MAX_FILES = 10_000;
const MAX_BYTES = 67_108_864;
/** What is only of this computer. */
export const LOCAL = 'local';

/** Parts of a path with `/` between them, none of which leads up, hides, or means something to a system. */
const NAME = /^(?!\.)[^/\\:*?"<>|\p{Cc}]{1,255}$/u;
const inside = v.pipe(
  v.string(),
  v.check((name) => name.length <= 1_024 && name.split('/').every((part) => NAME.test(part) && !part.endsWith('.'))),
  // What is there names files that the user has chosen: nobody else may.
  v.check((name) => name.split('/')[0]?.toLowerCase() !== LOCAL),
);
/** The text of a file, or the bytes of one that is no text. */
const content = v.union([v.string(), v.object({ base64: v.pipe(v.string(), v.base64()) })]);
const bundle = v.object({
  kind: v.literal(KIND),
  version: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(VERSION)),
  files: v.record(inside, content),
});

export type Files = ReadonlyMap<string, v.InferOutput<typeof content>>;

/** The files in a folder by their paths, with `/` between the parts; without hidden ones, and without `leftOut`. */
export async function readFiles(folder: string, leftOut?: string): Promise<Files> {
  const found = new Map<string, v.InferOutput<typeof content>>();
  let bytes = 0;
  const walk = async (inFolder: string): Promise<void> => {
    const entries = await readdir(path.join(folder, inFolder), { withFileTypes: true });
    for (const entry of entries.toSorted((one, other) => (one.name < other.name ? -1 : 1))) {
      const name = inFolder === '' ? entry.name : `${inFolder}/${entry.name}`;
      if (!NAME.test(entry.name) || name === leftOut || isPutAside(entry.name)) continue;
      if (entry.isDirectory()) await walk(name);
      else if (entry.isFile()) {
        bytes += (await stat(path.join(folder, name))).size;
        if (found.size >= MAX_FILES || bytes > MAX_BYTES) throw tooMany();
        found.set(name, contentOf(await readFile(path.join(folder, name))));
      }
    }
  };
  try {
    await walk('');
  } catch (error) {
    throw fileFailure(error, 'FILE_UNREADABLE');
  }
  return found;
}

export function writeBundle(files: Files): string {
  return `${JSON.stringify({ kind: KIND, version: VERSION, files: Object.fromEntries(files) }, null, 2)}\n`;
}

/** Throws `NOT_A_WORKSPACE`. */
export function readBundle(text: string, name: string): Files {
  const found = v.safeParse(bundle, parsed(text));
  if (!found.success) throw new BenchFailure('NOT_A_WORKSPACE', `${name}: ${found.issues[0].message}`);
  const files = new Map(Object.entries(found.output.files));
  if (files.size > MAX_FILES) throw tooMany();
  return files;
}

/** Into an empty folder, which is made where there is none. Rejects with `FOLDER_NOT_EMPTY`, `FILE_UNWRITABLE`, `DISK_FULL`. */
export async function unpack(files: Files, folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    if ((await readdir(folder)).length > 0) throw new BenchFailure('FOLDER_NOT_EMPTY', `${folder} is not empty`);
    for (const [name, each] of files) {
      const file = path.join(folder, ...name.split('/'));
      await mkdir(path.dirname(file), { recursive: true });
      const bytes = typeof each === 'string' ? each : Buffer.from(each.base64, 'base64');
      await writeFile(file, bytes, { flag: 'wx', mode: 0o600 });
    }
  } catch (error) {
    throw fileFailure(error, 'FILE_UNWRITABLE');
  }
}

function contentOf(bytes: Buffer): v.InferOutput<typeof content> {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return { base64: bytes.toString('base64') };
  }
}

/** Of a broken file, of one that somebody else wrote, or of one that was being written. */
function isPutAside(name: string): boolean {
  return name.includes('.broken-') || name.includes('.other-') || name.endsWith('.part');
}

function tooMany(): BenchFailure {
  return new BenchFailure('TOO_MANY', `a workspace has at most ${MAX_FILES} files and ${MAX_BYTES} bytes`);
}
