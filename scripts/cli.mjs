// Runs the terminal program from a checkout, and builds it first where a source is newer than what was built.
import { readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const root = path.resolve(import.meta.dirname, '..');
const built = path.join(root, 'dist/cli/vsoa-testbench.js');
const SOURCES = ['core/src', 'testbench', 'cli', 'package.json'];

if (isStale()) await build();
process.argv[1] = built;
await import(pathToFileURL(built).href);

function isStale() {
  const time = modified(built);
  return SOURCES.some((source) => newest(path.join(root, source)) > time);
}

/** In a place of its own first: another one may be running, or building, at the same time. */
async function build() {
  const { build: viteBuild } = await import('vite');
  const outDir = path.join(root, `dist/cli/building-${process.pid}`);
  await viteBuild({ configFile: path.join(root, 'cli/vite.config.ts'), logLevel: 'error', build: { outDir } });
  renameSync(path.join(outDir, path.basename(built)), built);
  rmSync(outDir, { recursive: true });
}

function newest(place) {
  if (path.basename(place) === 'test') return 0;
  const found = statSync(place);
  if (!found.isDirectory()) return found.mtimeMs;
  return Math.max(...readdirSync(place).map((name) => newest(path.join(place, name))), 0);
}

function modified(file) {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
