import fs from 'node:fs';
import path from 'node:path';
import { installed, ROOT, run } from './run.mjs';

const SOURCES = [
  'electron',
  'renderer',
  'testbench',
  'core/src',
  'vite.config.ts',
  'package.json',
  'package-lock.json',
];
const PRODUCTS = ['dist/renderer/index.html', 'dist/electron/main.js', 'dist/electron/preload.cjs'];

/** Builds the app where a source is newer than what was built. Answers the exit code of the build, 0 where none was needed. */
export async function buildWhereStale() {
  const built = Math.min(...PRODUCTS.map((file) => changedAt(path.join(ROOT, file))));
  const changed = Math.max(...SOURCES.map((place) => newestIn(path.join(ROOT, place))));
  return changed < built ? 0 : run(installed('vite'), ['build', '--logLevel', 'warn']);
}

function newestIn(place) {
  if (!fs.statSync(place).isDirectory()) return changedAt(place);
  const names = fs.readdirSync(place, { recursive: true });
  // Folders count too: their time tells that a file was removed.
  return Math.max(changedAt(place), ...names.map((name) => changedAt(path.join(place, name))));
}

function changedAt(file) {
  return fs.statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
