import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { Scanner } from '../../requests/scan.ts';

async function folders(): Promise<{ root: string; write: (id: string) => Promise<void> }> {
  const root = await mkdtemp(path.join(os.tmpdir(), 'scan-'));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  const write = async (id: string) => {
    await mkdir(path.dirname(path.join(root, id)), { recursive: true });
    await writeFile(path.join(root, id), '{"version": 1}');
  };
  for (const id of ['A/a.json', 'B/b.json', 'B/Deep/d.json']) await write(id);
  return { root, write };
}

const idsOf = async (scan: ReturnType<Scanner['scan']>) => (await scan).entries.map(({ id }) => id);

it('a look at some folders takes the others to be as they were; the next look at all sees them too', async () => {
  const { root, write } = await folders();
  const scanner = new Scanner(root);
  const before = ['A', 'A/a.json', 'B', 'B/Deep', 'B/Deep/d.json', 'B/b.json'];
  expect(await idsOf(scanner.scan())).toEqual(before);
  for (const id of ['A/new.json', 'B/Deep/new.json', 'B/Other/e.json']) await write(id);

  expect(await idsOf(scanner.scan(new Set(['A'])))).toEqual(before.toSpliced(2, 0, 'A/new.json'));
  // A folder that nobody has looked into yet is looked into.
  expect(await idsOf(scanner.scan(new Set(['B'])))).toContain('B/Other/e.json');
  expect(await idsOf(scanner.scan())).toEqual([
    'A',
    'A/a.json',
    'A/new.json',
    'B',
    'B/Deep',
    'B/Deep/d.json',
    'B/Deep/new.json',
    'B/Other',
    'B/Other/e.json',
    'B/b.json',
  ]);
});

it('a look at some folders sees all where one of the others has gone', async () => {
  const { root } = await folders();
  const scanner = new Scanner(root);
  await scanner.scan();
  await rm(path.join(root, 'B'), { recursive: true });
  expect(await idsOf(scanner.scan(new Set(['B', 'B/Deep'])))).toEqual(['A', 'A/a.json']);
});
