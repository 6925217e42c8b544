import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const run = promisify(execFile);
const root = path.resolve(import.meta.dirname, '../..');
const core = path.join(root, 'core/src/index.ts');
/** ms, for a compiler or a bundler on a busy machine. */
const LONG = 60_000;

/** Blocks that import the package are whole programs; others are parts of one, and are not looked at. */
const programs = [...(await readFile(path.join(root, 'core/README.md'), 'utf8')).matchAll(/^```ts\n(.*?)^```/gmsu)]
  .map(([, code = '']) => code)
  .filter((code) => code.includes("from '@vsoa-testbench/core'"))
  .map((code, index) => ({ code, index, imports: /import \{ (.*?) \}/u.exec(code)?.[1] ?? '' }));

let folder = '';
const inFolder = (index: number, extension: string) => path.join(folder, `program-${index}.${extension}`);

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'vsoa-docs-'));
  const code = await withFreePorts(programs.map((program) => program.code));
  await Promise.all(code.map((text, index) => writeFile(inFolder(index, 'ts'), text)));
}, LONG);

afterAll(() => rm(folder, { recursive: true }));

test('the programs of the README fit the types', { timeout: LONG }, async () => {
  const tsconfig = path.join(folder, 'tsconfig.json');
  const compilerOptions = {
    noEmit: true,
    typeRoots: [path.join(root, 'node_modules/@types')],
    paths: { '@vsoa-testbench/core': [core] },
  };
  const files = programs.map(({ index }) => inFolder(index, 'ts'));
  const base = path.join(root, 'tsconfig.base.json');
  await writeFile(tsconfig, JSON.stringify({ extends: base, compilerOptions, files }));
  const { stdout } = await run(process.execPath, [
    path.join(root, 'node_modules/typescript/bin/tsc'),
    '-p',
    tsconfig,
  ]).catch((error: { stdout: string }) => error);
  expect(stdout).toBe('');
  expect(programs.length).toBeGreaterThan(0);
});

describe('a program of the README does what it says, and ends', () => {
  beforeAll(async () => {
    await build({
      configFile: false,
      logLevel: 'error',
      root: folder,
      resolve: { alias: { '@vsoa-testbench/core': core } },
      ssr: { noExternal: true },
      build: {
        ssr: true,
        target: 'node20',
        outDir: folder,
        emptyOutDir: false,
        rolldownOptions: {
          input: programs.map(({ index }) => inFolder(index, 'ts')),
          output: { entryFileNames: '[name].mjs' },
        },
      },
    });
  }, LONG);

  test.each(programs)('$imports', { timeout: LONG }, async ({ code, index }) => {
    const { stdout, stderr } = await run(process.execPath, [inFolder(index, 'mjs')], {
      timeout: LONG / 2,
    });
    expect(stderr).toBe('');
    const promised = [...code.matchAll(/console\.log\(.*\); \/\/ (.*)$/gmu)].map(([, line]) => line);
    expect(stdout.split('\n')).toEqual(expect.arrayContaining(promised));
  });
});

/** So that the ports of the README, which are there to be read, clash with nobody. */
async function withFreePorts(texts: string[]): Promise<string[]> {
  const port = /(?<=port: |127\.0\.0\.1:)\d{4,5}/gu;
  const inUse = new Set(texts.flatMap((text) => text.match(port) ?? []));
  const free = new Map<string, string>();
  for (const number of inUse) free.set(number, await freePort());
  return texts.map((text) => text.replaceAll(port, (number) => free.get(number) ?? number));
}

async function freePort(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return String(address !== null && typeof address === 'object' ? address.port : 0);
}
