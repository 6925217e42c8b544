import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ChosenFiles } from '../../workspace/chosen-files.ts';
import { openDropped } from '../../workspace/dropped.ts';

let folder: string;
let files: ChosenFiles;
const opened: string[] = [];

const openers = {
  capture: (file: string) => {
    opened.push(`capture ${path.basename(file)}`);
    return Promise.resolve({ id: 'c1' });
  },
  devices: (file: string) => {
    opened.push(`devices ${path.basename(file)}`);
    return Promise.resolve({ name: path.basename(file), devices: 1, leftOut: 0 });
  },
  workspace: (file: string) => {
    opened.push(`workspace ${path.basename(file)}`);
    return Promise.resolve(null);
  },
  scenario: (file: string) => {
    opened.push(`scenario ${path.basename(file)}`);
    return Promise.resolve(file);
  },
};

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'dropped-'));
  files = new ChosenFiles();
  opened.length = 0;
});
afterEach(() => rm(folder, { recursive: true }));

async function dropped(name: string, content: string | Buffer) {
  const file = path.join(folder, name);
  await writeFile(file, content);
  return openDropped(await files.choose(file), files, openers);
}

describe('a file that is dropped on the window is opened by what is in it', () => {
  test.each(['0a0d0d0a', 'a1b2c3d4', 'd4c3b2a1', 'a1b23c4d', '4d3cb2a1'])(
    'a capture that begins with %s',
    async (magic) => {
      expect(await dropped('no-extension', Buffer.from(`${magic}00000000`, 'hex'))).toEqual({
        kind: 'capture',
        id: 'c1',
      });
    },
  );

  test('devices, also after a byte order mark', async () => {
    expect(await dropped('a.json', '{"version":1,"devices":[]}')).toMatchObject({ kind: 'devices' });
    expect(await dropped('b.json', '\uFEFF\n {"version":1,"devices":[]}')).toMatchObject({ kind: 'devices' });
  });

  test('a workspace', async () => {
    const text = '{\n  "kind": "vsoa-testbench workspace",\n  "version": 1,\n  "files": {}\n}';
    expect(await dropped('w.json', text)).toEqual({ kind: 'workspace', place: null });
    expect(opened).toEqual(['workspace w.json']);
  });

  test.each([
    ['s.yaml', '# A vehicle\nname: Vehicle\nscenario: 1\necus: []\n'],
    ['s.json', '{\n  "name": "Vehicle",\n  "scenario": 1,\n  "ecus": []\n}'],
    ['short.json', '{"scenario": 1, "ecus": []}'],
  ])('a scenario: %s', async (name, text) => {
    expect(await dropped(name, text)).toMatchObject({ kind: 'scenario' });
    expect(opened).toEqual([`scenario ${name}`]);
  });

  test.each([
    ['empty', ''],
    ['text', 'hello'],
    ['JSON that is no object', '[1]'],
    ['bytes', Buffer.from([0, 1, 2, 255])],
  ])('or refused: %s', async (name, content) => {
    await expect(dropped(name, content)).rejects.toMatchObject({ code: 'UNKNOWN_FILE' });
    expect(opened).toEqual([]);
  });
});

test('a file that was not chosen is not looked at', async () => {
  const file = path.join(folder, 'secret.json');
  await writeFile(file, '{}');
  await expect(openDropped({ path: file, name: 'secret.json', bytes: 2 }, files, openers)).rejects.toMatchObject({
    code: 'FILE_UNREADABLE',
  });
  expect(opened).toEqual([]);
});
