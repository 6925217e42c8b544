import fs from 'node:fs';
import path from 'node:path';
import { progress } from './progress.mjs';
import { quietly } from './quietly.mjs';

const POLL_MS = 500;
const STALLED_MS = 60_000;

/**
 * Downloads a package of about `size` bytes into `folder` with npm, so that the user's registry and proxy count, and
 * answers its file. Gives up when nothing arrives for 60 s.
 */
export async function npmPack(spec, size, folder) {
  const npm = process.env.npm_execpath ? [process.execPath, process.env.npm_execpath] : ['npm'];
  const cache = path.join(folder, 'npm');
  const [command, ...words] = [
    ...npm,
    'pack',
    spec,
    '--pack-destination',
    folder,
    '--cache',
    cache,
    '--loglevel=error',
  ];
  await watchGrowth(folder, progress(spec, size), (signal) => quietly(command, words, { signal }));
  const tarball = fs.readdirSync(folder).find((name) => name.endsWith('.tgz'));
  if (!tarball) throw new Error('npm pack left no file');
  return path.join(folder, tarball);
}

/** npm tells nothing while it downloads, but its cache grows: that is the progress, and its absence means stalled. */
async function watchGrowth(folder, show, work) {
  const stalled = new AbortController();
  let size = 0;
  let grownAt = Date.now();
  const timer = setInterval(() => {
    const now = folderSize(folder);
    if (now > size) grownAt = Date.now();
    else if (Date.now() - grownAt > STALLED_MS) stalled.abort();
    size = now;
    show(size);
  }, POLL_MS);
  try {
    await work(stalled.signal);
  } catch (error) {
    throw stalled.signal.aborted ? new Error(`nothing arrived for ${STALLED_MS / 1_000} s`) : error;
  } finally {
    clearInterval(timer);
  }
  show(Number.POSITIVE_INFINITY);
}

function folderSize(folder) {
  let size = 0;
  for (const entry of fs.readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    // npm moves its temporary files while we look.
    size += fs.statSync(path.join(entry.parentPath, entry.name), { throwIfNoEntry: false })?.size ?? 0;
  }
  return size;
}
