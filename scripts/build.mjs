import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { makeWindowIcon } from './packing/icons.mjs';
import { installed, main, ROOT, run } from './run.mjs';

const SOURCES = [
  'electron',
  'renderer',
  'testbench',
  'core/src',
  'examples',
  'build/icon.svg',
  'scripts/packing/icons.mjs',
  'vite.config.ts',
  'package.json',
  'package-lock.json',
];
const WINDOW_ICON = 'dist/electron/icon.png';
const PRODUCTS = ['dist/renderer/index.html', 'dist/electron/main.js', 'dist/electron/preload.cjs', WINDOW_ICON];
/** Written last. What is newer was not built by us: `npm run dev` leaves a development build in the same place. */
const STAMP = 'dist/built';

/** Builds the app, and answers the exit code. */
export async function build() {
  const failed = await run(installed('vite'), ['build', '--logLevel', 'warn']);
  if (failed) return failed;
  await makeWindowIcon(path.join(ROOT, WINDOW_ICON));
  fs.writeFileSync(path.join(ROOT, STAMP), '');
  return failed;
}

/** Builds the app where a source is newer than what was built, or what is there was not built by us. */
export async function buildWhereStale() {
  const built = changedAt(STAMP);
  const there = PRODUCTS.every((file) => changedAt(file) > 0 && changedAt(file) <= built);
  return there && Math.max(...SOURCES.map(newestIn)) <= built ? 0 : build();
}

function newestIn(place) {
  if (!fs.statSync(path.join(ROOT, place)).isDirectory()) return changedAt(place);
  const names = fs.readdirSync(path.join(ROOT, place), { recursive: true });
  // Folders count too: their time tells that a file was removed.
  return Math.max(changedAt(place), ...names.map((name) => changedAt(path.join(place, name))));
}

function changedAt(place) {
  return fs.statSync(path.join(ROOT, place), { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) await main(build);
