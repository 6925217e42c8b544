import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Server } from '@vsoa-testbench/core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type FileDialogs, noDialogs } from '../../capture/dialogs.ts';
import { sessionSecrets } from '../../devices/secrets.ts';
import { toBenchError } from '../../errors.ts';
import { Watched } from '../bench-harness.ts';

const URL_1 = 'vsoa://127.0.0.1:9';

function folder(): string {
  const made = mkdtempSync(path.join(tmpdir(), 'workspace-'));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

const devicesFile = (workspace: string) => path.join(workspace, 'devices.json');

const devicesOf = async (watched: Watched) => (await watched.handlers.snapshot(undefined)).devices;
const problemOf = async (watched: Watched) =>
  (await watched.handlers.snapshot(undefined)).workspace.problems[0] ?? null;

describe('the workspace', () => {
  it('brings devices back disconnected, in their order, and without secrets in the file', async () => {
    const workspace = folder();
    const secrets = sessionSecrets();
    const first = new Watched({ workspace, secrets });
    const a = await first.handlers.addDevice({ url: URL_1, name: 'A', passwd: 'swordfish', connect: false });
    const b = await first.handlers.addDevice({ url: URL_1, name: 'B', color: 'pink', connect: false });
    await first.handlers.startDemo({});
    await first.handlers.subscribe({ id: a.id, urls: ['/speed'] });
    await first.handlers.moveDevice({ id: b.id, to: 0 });
    await first.bench.close();

    expect(readFileSync(devicesFile(workspace), 'utf8')).not.toContain('swordfish');
    const devices = await devicesOf(new Watched({ workspace, secrets }));
    expect(devices).toMatchObject([
      { id: b.id, name: 'B', options: { color: 'pink' }, state: { name: 'disconnected', reason: null } },
      { id: a.id, name: 'A', subscriptions: ['/speed'], secrets: { passwd: true }, demo: false },
    ]);
    expect(readdirSync(workspace)).toEqual(['devices.json']);
  });

  it('connects again what was kept connected, and leaves alone what was stopped', async () => {
    const workspace = folder();
    const server = new Server();
    await server.start({ host: '127.0.0.1', port: 0 });
    onTestFinished(() => server.close());
    const url = `vsoa://127.0.0.1:${server.address?.port}`;
    const first = new Watched({ workspace });
    const kept = await first.handlers.addDevice({ url, keep: true });
    const stopped = await first.handlers.addDevice({ url, keep: true });
    await first.state(kept.id, 'connected');
    await first.handlers.disconnectDevice({ id: stopped.id });
    await first.bench.close();
    const second = new Watched({ workspace });
    await second.state(kept.id, 'connected');
    expect(second.device(stopped.id).state.name).toBe('disconnected');
  });

  it.each([['not JSON'], ['{"version":1}'], ['{"version":0,"devices":[]}']])(
    'puts a broken file aside, and says so: %s',
    async (text) => {
      const workspace = folder();
      writeFileSync(devicesFile(workspace), text);
      const watched = new Watched({ workspace });
      const problem = await problemOf(watched);
      if (problem?.kind !== 'broken') throw new Error(`the problem is ${JSON.stringify(problem)}`);
      expect(path.basename(problem.keptAs)).toMatch(/^devices\.json\.broken-\d{4}-/);
      expect(readFileSync(problem.keptAs, 'utf8')).toBe(text);
      await watched.handlers.addDevice({ url: URL_1, connect: false });
      await watched.bench.close();
      expect(readFileSync(devicesFile(workspace), 'utf8')).toContain(URL_1);
    },
  );

  it('keeps what makes sense of a file where one device does not', async () => {
    const workspace = folder();
    writeFileSync(devicesFile(workspace), JSON.stringify({ version: 1, devices: [{ url: URL_1 }, { url: 5 }] }));
    const watched = new Watched({ workspace });
    expect(await devicesOf(watched)).toMatchObject([
      { url: URL_1, options: { keep: false, connectTimeoutMs: 10_000 } },
    ]);
    expect(await problemOf(watched)).toMatchObject({ kind: 'broken' });
  });

  it('shows a file of a newer version, and does not write to it', async () => {
    const workspace = folder();
    const text = JSON.stringify({ version: 99, devices: [{ url: URL_1, hologram: true }, { url: null }], rooms: [] });
    writeFileSync(devicesFile(workspace), text);
    const watched = new Watched({ workspace });
    expect(await devicesOf(watched)).toMatchObject([{ url: URL_1 }]);
    expect(await problemOf(watched)).toEqual({ file: 'devices.json', kind: 'newer' });
    await watched.handlers.addDevice({ url: URL_1, connect: false });
    await watched.bench.close();
    expect(readFileSync(devicesFile(workspace), 'utf8')).toBe(text);
  });

  it('does not write over what it cannot read', async () => {
    const workspace = folder();
    await mkdir(devicesFile(workspace));
    const watched = new Watched({ workspace });
    expect(await problemOf(watched)).toMatchObject({ kind: 'unreadable', error: { code: 'FILE_UNREADABLE' } });
  });

  it('says that a change could not be saved, and takes it back with the next one that can', async () => {
    const parent = folder();
    const workspace = path.join(parent, 'sub', 'workspace');
    writeFileSync(path.join(parent, 'sub'), 'in the way');
    const watched = new Watched({ workspace });
    // A file in place of the folder: what is there cannot be read either, and stays as it is.
    expect(await problemOf(watched)).toMatchObject({ kind: 'unreadable' });

    const other = path.join(parent, 'other', 'workspace');
    const saving = new Watched({ workspace: other });
    writeFileSync(path.join(parent, 'other'), 'in the way');
    await saving.handlers.addDevice({ url: URL_1, connect: false });
    await saving.until(() => saving.batches.some((batch) => batch.workspace?.problems[0]?.kind === 'unsaved'));
    rmSync(path.join(parent, 'other'));
    await saving.handlers.addDevice({ url: URL_1, connect: false });
    await saving.until(() => saving.batches.at(-1)?.workspace?.problems.length === 0);
    expect(readFileSync(devicesFile(other), 'utf8').match(/"url"/g)).toHaveLength(2);
  });
});

describe('devices', () => {
  it('that are removed come back with their secrets and place, and only by an undo', async () => {
    const secrets = sessionSecrets();
    const watched = new Watched({ secrets });
    const a = await watched.handlers.addDevice({ url: URL_1, name: 'A', passwd: 'x', connect: false });
    await watched.handlers.addDevice({ url: URL_1, name: 'B', connect: false });
    await watched.handlers.removeDevice({ id: a.id });
    expect(secrets.get(`${a.id}.passwd`)).toBeUndefined();
    expect((await devicesOf(watched)).map(({ name }) => name)).toEqual(['B']);
    await watched.handlers.bringBackDevice({ id: a.id });
    expect(await devicesOf(watched)).toMatchObject([{ id: a.id, name: 'A', secrets: { passwd: true } }, { name: 'B' }]);
    const again = await Promise.resolve(watched.handlers.bringBackDevice({ id: a.id })).catch(toBenchError);
    expect(again).toMatchObject({ code: 'NO_SUCH_DEVICE' });
  });

  it('that are duplicated stand behind the first, with its secrets', async () => {
    const watched = new Watched();
    const a = await watched.handlers.addDevice({ url: URL_1, name: 'A', passwd: 'x', color: 'blue', connect: false });
    await watched.handlers.addDevice({ url: URL_1, name: 'B', connect: false });
    const copy = await watched.handlers.duplicateDevice({ id: a.id, name: 'A (copy)' });
    expect(copy.id).not.toBe(a.id);
    expect((await devicesOf(watched)).map(({ name }) => name)).toEqual(['A', 'A (copy)', 'B']);
    expect(copy).toMatchObject({ secrets: { passwd: true }, options: { color: 'blue' } });
  });

  it('go to a file without secrets, and come from it as new ones', async () => {
    const file = path.join(folder(), 'devices.json');
    const dialogs: FileDialogs = { ...noDialogs, chooseSave: async () => file, chooseOpen: async () => file };
    const watched = new Watched({ dialogs });
    await watched.handlers.addDevice({ url: URL_1, name: 'A', passwd: 'swordfish', keep: true, connect: false });
    expect(await watched.handlers.exportDevices(undefined)).toEqual({ name: 'devices.json', devices: 1, leftOut: 0 });
    expect(readFileSync(file, 'utf8')).not.toContain('swordfish');
    expect(await watched.handlers.importDevices(undefined)).toEqual({ name: 'devices.json', devices: 1, leftOut: 0 });
    const [a, copy] = await devicesOf(watched);
    expect(copy).toMatchObject({ name: 'A', options: { keep: true }, secrets: { passwd: false } });
    expect(copy?.id).not.toBe(a?.id);
    expect(copy?.state.name).toBe('disconnected');

    writeFileSync(file, JSON.stringify({ version: 1, devices: [{ url: URL_1 }, { url: 'nonsense' }, 7] }));
    expect(await watched.handlers.importDevices(undefined)).toMatchObject({ devices: 1, leftOut: 2 });
    writeFileSync(file, 'nonsense');
    const refused = await Promise.resolve(watched.handlers.importDevices(undefined)).catch(toBenchError);
    expect(refused).toMatchObject({ code: 'NOT_DEVICES' });
  });

  it.each(['/dev/zero', '/no/such/file'])('take no certificate from what is no file: %s', async (file) => {
    const watched = new Watched({ dialogs: { ...noDialogs, chooseOpen: async () => file } });
    const refused = await Promise.resolve(watched.handlers.choosePem({ what: 'ca' })).catch(toBenchError);
    expect(refused).toMatchObject({ code: 'FILE_UNREADABLE' });
  });
});
