import { existsSync } from 'node:fs';
import path from 'node:path';
import { Arch } from 'electron-builder';

/** What is built for each platform, in the builder's words; without a choice all but the folder. */
export const TARGETS = {
  linux: ['dir', 'tar.gz', 'deb', 'AppImage'],
  win: ['dir', 'nsis', 'portable'],
  mac: ['dir', 'dmg', 'zip'],
};
const NAMES = { linux: 'Linux', win: 'Windows', mac: 'macOS' };
const HOSTS = { linux: 'linux', win32: 'win', darwin: 'mac' };
/** Why it takes a machine of the platform itself. */
const ONLY_THERE = {
  linux: 'its Electron and the tools that pack it are those of Linux',
  win: 'its Electron and NSIS are not in the npm registry, and what NSIS makes has to run once while it is built',
  mac: 'its Electron is not in the npm registry, and dmg, signature and notarisation are made by tools of macOS',
};

export class NotHere extends Error {}

export const ownPlatform = (platform = process.platform) => HOSTS[platform] ?? 'linux';

/**
 * The programs of the system that the builder is to use in place of those that it would download. The deb is made by
 * dpkg-deb here and in a release alike.
 */
export function systemTools(env = process.env) {
  const tools = {};
  const sevenZip = programOf(['7zz', '7z', '7za'], env);
  if (sevenZip && !env.ELECTRON_BUILDER_7ZIP_PATH) tools.ELECTRON_BUILDER_7ZIP_PATH = sevenZip;
  if (programOf(['dpkg-deb'], env) && !env.CUSTOM_FPM_PATH) {
    tools.CUSTOM_FPM_PATH = path.join(import.meta.dirname, 'fpm.mjs');
  }
  return tools;
}

/** In one line what is missing to build a target on this machine, why, and what to do where; null where nothing is. */
export async function obstacle(platform, target, { host = ownPlatform(), toolsOf = builderTools } = {}) {
  if (platform !== host) {
    const command = `npm ci && npm run dist -- --${platform} ${target}`;
    return `${target} for ${NAMES[platform]} cannot be built on ${NAMES[host]}: ${ONLY_THERE[platform]}. On ${NAMES[platform]} run: ${command}`;
  }
  const need = NEEDS[target];
  if (need === undefined) return null;
  try {
    await toolsOf[target]();
    return null;
  } catch (error) {
    const reason = String(error.cause?.code ?? error.code ?? error.message)
      .split('\n')[0]
      .slice(0, 120);
    return `${target} cannot be built here: ${need.what} (${reason}). ${need.next}`;
  }
}

const NEEDS = {
  'tar.gz': { what: '7-Zip is neither installed nor to be downloaded', next: 'On Debian: apt-get install p7zip-full' },
  zip: { what: '7-Zip is neither installed nor to be downloaded', next: 'Run it where github.com is reached.' },
  deb: { what: 'there is no dpkg-deb, and fpm cannot be downloaded', next: 'Run it on Debian or Ubuntu.' },
  AppImage: {
    what: 'its runtime and tools are in no package of npm or Debian, and cannot be downloaded',
    next: 'Run it where github.com is reached, or name a folder that has them: APPIMAGE_TOOLS_PATH.',
  },
};

/** Finds or downloads what the builder packs with, as it does itself later. */
const builderTools = {
  'tar.gz': async () => (await import('app-builder-lib/out/toolsets/7zip.js')).getPath7za(),
  zip: async () => (await import('app-builder-lib/out/toolsets/7zip.js')).getPath7za(),
  deb: async () => (await import('app-builder-lib/out/toolsets/linux.js')).getFpmPath(),
  AppImage: async () => {
    const { getAppImageTools } = await import('app-builder-lib/out/toolsets/linux.js');
    return getAppImageTools('1.0.3', Arch[process.arch]);
  },
};

function programOf(names, { PATH = '' }) {
  const places = PATH.split(path.delimiter).filter((folder) => path.isAbsolute(folder));
  const all = names.flatMap((name) => places.map((folder) => path.join(folder, name)));
  return all.find((file) => existsSync(file));
}
