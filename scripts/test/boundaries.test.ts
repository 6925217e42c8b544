import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const repository = path.resolve(import.meta.dirname, '../..');
const oxlint = path.join(repository, 'node_modules/oxlint/bin/oxlint');
let place: string;

// The rule is tried on a copy of the rooms with one file each, so that the real tree stays as it is.
beforeAll(async () => {
  place = await mkdtemp(path.join(os.tmpdir(), 'boundaries-'));
  await cp(path.join(repository, '.oxlintrc.json'), path.join(place, '.oxlintrc.json'));
});
afterAll(() => rm(place, { recursive: true, force: true }));

async function complaints(file: string, source: string): Promise<string[]> {
  const target = path.join(place, file);
  await mkdir(path.dirname(target), { recursive: true });
  await writeFile(target, source);
  const run = promisify(execFile)(process.execPath, [oxlint, '--format', 'json', target], { cwd: place });
  const { stdout } = await run.catch((error: { stdout: string }) => error);
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: { code: string; help: string }[] };
  return [...new Set(diagnostics.filter((one) => one.code.includes('no-restricted-imports')).map((one) => one.help))];
}

describe('an import against the arrows is an error', () => {
  it.each([
    ['core/src/a.ts', '../../testbench/bench.ts', 'core imports nothing above it.'],
    ['core/src/packet/a.ts', '../../../electron/main.ts', 'core imports nothing above it.'],
    ['core/src/a.ts', 'valibot', 'core uses Node built-ins only.'],
    ['testbench/a.ts', 'electron', 'testbench knows no Electron.'],
    ['testbench/traffic/a.ts', '../../electron/main.ts', 'nothing above itself.'],
    ['testbench/a.ts', '../core/src/index.ts', 'nothing above itself.'],
    ['electron/a.ts', '../renderer/src/app.tsx', 'electron imports testbench'],
    ['electron/a.ts', '@vsoa-testbench/core', 'electron uses only the types of core.'],
    ['cli/a.ts', '../electron/main.ts', 'cli imports testbench'],
    ['cli/a.ts', 'electron', 'the terminal needs no Electron.'],
    ['renderer/src/a.tsx', 'electron', 'the renderer runs in a sandbox'],
    ['renderer/src/a.tsx', 'node:fs', 'the renderer runs in a sandbox'],
    ['renderer/src/a.tsx', '@vsoa-testbench/core', 'the renderer runs in a sandbox'],
    ['renderer/src/panes/a.tsx', '../../../electron/main.ts', 'the renderer knows only the contract.'],
    ['renderer/src/a.tsx', '../../testbench/bench.ts', 'only through testbench/contract.ts.'],
    ['renderer/src/a.tsx', '../../testbench/contract.ts', 'the renderer takes only types'],
  ])('%s may not import %s', async (file, target, why) => {
    const told = await complaints(file, `import { thing } from '${target}';\nexport const it = thing;\n`);
    expect(told).toHaveLength(1);
    expect(told[0]).toContain(why);
  });
});

describe('an import along the arrows is allowed', () => {
  it.each([
    ['core/src/client/a.ts', "import { thing } from '../packet/encode.ts';"],
    ['core/src/a.ts', "import { thing } from 'node:net';"],
    ['testbench/a.ts', "import { thing } from '@vsoa-testbench/core';"],
    ['electron/a.ts', "import { thing } from '../testbench/bench.ts';"],
    ['electron/a.ts', "import type { thing } from '@vsoa-testbench/core';"],
    ['cli/a.ts', "import { thing } from '../testbench/bench.ts';"],
    ['renderer/src/a.tsx', "import type { thing } from '../../testbench/contract.ts';"],
    ['renderer/src/panes/a.tsx', "import { thing } from '../widgets/button.tsx';"],
  ])('%s: %s', async (file, line) => {
    expect(await complaints(file, `${line}\nexport type It = typeof thing;\n`)).toEqual([]);
  });
});
