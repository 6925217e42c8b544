// Builds what test code of others imports, `vsoa-testbench/scenario` and `vsoa-testbench/playwright`, with its types.
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { installed, main, ROOT, run } from './run.mjs';

const OUT = path.join(ROOT, 'dist/library');
const ENTRIES = ['start-scenario', 'playwright'].map((name) => `testbench/scenario/${name}.d.ts`);
const CORE = 'core/src/index.d.ts';
const SOURCES = ['core/src', 'testbench', 'scripts/library.vite.config.ts', 'package.json'];
const STAMP = 'dist/library/built';
const IMPORTED = /(from |import\()(['"])([^'"]+)\2/g;

/** Builds it, and answers the exit code. In a place of its own first: tests may be using what is there. */
export async function buildLibrary() {
  const fresh = `${OUT}-${process.pid}`;
  try {
    const { build } = await import('vite');
    await build({
      configFile: path.join(ROOT, 'scripts/library.vite.config.ts'),
      logLevel: 'error',
      build: { outDir: fresh },
    });
    await writeTypes(path.join(fresh, 'types'));
    fs.writeFileSync(path.join(fresh, path.basename(STAMP)), '');
    fs.rmSync(OUT, { recursive: true, force: true });
    fs.renameSync(fresh, OUT);
    return 0;
  } finally {
    fs.rmSync(fresh, { recursive: true, force: true });
  }
}

/**
 * Of all declarations only those that the entries lead to: the others are about what is inside. Checked is the code by
 * `npm run types`.
 */
async function writeTypes(target) {
  const all = `${target}-all`;
  const options = ['-p', path.join(ROOT, 'tsconfig.library.json'), '--noCheck', '--outDir', all];
  // It fails on declarations that nobody needs; that none of the others is missing is seen below.
  await run(installed('tsc'), options, { stdio: 'ignore' });
  const open = [...ENTRIES];
  const done = new Set();
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (done.has(file)) continue;
    done.add(file);
    const text = fs.readFileSync(path.join(all, file), 'utf8').replace(IMPORTED, (whole, word, quote, name) => {
      const found = name === '@vsoa-testbench/core' ? CORE : relative(file, name);
      if (found === undefined) return whole;
      open.push(found);
      const from = path.posix.relative(path.posix.dirname(file), found).replace(/\.d\.ts$/, '.js');
      return `${word}${quote}${from.startsWith('.') ? from : `./${from}`}${quote}`;
    });
    fs.mkdirSync(path.dirname(path.join(target, file)), { recursive: true });
    fs.writeFileSync(path.join(target, file), text);
  }
  fs.rmSync(all, { recursive: true });
}

function relative(file, name) {
  if (!name.startsWith('.')) return undefined;
  return path.posix.join(path.posix.dirname(file), name.replace(/\.[jt]s$/, '.d.ts'));
}

function isStale() {
  const built = changedAt(STAMP);
  return SOURCES.some((source) => newest(source) > built);
}

function newest(place) {
  if (path.basename(place) === 'test') return 0;
  if (!fs.statSync(path.join(ROOT, place)).isDirectory()) return changedAt(place);
  const names = fs.readdirSync(path.join(ROOT, place));
  return Math.max(0, ...names.map((name) => newest(path.join(place, name))));
}

function changedAt(place) {
  return fs.statSync(path.join(ROOT, place), { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await main(() => (process.argv.includes('--where-stale') && !isStale() ? 0 : buildLibrary()));
}
