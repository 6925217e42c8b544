import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import { fileFailure } from '../capture/failures.ts';
import { MAX_DEPTH, MAX_REQUESTS } from '../contract/requests.ts';
import type { ChosenFile } from '../contract.ts';
import { BenchFailure } from '../errors.ts';
import { readFiles, unpack } from '../workspace/bundle.ts';
import { parsed } from '../workspace/device-format.ts';
import { makeFolder } from '../workspace/make-folder.ts';
import { cleanName, EXTENSION, FOLDER_FILE, fileNameOf, nameOf } from './names.ts';
import { readRequest, writeRequest } from './request-format.ts';
import { readFolderText } from './scan.ts';

const KIND = 'vsoa-testbench requests';
const VERSION = 1;
export const MAX_COLLECTION_BYTES = 134_217_728;

const schema = v.object({
  kind: v.literal(KIND),
  version: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(VERSION)),
  name: v.string(),
  files: v.record(v.string(), v.unknown()),
});

export interface WrittenCollection {
  text: string;
  requests: number;
}

/** All of a collection as one text, its files as the JSON they are. */
export async function writeCollection(folder: string, name: string): Promise<WrittenCollection> {
  const files: [string, unknown][] = [];
  for (const [file, text] of await readFiles(folder)) {
    // What is broken goes along as it is.
    if (file.endsWith(EXTENSION) && typeof text === 'string') files.push([file, keepsAll(text) ? parsed(text) : text]);
  }
  const text = `${JSON.stringify({ kind: KIND, version: VERSION, name, files: Object.fromEntries(files) }, null, 2)}\n`;
  return { text, requests: files.filter(([file]) => !isFolderFile(file)).length };
}

export interface ReadCollection {
  name: string;
  /** As they are to be written, by their paths. */
  files: Map<string, string>;
  requests: number;
  leftOut: number;
}

/** Throws `NOT_REQUESTS`. Whatever is in the text, the files have names and texts as we would write them. */
export function readCollection(text: string, source: string): ReadCollection {
  const found = v.safeParse(schema, parsed(text));
  if (!found.success) throw new BenchFailure('NOT_REQUESTS', `${source}: ${found.issues[0].message}`);
  const { name, files } = found.output;
  const read: ReadCollection = { name, files: new Map(), requests: 0, leftOut: 0 };
  const folded = new Set<string>();
  for (const [file, content] of Object.entries(files)) {
    const place = safePlace(file);
    const written = place && read.files.size < MAX_REQUESTS ? rewritten(place, content) : undefined;
    if (!place || written === undefined || folded.has(place.toLowerCase())) {
      read.leftOut++;
      continue;
    }
    folded.add(place.toLowerCase());
    read.files.set(place, written);
    if (!isFolderFile(place)) read.requests++;
  }
  return read;
}

/** Calls `take` with a folder full of the files, which it is to move away. */
export async function unpacked(files: Map<string, string>, beside: string, take: (folder: string) => Promise<string>) {
  const folder = path.join(beside, `import-${randomUUID()}`);
  try {
    await makeFolder(beside).catch((error: unknown) => {
      throw fileFailure(error, 'FILE_UNWRITABLE');
    });
    await unpack(files, folder);
    return await take(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Numbers with more digits than a double has would be others afterwards, and so would the lines of a param. */
function keepsAll(text: string): boolean {
  return `${JSON.stringify(parsed(text), null, 2)}\n` === text;
}

const isFolderFile = (file: string): boolean => file.split('/').at(-1) === FOLDER_FILE;

function safePlace(file: string): string | undefined {
  const parts = file.split('/');
  const last = parts.pop() ?? '';
  if (parts.length >= MAX_DEPTH || !last.endsWith(EXTENSION)) return undefined;
  try {
    const folders = parts.map(safeName);
    const own = last === FOLDER_FILE ? last : safeName(last.slice(0, -EXTENSION.length)) + EXTENSION;
    return [...folders, own].join('/');
  } catch {
    return undefined;
  }
}

const safeName = (fileName: string): string => fileNameOf(cleanName(nameOf(fileName)));

function rewritten(place: string, content: unknown): string | undefined {
  const text = typeof content === 'string' ? content : `${JSON.stringify(content, null, 2)}\n`;
  if (isFolderFile(place)) return readFolderText(text).problem ? undefined : text;
  const { value, problem } = readRequest(text, asNamed);
  return value && !problem ? writeRequest(value, ({ path: named }) => named) : undefined;
}

const asNamed = (name: string): ChosenFile => ({ path: name, name, bytes: 0 });
