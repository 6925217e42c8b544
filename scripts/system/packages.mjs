import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

/** What a bare Debian lacks for Electron. apt skips those that are there. */
const LIBRARIES = [
  'libgtk-3-0',
  'libnss3',
  'libasound2',
  'libgbm1',
  'libxss1',
  'libatk-bridge2.0-0',
  'libnotify4',
  'libdrm2',
];

/**
 * What the system lacks to run this Electron, each with the Debian packages that bring it: shared libraries and a font;
 * for the tests also a font for Chinese, a display without a screen, what captures packets and reads captures, and what
 * packs the app.
 * Without a folder the libraries are not looked at. Empty on anything but Linux.
 */
export function missingOnSystem(runtimeFolder, { forTests = false } = {}) {
  if (process.platform !== 'linux') return [];
  const libraries = runtimeFolder === undefined ? [] : missingLibraries(runtimeFolder);
  const wants = [
    [libraries.length > 0, `libraries (${libraries.join(', ')})`, LIBRARIES],
    [!hasFont(), 'a font', ['fontconfig', 'fonts-dejavu-core']],
    [forTests && !hasFont(':lang=zh-cn'), 'a font for Chinese', ['fontconfig', 'fonts-noto-cjk']],
    [forTests && !hasProgram('Xvfb'), 'a display without a screen', ['xvfb']],
    [forTests && !hasProgram('tcpdump'), 'tcpdump, to capture packets', ['tcpdump']],
    [forTests && !hasProgram('tshark'), 'tshark, to read what we save', ['tshark']],
    [forTests && !hasProgram('7z'), '7z, to pack the app', ['p7zip-full']],
    [forTests && !hasProgram('dpkg-deb'), 'dpkg-deb, to make a package of it', ['dpkg']],
  ];
  return wants.filter(([missing]) => missing).map(([, what, packages]) => ({ what, packages }));
}

/** The shared libraries that the loader does not find for the files of a folder. */
function missingLibraries(folder) {
  const files = fs.readdirSync(folder).filter((name) => name === 'electron' || /\.so(\.\d+)?$/.test(name));
  const { stdout, error } = spawnSync(
    'ldd',
    files.map((name) => path.join(folder, name)),
    { encoding: 'utf8' },
  );
  if (error) return [];
  const missing = [...stdout.matchAll(/^\s*(\S+) => not found$/gm)].map(([, name]) => name);
  // Electron's own libraries find each other when it runs, not when ldd looks at one of them.
  return [...new Set(missing)].filter((name) => !files.includes(name));
}

function hasFont(pattern = ':') {
  const { stdout } = spawnSync('fc-list', [pattern, 'file'], { encoding: 'utf8' });
  return Boolean(stdout?.trim());
}

function hasProgram(name) {
  return (process.env.PATH ?? '').split(path.delimiter).some((folder) => fs.existsSync(path.join(folder, name)));
}
