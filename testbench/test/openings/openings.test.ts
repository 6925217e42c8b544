import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeEach, expect, it, onTestFinished } from 'vitest';
import { OpeningQueue } from '../../openings/queue.ts';
import { Watched } from '../bench-harness.ts';

let folder: string;
let queue: OpeningQueue;

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'vsoa-openings-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  queue = new OpeningQueue();
});

async function allTaken(watched: Watched) {
  const taken = [];
  for (
    let next = await watched.handlers.takeOpening(undefined);
    next !== null;
    next = await watched.handlers.takeOpening(undefined)
  ) {
    taken.push(next);
  }
  return taken;
}

it('files of a command line are the files of its folder, and may be opened then', async () => {
  await writeFile(path.join(folder, 'a b.vsoa-scenario'), 'scenario: 1\necus: [{ name: body }]\n');
  const file = path.join(folder, 'a b.vsoa-scenario');
  queue.add(['--lang=en-US', 'a b.vsoa-scenario', pathToFileURL(file).href], folder);
  const watched = new Watched({ openings: queue, workspace: path.join(folder, 'workspace') });
  expect(await watched.handlers.snapshot(undefined)).toMatchObject({ openings: 2 });
  const [first, second] = await allTaken(watched);
  expect(first).toMatchObject({ kind: 'file', file: { path: file, name: 'a b.vsoa-scenario' } });
  expect(second).toEqual(first);
  if (first?.kind !== 'file') throw new Error('it is no file');
  expect(await watched.handlers.openDropped({ file: first.file })).toMatchObject({ kind: 'scenario' });
});

it('a file that is not there, a folder and a URL that names no file are told with their reason', async () => {
  queue.add(['gone.pcapng', '.', 'file://elsewhere/x%00y'], folder);
  const taken = await allTaken(new Watched({ openings: queue }));
  expect(taken).toMatchObject([
    { kind: 'unreadable', path: path.join(folder, 'gone.pcapng'), error: { code: 'FILE_UNREADABLE' } },
    { kind: 'unreadable', path: folder, error: { code: 'FILE_UNREADABLE' } },
    { kind: 'unreadable', error: { code: 'FILE_UNREADABLE' } },
  ]);
});

it('what comes while the window is open is told, and waits for a bench that takes the place of another', async () => {
  const first = new Watched({ openings: queue });
  queue.add(['vsoa://10.0.0.1:3000'], folder);
  await first.until(() => first.batches.some(({ openings }) => openings === 1));
  await first.bench.close();
  const second = new Watched({ openings: queue });
  expect(await allTaken(second)).toEqual([{ kind: 'link', url: 'vsoa://10.0.0.1:3000', leftOut: [] }]);
  queue.add(['vsoa://10.0.0.2:3000'], folder);
  await second.until(() => second.batches.some(({ openings }) => openings === 1));
});

it('a flood of links is cut off, and said to be', async () => {
  const watched = new Watched({ openings: queue });
  const links = Array.from({ length: 15 }, (_, index) => `vsoa://10.0.0.${index + 1}:3000`);
  for (let round = 0; round < 3; round += 1) queue.add(links, folder);
  const taken = await allTaken(watched);
  expect(taken).toHaveLength(21);
  expect(taken.at(-1)).toEqual({ kind: 'tooMany', most: 20 });
});

it('a link is taken, and nothing connects', async () => {
  const watched = new Watched({ openings: queue });
  queue.add(['vsoa://127.0.0.1:3000'], folder);
  await allTaken(watched);
  expect(await watched.handlers.snapshot(undefined)).toMatchObject({ devices: [], openings: 0 });
});
