import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { noDialogs } from '../../capture/dialogs.ts';
import { sessionSecrets } from '../../devices/secrets.ts';
import type { Places } from '../../workspace/places.ts';
import { Watched } from '../bench-harness.ts';

const DEVICE = 'vsoa://127.0.0.1:9';

function folder(): string {
  const made = mkdtempSync(path.join(tmpdir(), 'places-'));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

/** A bench that is told which file and folder the user chooses, and keeps what it is asked to open. */
function benchIn(workspace: string, chosen: { file?: string; folder?: string | null } = {}, recent: string[] = []) {
  const opened: string[] = [];
  const places: Places = { own: workspace, recent, open: (place) => opened.push(place) };
  const dialogs = {
    ...noDialogs,
    chooseSave: async () => chosen.file ?? null,
    chooseOpen: async () => chosen.file ?? null,
    chooseFolder: async () => chosen.folder ?? null,
  };
  return { watched: new Watched({ workspace, places, dialogs }), opened };
}

describe('what the window keeps', () => {
  it('is there again the next time, JSON readable in the file, and other text as it was', async () => {
    const workspace = folder();
    const first = new Watched({ workspace });
    await first.handlers.keepForWindow({ key: 'layout', text: '{"tabs":[1,2]}' });
    await first.handlers.keepForWindow({ key: 'note', text: 'no JSON {' });
    await first.handlers.keepForWindow({ key: 'gone', text: '1' });
    await first.handlers.keepForWindow({ key: 'gone', text: null });
    await first.bench.close();
    const saved: unknown = JSON.parse(readFileSync(path.join(workspace, 'local', 'window.json'), 'utf8'));
    expect(saved).toMatchObject({ kept: { layout: { tabs: [1, 2] } } });
    const second = new Watched({ workspace });
    expect(await second.handlers.keptByWindow(undefined)).toEqual({ layout: '{"tabs":[1,2]}', note: 'no JSON {' });
  });

  it('is bounded', async () => {
    const watched = new Watched();
    for (let n = 0; n < 500; n++) await watched.handlers.keepForWindow({ key: `key ${n}`, text: '1' });
    expect(() => watched.handlers.keepForWindow({ key: 'one more', text: '1' })).toThrow(
      expect.objectContaining({ code: 'TOO_MANY' }),
    );
    await watched.handlers.keepForWindow({ key: 'key 0', text: '2' });
  });
});

describe('another workspace', () => {
  it('is opened in the folder that the user chooses', async () => {
    const chosen = folder();
    const { watched, opened } = benchIn(folder(), { folder: chosen });
    expect(await watched.handlers.openWorkspace({})).toEqual({ folder: chosen, name: path.basename(chosen) });
    expect(opened).toEqual([chosen]);
  });

  it('is not opened where the user chooses none, or where it is open already', async () => {
    const workspace = folder();
    const none = benchIn(workspace, { folder: null });
    expect(await none.watched.handlers.openWorkspace({})).toBeNull();
    const same = benchIn(workspace, { folder: workspace });
    expect(await same.watched.handlers.openWorkspace({})).toEqual({ folder: workspace, name: '' });
    expect([...none.opened, ...same.opened]).toEqual([]);
  });

  it('is one of the recent ones, and no other path that the window sends', async () => {
    const recent = folder();
    const { watched, opened } = benchIn(folder(), {}, [recent]);
    expect((await watched.handlers.snapshot(undefined)).workspace.recent).toEqual([
      { folder: recent, name: path.basename(recent) },
    ]);
    await watched.handlers.openWorkspace({ folder: recent });
    await expect(watched.handlers.openWorkspace({ folder: tmpdir() })).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
    });
    expect(opened).toEqual([recent]);
  });

  it('that is gone is refused, and this one stays open', async () => {
    const gone = path.join(folder(), 'gone');
    const { watched, opened } = benchIn(folder(), {}, [gone]);
    await expect(watched.handlers.openWorkspace({ folder: gone })).rejects.toMatchObject({ code: 'FILE_UNREADABLE' });
    expect(opened).toEqual([]);
  });
});

