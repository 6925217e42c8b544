import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Server } from '@vsoa-testbench/core';
import { build } from 'vite';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { inlineText } from '../../../scripts/inline-text.mjs';
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

const urlsIn = (workspace: string) => readFileSync(devicesFile(workspace), 'utf8').match(/"url"/g)?.length;

const saved = (workspace: string) =>
  vi.waitFor(() => readFileSync(devicesFile(workspace)), { interval: 5, timeout: 5_000 });

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
    expect(readdirSync(workspace).toSorted()).toEqual(['devices.json', 'local']);
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

    const other = path.join(parent, 'other');
    const moved = path.join(parent, 'moved');
    const saving = new Watched({ workspace: other });
    await saving.handlers.addDevice({ url: URL_1, connect: false });
    await saved(other);
    renameSync(other, moved);
    await saving.handlers.addDevice({ url: URL_1, connect: false });
    await saving.until(() => saving.batches.some((batch) => batch.workspace?.problems[0]?.kind === 'unsaved'));
    // Nothing is made where it was: at the next start that would be the workspace, and nearly empty.
    expect(existsSync(other)).toBe(false);
    renameSync(moved, other);
    await saving.handlers.addDevice({ url: URL_1, connect: false });
    await saving.until(() => saving.batches.at(-1)?.workspace?.problems.length === 0);
    expect(urlsIn(other)).toBe(3);
  });

  it('tries once more when it is closed', async () => {
    const workspace = path.join(folder(), 'stick');
    const watched = new Watched({ workspace });
    renameSync(workspace, `${workspace} away`);
    await watched.handlers.addDevice({ url: URL_1, connect: false });
    await watched.until(() => watched.batches.some((batch) => batch.workspace?.problems[0]?.kind === 'unsaved'));
    renameSync(`${workspace} away`, workspace);
    await watched.bench.close();
    expect(urlsIn(workspace)).toBe(1);
  });

  it('keeps beside what somebody else has written to its devices meanwhile, and says so', async () => {
    const workspace = folder();
    const watched = new Watched({ workspace });
    await watched.handlers.addDevice({ url: URL_1, connect: false });
    await saved(workspace);
    const pulled = JSON.stringify({ version: 1, devices: [{ url: 'vsoa://10.0.0.1:1' }] });
    writeFileSync(devicesFile(workspace), pulled);
    await watched.handlers.addDevice({ url: URL_1, connect: false });
    const told = await watched.until(() => watched.batches.at(-1)?.workspace?.problems[0]);
    if (told.kind !== 'changed') throw new Error(`the problem is ${JSON.stringify(told)}`);
    expect(readFileSync(told.keptAs, 'utf8')).toBe(pulled);
    await watched.bench.close();
    expect(urlsIn(workspace)).toBe(2);
  });

  it('takes over what somebody else writes to its devices, and no connection ends by it', async () => {
    const workspace = folder();
    const server = new Server();
    await server.start({ host: '127.0.0.1', port: 0 });
    onTestFinished(() => server.close());
    const url = `vsoa://127.0.0.1:${server.address?.port}`;
    const watched = new Watched({ workspace, secrets: sessionSecrets() });
    const live = await watched.connected(url);
    const edited = await watched.connected(url);
    const idle = await watched.handlers.addDevice({ url: URL_1, name: 'Idle', passwd: 'x', connect: false });
    const gone = await watched.handlers.addDevice({ url: URL_1, name: 'Gone', passwd: 'y', connect: false });
    await vi.waitFor(() => expect(urlsIn(workspace)).toBe(4), { interval: 5, timeout: 5_000 });
    const text = JSON.stringify({
      version: 1,
      devices: [
        { url: 'vsoa://10.0.0.1:1', name: 'New', subscriptions: ['/speed'] },
        { id: idle.id, url: URL_1, name: 'Renamed', color: 'pink' },
        { id: edited.id, url: 'vsoa://10.0.0.2:2', name: 'Moved' },
      ],
    });
    writeFileSync(devicesFile(workspace), text);
    await watched.until(() => watched.devices.some(({ name }) => name === 'New'));
    expect(watched.devices).toMatchObject([
      { id: live.id, state: { name: 'connected' }, clientId: live.clientId },
      { name: 'New', subscriptions: ['/speed'], state: { name: 'disconnected' } },
      { id: idle.id, name: 'Renamed', options: { color: 'pink' }, secrets: { passwd: true } },
      { id: edited.id, name: 'Moved', url: 'vsoa://10.0.0.2:2', outdated: true, state: { name: 'connected' } },
    ]);
    // It is theirs: nothing is written because of it.
    await watched.handlers.refreshRequests(undefined);
    expect(readFileSync(devicesFile(workspace), 'utf8')).toBe(text);

    writeFileSync(devicesFile(workspace), JSON.stringify({ version: 1, devices: [{ id: gone.id, url: URL_1 }] }));
    await watched.until(() => watched.devices.some(({ id }) => id === gone.id));
    expect(watched.device(gone.id).secrets.passwd).toBe(true);
    await watched.handlers.connectDevice({ id: edited.id });
    await watched.state(edited.id, 'connecting');
    expect(watched.device(edited.id).outdated).toBeUndefined();
  });

  it('takes nothing over while it makes no sense, and saves again when conflicts of git are resolved', async () => {
    const workspace = folder();
    const watched = new Watched({ workspace });
    await watched.handlers.addDevice({ url: URL_1, name: 'A', connect: false });
    await saved(workspace);
    const look = () => watched.handlers.refreshRequests(undefined);
    for (const text of ['{"version": 1, "devi', '', '{"version": 1, "devices": [7]}']) {
      writeFileSync(devicesFile(workspace), text);
      await look();
      expect((await devicesOf(watched)).map(({ name }) => name)).toEqual(['A']);
      expect(await problemOf(watched)).toBeNull();
    }
    writeFileSync(devicesFile(workspace), '{\n<<<<<<< HEAD\n');
    await look();
    expect(await problemOf(watched)).toMatchObject({ kind: 'conflict' });
    writeFileSync(devicesFile(workspace), JSON.stringify({ version: 1, devices: [{ url: URL_1, name: 'B' }] }));
    await look();
    expect(await problemOf(watched)).toBeNull();
    await watched.handlers.addDevice({ url: URL_1, name: 'C', connect: false });
    await watched.bench.close();
    expect(readFileSync(devicesFile(workspace), 'utf8')).toMatch(/"B"[^]*"C"/);
    expect(readdirSync(workspace).toSorted()).toEqual(['devices.json', 'local']);
  });

  it('leaves a file with conflicts of git as it is, where it is', async () => {
    const workspace = folder();
    const text = '{\n<<<<<<< HEAD\n  "version": 1,\n=======\n  "version": 2,\n>>>>>>> theirs\n  "devices": []\n}\n';
    writeFileSync(devicesFile(workspace), text);
    const watched = new Watched({ workspace });
    expect(await problemOf(watched)).toEqual({ file: 'devices.json', kind: 'conflict' });
    await watched.handlers.addDevice({ url: URL_1, connect: false });
    await watched.bench.close();
    expect(readFileSync(devicesFile(workspace), 'utf8')).toBe(text);
    expect(readdirSync(workspace).toSorted()).toEqual(['devices.json', 'local']);
  });

  it('does not touch the devices that git sees when one is connected or left', async () => {
    const workspace = folder();
    const first = new Watched({ workspace });
    const { id } = await first.handlers.addDevice({ url: URL_1, keep: true, connect: false });
    await saved(workspace);
    const { mtimeMs } = statSync(devicesFile(workspace));
    const text = readFileSync(devicesFile(workspace), 'utf8');
    await first.handlers.connectDevice({ id });
    await first.bench.close();
    expect(readFileSync(devicesFile(workspace), 'utf8')).toBe(text);
    expect(statSync(devicesFile(workspace)).mtimeMs).toBe(mtimeMs);
    const second = new Watched({ workspace });
    expect((await devicesOf(second))[0]?.state.name).not.toBe('disconnected');
  });

  it('keeps its local part out of git, also where that was cleaned away, and clears up after a crash', async () => {
    const workspace = folder();
    const old = new Date(Date.now() - 3_600_000);
    mkdirSync(path.join(workspace, 'requests', 'a'), { recursive: true });
    const left = ['devices.json.0a1b2c3d.part', 'requests/a/b.json.0a1b2c3d.part'];
    const kept = ['firmware.bin.part', 'devices.json.ffffffff.part'];
    for (const name of [...left, ...kept]) writeFileSync(path.join(workspace, name), 'half');
    for (const name of left) utimesSync(path.join(workspace, name), old, old);
    utimesSync(path.join(workspace, 'firmware.bin.part'), old, old);
    await new Watched({ workspace }).bench.close();
    expect(left.filter((name) => existsSync(path.join(workspace, name)))).toEqual([]);
    expect(kept.filter((name) => existsSync(path.join(workspace, name)))).toEqual(kept);
    expect(readFileSync(path.join(workspace, 'local', '.gitignore'), 'utf8')).toBe('*\n');
  });

  it('of an app that is killed while it saves has what was saved before', async () => {
    const workspace = folder();
    const bundle = folder();
    const conditions = ['@vsoa-testbench/source'];
    await build({
      configFile: false,
      logLevel: 'error',
      plugins: [inlineText()],
      resolve: { conditions },
      ssr: { noExternal: true, resolve: { conditions } },
      build: {
        ssr: path.join(import.meta.dirname, 'saver.child.ts'),
        outDir: bundle,
        rolldownOptions: { output: { entryFileNames: 'child.mjs' } },
      },
    });
    for (let kill = 1; kill <= 5; kill++) {
      const child = spawn(process.execPath, [path.join(bundle, 'child.mjs'), workspace], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      onTestFinished(() => void child.kill('SIGKILL'));
      let said = 0;
      for await (const text of child.stdout) {
        said = Number(String(text).trim().split('\n').at(-1));
        if (said >= kill * 10) break;
      }
      child.kill('SIGKILL');
      await once(child, 'exit');
      const { devices } = JSON.parse(readFileSync(devicesFile(workspace), 'utf8')) as { devices: { name: string }[] };
      expect(Number(devices[0]?.name)).toBeGreaterThanOrEqual(said);
    }
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
