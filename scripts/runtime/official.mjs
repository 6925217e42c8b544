import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { install } from './cache.mjs';
import { progress } from './progress.mjs';
import { unzip } from './unzip.mjs';

const STALLED_MS = 10_000;
const require = createRequire(import.meta.url);

export function officialVersion() {
  return require('electron/package.json').version;
}

export function officialName(version = officialVersion()) {
  return `official-${version}-${process.platform}-${process.arch}`;
}

/**
 * Downloads the Electron that package.json pins with the electron package's own downloader (its mirror and proxy
 * variables count), checked against the checksums in that package. Gives up when nothing arrives for 10 s.
 */
export async function installOfficial(cache) {
  const version = officialVersion();
  return install(cache, officialName(version), async (draft) => {
    const archive = await download(version);
    await unzip(archive, draft);
  });
}

async function download(version) {
  const { downloadArtifact, initializeProxy } = await electronsOwn('@electron/get');
  if (process.env.ELECTRON_GET_USE_PROXY) initializeProxy();
  const stalled = new AbortController();
  let timer;
  const alive = () => {
    clearTimeout(timer);
    timer = setTimeout(() => stalled.abort(new Error(`nothing arrived for ${STALLED_MS / 1_000} s`)), STALLED_MS);
  };
  let show;
  alive();
  try {
    return await downloadArtifact({
      version,
      artifactName: 'electron',
      platform: process.platform,
      arch: process.arch,
      checksums: require('electron/checksums.json'),
      downloadOptions: {
        quiet: true,
        signal: stalled.signal,
        getProgressCallback: async ({ transferred, total }) => {
          alive();
          show ??= progress(`Electron ${version}`, total);
          show(transferred);
        },
      },
    });
  } finally {
    clearTimeout(timer);
  }
}

/** Imports what the electron package itself depends on, wherever npm put it. */
async function electronsOwn(name) {
  const near = createRequire(require.resolve('electron/package.json'));
  return import(pathToFileURL(path.resolve(near.resolve(name))).href);
}