describe('a workspace in one file', () => {
  it('has all that was saved but secrets and what is local, and makes the same workspace elsewhere', async () => {
    const workspace = folder();
    const file = path.join(folder(), 'mine.json');
    const target = path.join(folder(), 'new');
    const { watched } = benchIn(workspace, { file });
    await watched.handlers.addDevice({ url: DEVICE, name: 'Gateway', passwd: 'swordfish', connect: false });
    await watched.handlers.keepForWindow({ key: 'layout', text: '{}' });
    mkdirSync(path.join(workspace, 'requests', '车身'), { recursive: true });
    writeFileSync(path.join(workspace, 'requests', '车身', 'door.json'), '{"url":"/door"}');
    mkdirSync(path.join(workspace, '.git'));
    writeFileSync(path.join(workspace, '.git', 'config'), 'not ours');
    symlinkSync('/etc/hostname', path.join(workspace, 'link.json'));
    expect(await watched.handlers.exportWorkspace(undefined)).toMatchObject({ name: 'mine.json', files: 2 });
    expect(readFileSync(file, 'utf8')).not.toContain('swordfish');

    const other = benchIn(folder(), { file, folder: target });
    expect(await other.watched.handlers.importWorkspace(undefined)).toEqual({ folder: target, name: 'new' });
    expect(other.opened).toEqual([target]);
    const again = new Watched({ workspace: target });
    expect((await again.handlers.snapshot(undefined)).devices).toMatchObject([{ name: 'Gateway' }]);
    expect(readFileSync(path.join(target, 'requests', '车身', 'door.json'), 'utf8')).toBe('{"url":"/door"}');
    expect(readdirSync(target).toSorted()).toEqual(['devices.json', 'local', 'requests']);
  });

  it('brings requests with their data, environments and plots back, and no secret', async () => {
    const workspace = folder();
    const file = path.join(folder(), 'mine.json');
    const target = path.join(folder(), 'new');
    const data = Buffer.from([0, 255, 254, 128, 10, 13]);
    writeFileSync(path.join(workspace, 'firmware.bin'), data);
    const { watched } = benchIn(workspace, { file });
    const { handlers } = watched;
    const collection = await handlers.addRequestFolder({ parent: null, name: 'local' });
    const inFolder = await handlers.addRequestFolder({ parent: collection, name: '车身' });
    const request = {
      draft: {
        url: '/door/{{door}}',
        method: 'SET' as const,
        payload: { param: '{"open":true}', data: { kind: 'text' as const, text: 'ab' } },
        timeoutMs: 700,
        repeat: { count: 3, perSecond: null },
      },
      expect: { status: 0, rttMs: 20, param: [] },
    };
    const id = await handlers.addRequest({ parent: inFolder, name: 'Open', request });
    const variables = [
      { name: 'door', kind: 'text' as const, value: '2' },
      { name: 'token', kind: 'secret' as const, value: 'hunter2' },
    ];
    await handlers.saveEnvironment({ name: null, to: 'Bench 1', variables });
    await handlers.exportWorkspace(undefined);
    expect(readFileSync(file, 'utf8')).not.toContain('hunter2');

    const other = benchIn(folder(), { file, folder: target });
    await other.watched.handlers.importWorkspace(undefined);
    const again = new Watched({ workspace: target });
    expect(await again.handlers.readRequest({ id })).toEqual(request);
    expect((await again.handlers.readEnvironment({ name: 'Bench 1' })).variables).toEqual([
      { name: 'door', kind: 'text', value: '2', stored: false },
      { name: 'token', kind: 'secret', value: null, stored: false },
    ]);
    expect(readFileSync(path.join(target, 'firmware.bin')).equals(data)).toBe(true);
  });

  it('keeps its secrets when its folder is moved, and a copy made by git has none of them', async () => {
    const workspace = path.join(folder(), 'before');
    const moved = path.join(folder(), 'after');
    const clone = folder();
    const secrets = sessionSecrets();
    const first = new Watched({ workspace, secrets });
    const variables = [{ name: 'token', kind: 'secret' as const, value: 'hunter2' }];
    await first.handlers.saveEnvironment({ name: null, to: 'Bench', variables });
    await first.bench.close();
    cpSync(path.join(workspace, 'environments'), path.join(clone, 'environments'), { recursive: true });
    renameSync(workspace, moved);
    const stored = async (place: string) => {
      const { variables: found } = await new Watched({ workspace: place, secrets }).handlers.readEnvironment({
        name: 'Bench',
      });
      return found[0]?.stored;
    };
    expect([await stored(moved), await stored(clone)]).toEqual([true, false]);
  });

  it.each([
    '{}',
    'no JSON',
    JSON.stringify({ kind: 'vsoa-testbench workspace', version: 99, files: {} }),
    ...[
      '../up.json',
      '/root.json',
      'a/../b.json',
      'C:/x.json',
      'a\\b.json',
      '.git/config',
      'a//b',
      'nul\u0000',
      'x.',
      'local/transfers.json',
      'Local/id',
    ].map((name) => JSON.stringify({ kind: 'vsoa-testbench workspace', version: 1, files: { [name]: 'x' } })),
  ])('that is none, or leads out of its folder, is refused before anything is written: %s', async (text) => {
    const file = path.join(folder(), 'strange.json');
    writeFileSync(file, text);
    const target = folder();
    const { watched, opened } = benchIn(folder(), { file, folder: target });
    await expect(watched.handlers.importWorkspace(undefined)).rejects.toMatchObject({ code: 'NOT_A_WORKSPACE' });
    expect(readdirSync(target)).toEqual([]);
    expect(opened).toEqual([]);
  });

  it('is not unpacked over what is there', async () => {
    const file = path.join(folder(), 'mine.json');
    const target = folder();
    writeFileSync(path.join(target, 'devices.json'), 'precious');
    const { watched, opened } = benchIn(folder(), { file, folder: target });
    await watched.handlers.addDevice({ url: DEVICE, connect: false });
    await watched.handlers.exportWorkspace(undefined);
    await expect(watched.handlers.importWorkspace(undefined)).rejects.toMatchObject({ code: 'FOLDER_NOT_EMPTY' });
    expect(readFileSync(path.join(target, 'devices.json'), 'utf8')).toBe('precious');
    expect(opened).toEqual([]);
  });
});
