import fs from 'node:fs';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import yauzl from 'yauzl';

const TYPE = 0o170000;
const SYMLINK = 0o120000;

/** Unpacks a zip with its file modes and symbolic links. `rename` answers an entry's new name, or null to leave it out. */
export async function unzip(archive, folder, rename = (name) => name) {
  const zip = await yauzl.openPromise(archive);
  for await (const entry of zip.eachEntry()) {
    const name = rename(entry.fileName);
    if (name === null || name === '') continue;
    await unpackEntry(zip, entry, inside(folder, name));
  }
}

async function unpackEntry(zip, entry, place) {
  if (entry.fileName.endsWith('/')) {
    fs.mkdirSync(place, { recursive: true });
    return;
  }
  fs.mkdirSync(path.dirname(place), { recursive: true });
  const mode = entry.externalFileAttributes >>> 16;
  const content = await zip.openReadStreamPromise(entry);
  if ((mode & TYPE) === SYMLINK) fs.symlinkSync((await buffer(content)).toString(), place);
  else await pipeline(content, fs.createWriteStream(place, { mode: mode & 0o777 || 0o644 }));
}

function inside(folder, name) {
  const place = path.resolve(folder, name);
  if (!place.startsWith(path.resolve(folder) + path.sep))
    throw new Error(`The archive names a file outside itself: ${name}`);
  return place;
}
