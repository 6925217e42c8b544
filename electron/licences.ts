import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Licence } from '../testbench/contract.ts';

/** What the build writes beside each of the three programs. */
const FILES = [
  'electron/licences-electron_main.json',
  'electron/licences-electron_preload.json',
  'renderer/licences-client.json',
];

/** Of each package that is in any program of the app, once; none in development, where nothing was built. */
export async function shippedLicences(dist: string): Promise<Licence[]> {
  const lists = await Promise.all(FILES.map((file) => read(path.join(dist, file))));
  const byName = new Map(lists.flat().map((licence) => [`${licence.name} ${licence.version}`, licence]));
  return [...byName.values()].toSorted((a, b) => a.name.localeCompare(b.name));
}

async function read(file: string): Promise<Licence[]> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Licence[];
  } catch {
    return [];
  }
}
