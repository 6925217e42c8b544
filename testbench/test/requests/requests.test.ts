import { mkdir, mkdtemp, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { BenchOptions } from '../../bench.ts';
import { noDialogs } from '../../capture/dialogs.ts';
import type { SavedRequest, VariableDraft } from '../../contract.ts';
import { sessionSecrets } from '../../devices/secrets.ts';
import { Watched } from '../bench-harness.ts';

let workspace: string;
beforeEach(async () => {
  workspace = await mkdtemp(path.join(os.tmpdir(), 'requests-'));
  onTestFinished(() => rm(workspace, { recursive: true, force: true }));
});

const request = (url = '/echo', change: Partial<SavedRequest['draft']> = {}): SavedRequest => ({
  draft: {
    url,
    method: 'GET',
    payload: { param: '', data: { kind: 'text', text: '' } },
    timeoutMs: 5_000,
    repeat: { count: 1, perSecond: null },
    ...change,
  },
  expect: { status: null, rttMs: null, param: [] },
});

/** A bench, and its requests as a window would know them. */
class Window extends Watched {
  get tree() {
    return this.batches.findLast((batch) => batch.requests)?.requests;
  }

  get environments() {
    return this.batches.findLast((batch) => batch.environments)?.environments;
  }

  /** Names, each as deep as it lies. */
  get names(): string[] {
    return (this.tree?.nodes ?? []).map(({ id, name }) => `${'  '.repeat(id.split('/').length - 1)}${name}`);
  }

  async named(...names: string[]): Promise<void> {
    await this.until(() => JSON.stringify(this.names) === JSON.stringify(names));
  }

  /** A collection with requests in it; answers its id. */
  async collection(name: string, ...requests: string[]): Promise<string> {
    const id = await this.handlers.addRequestFolder({ parent: null, name });
    for (const each of requests) await this.handlers.addRequest({ parent: id, name: each, request: request() });
    return id;
  }
}

const open = (options: BenchOptions = {}) => new Window({ workspace, ...options });
const inRequests = (...parts: string[]) => path.join(workspace, 'requests', ...parts);
const write = async (place: string, text: string) => {
  await mkdir(path.dirname(inRequests(place)), { recursive: true });
  await writeFile(inRequests(place), text);
};

async function filesOf(folder: string): Promise<Record<string, string>> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = names.filter((each) => each.isFile()).map((each) => path.join(each.parentPath, each.name));
  const texts = await Promise.all(files.map((file) => readFile(file, 'utf8')));
  return Object.fromEntries(files.map((file, at) => [path.relative(folder, file), texts[at] as string]));
}

describe('saved requests', () => {
  it('are files by their names, in folders, and are there after a restart', async () => {
    const first = open();
    const vehicle = await first.collection('Vehicle');
    const body = await first.handlers.addRequestFolder({ parent: vehicle, name: '车身' });
    const draft = request('/body/doors', {
      method: 'SET',
      payload: { param: '{"open": true}', data: { kind: 'hex', text: '00' } },
    });
    const id = await first.handlers.addRequest({ parent: body, name: 'Open a door?', request: draft });
    expect(id).toBe('Vehicle/车身/Open a door%3F.json');
    await first.named('Vehicle', '  车身', '    Open a door?');
    await first.bench.close();

    const second = open();
    await second.named('Vehicle', '  车身', '    Open a door?');
    expect(await second.handlers.readRequest({ id })).toEqual(draft);
    expect(second.tree?.nodes.at(-1)).toMatchObject({
      id,
      parent: body,
      kind: 'request',
      method: 'SET',
      problem: null,
    });
  });

  it('saved again they are the same bytes, and a move changes the one file that was moved', async () => {
    const window = open();
    const id = await window.collection('Vehicle', 'a', 'b', 'c', 'd');
    const before = await filesOf(workspace);
    for (const { id: each, kind } of window.tree?.nodes ?? []) {
      if (kind === 'request')
        await window.handlers.saveRequest({ id: each, request: await window.handlers.readRequest({ id: each }) });
    }
    expect(await filesOf(workspace)).toEqual(before);

    await window.handlers.moveRequest({ id: `${id}/d.json`, parent: id, to: 1 });
    await window.named('Vehicle', '  a', '  d', '  b', '  c');
    const after = await filesOf(workspace);
    const changed = Object.keys(after).filter((file) => after[file] !== before[file]);
    expect(changed).toEqual([path.join('requests', 'Vehicle', 'd.json')]);
  });

  it('are renamed, duplicated, and moved with what is in them, never over another', async () => {
    const window = open();
    const vehicle = await window.collection('Vehicle', 'Speed', 'Doors');
    const other = await window.collection('Other', 'speed');
    expect(await window.handlers.duplicateRequest({ id: `${vehicle}/Speed.json`, name: 'Speed' })).toBe(
      'Vehicle/Speed 2.json',
    );
    await window.named('Vehicle', '  Speed', '  Speed 2', '  Doors', 'Other', '  speed');
    expect(await window.handlers.moveRequest({ id: `${other}/speed.json`, parent: vehicle, to: 0 })).toBe(
      'Vehicle/speed 3.json',
    );
    expect(await window.handlers.renameRequest({ id: 'Vehicle/speed 3.json', name: 'DOORS' })).toBe(
      'Vehicle/DOORS 2.json',
    );
    expect(await window.handlers.renameRequest({ id: 'Vehicle/DOORS 2.json', name: 'doors 2' })).toBe(
      'Vehicle/doors 2.json',
    );
    expect(await window.handlers.moveRequest({ id: vehicle, parent: other, to: 0 })).toBe('Other/Vehicle');
    await window.named('Other', '  Vehicle', '    doors 2', '    Speed', '    Speed 2', '    Doors');
    expect(await window.handlers.duplicateRequest({ id: other, name: 'Copy' })).toBe('Copy');
    expect(window.names).toHaveLength(12);
    await expect(window.handlers.moveRequest({ id: other, parent: 'Other/Vehicle', to: 0 })).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
    });
  });

  it('come back where they were after they were deleted, also a whole collection, also beside a new one of its name', async () => {
    const window = open();
    const id = await window.collection('Vehicle', 'a', 'b', 'c');
    const before = await filesOf(inRequests());
    await window.handlers.deleteRequest({ id: `${id}/b.json` });
    await window.named('Vehicle', '  a', '  c');
    await window.handlers.deleteRequest({ id });
    await window.named();
    await window.handlers.bringBackRequest({ id });
    await window.handlers.bringBackRequest({ id: `${id}/b.json` });
    await window.named('Vehicle', '  a', '  b', '  c');
    expect(await filesOf(inRequests())).toEqual(before);

    await window.handlers.deleteRequest({ id });
    await window.collection('vehicle');
    expect(await window.handlers.bringBackRequest({ id })).toBe('Vehicle 2');
    await window.handlers.deleteRequest({ id: 'vehicle' });
    await window.bench.close();
    expect(await readdir(path.join(workspace, 'local'))).not.toContain('deleted');
  });

  it('that are gone are named so', async () => {
    const window = open();
    for (const id of ['a.json', '../devices.json', '/etc/passwd', 'x/../../y.json']) {
      await expect(window.handlers.readRequest({ id })).rejects.toMatchObject({ code: 'NO_SUCH_REQUEST' });
      await expect(window.handlers.deleteRequest({ id })).rejects.toMatchObject({ code: 'NO_SUCH_REQUEST' });
      await expect(window.handlers.addRequest({ parent: id, name: 'a', request: request() })).rejects.toMatchObject({
        code: 'NO_SUCH_REQUEST',
      });
    }
  });

  it('a name leads nowhere else', async () => {
    const window = open();
    const id = await window.collection('../../evil', '../x', '/etc/passwd', 'CON');
    expect(Object.keys(await filesOf(inRequests()))).toEqual(
      expect.arrayContaining([
        `${id}/..%2Fx.json`.replace('/..', '/%2E.'),
        `${id}/%2Fetc%2Fpasswd.json`,
        `${id}/%43ON.json`,
      ]),
    );
    await window.named('../../evil', '  ../x', '  /etc/passwd', '  CON');
  });
});

describe('files that others write', () => {
  it('are seen as they come, change, move and go', async () => {
    const window = open();
    const id = await window.collection('Vehicle', 'a');
    await write(`${id}/b.json`, '{"version": 1, "url": "/b", "method": "SET"}');
    await window.named('Vehicle', '  a', '  b');
    expect(await window.handlers.readRequest({ id: `${id}/b.json` })).toEqual(request('/b', { method: 'SET' }));

    const revision = () =>
      window.tree?.nodes.flatMap((node) => (node.kind === 'request' && node.name === 'b' ? [node.revision] : []))[0];
    const before = revision();
    await write(`${id}/b.json`, '{"version": 1, "url": "/c", "method": "SET"}');
    await window.until(() => revision() !== before);

    await mkdir(inRequests(id, 'deep'));
    await rename(inRequests(id, 'b.json'), inRequests(id, 'deep', 'c.json'));
    await window.named('Vehicle', '  a', '  deep', '    c');
    await rm(inRequests(id), { recursive: true });
    await window.named();
  });

  it('are seen from the first one on', async () => {
    const window = open();
    await window.handlers.refreshRequests(undefined);
    await write('Pulled/a.json', '{"version": 1}');
    await window.named('Pulled', '  a');
    expect(window.tree?.error).toBeNull();
  });

  it('that make no sense are shown with the reason, stay as they are, and others go on', async () => {
    const texts = {
      'broken.json': '{\n  "version": 1,\n  "url": oops\n}',
      'conflict.json': '{\n<<<<<<< HEAD\n}',
      'newer.json': '{"version": 9, "url": "/new"}',
      'fine.json': '{"version": 1, "url": "/fine"}',
    };
    for (const [name, text] of Object.entries(texts)) await write(`Vehicle/${name}`, text);
    const window = open();
    await window.named('Vehicle', '  broken', '  conflict', '  fine', '  newer');
    expect(window.tree?.nodes.flatMap((node) => (node.kind === 'request' ? [node.problem] : []))).toEqual([
      expect.objectContaining({ kind: 'broken', line: 3, column: 10 }),
      { kind: 'conflict', line: 2 },
      null,
      { kind: 'newer' },
    ]);
    expect((await window.handlers.readRequest({ id: 'Vehicle/newer.json' })).draft.url).toBe('/new');
    const save = (id: string) => window.handlers.saveRequest({ id, request: request() });
    await expect(save('Vehicle/newer.json')).rejects.toMatchObject({ code: 'NEWER_FILE' });
    await expect(save('Vehicle/broken.json')).rejects.toMatchObject({ code: 'FILE_UNREADABLE' });
    await window.handlers.moveRequest({ id: 'Vehicle/broken.json', parent: 'Vehicle', to: 3 });
    const after = await filesOf(inRequests('Vehicle'));
    expect(after).toMatchObject({ 'broken.json': texts['broken.json'], 'newer.json': texts['newer.json'] });
  });

  it('links are shown and not followed, and nothing is written through one', async () => {
    const outside = await mkdtemp(path.join(os.tmpdir(), 'outside-'));
    onTestFinished(() => rm(outside, { recursive: true, force: true }));
    await writeFile(path.join(outside, 'secret.json'), '{"version": 1, "url": "/secret"}');
    await write('Vehicle/a.json', '{"version": 1}');
    await symlink(path.join(outside, 'secret.json'), inRequests('Vehicle', 'link.json'));
    await symlink(outside, inRequests('Vehicle', 'folder'));
    const window = open();
    await window.named('Vehicle', '  a', '  link');
    expect(window.tree?.nodes.at(-1)).toMatchObject({ problem: { kind: 'unreadable' } });
    await expect(window.handlers.readRequest({ id: 'Vehicle/link.json' })).rejects.toMatchObject({
      code: 'FILE_UNREADABLE',
    });

    // The folder becomes a link while the window thinks that it is none.
    await rename(inRequests('Vehicle'), inRequests('.hidden'));
    await symlink(outside, inRequests('Vehicle'));
    await expect(
      window.handlers.addRequest({ parent: 'Vehicle', name: 'x', request: request() }),
    ).rejects.toMatchObject({
      code: 'NO_SUCH_REQUEST',
    });
    expect(await readdir(outside)).toEqual(['secret.json']);
  });

  it('too many, too deep and too large ones are counted, and the others shown', async () => {
    await write(`${Array.from({ length: 9 }, (_, at) => at).join('/')}/a.json`, '{"version": 1}');
    await write('large.json', `{"version": 1, "url": "${' '.repeat(8_388_608)}"}`);
    const window = open();
    await window.until(() => window.tree?.leftOut === 1);
    expect(window.names).toHaveLength(9);
    expect(window.tree?.nodes.at(-1)).toMatchObject({ id: 'large.json', problem: { kind: 'unreadable' } });
    await expect(
      window.handlers.addRequestFolder({ parent: Array.from({ length: 8 }, (_, at) => at).join('/'), name: 'x' }),
    ).rejects.toMatchObject({ code: 'TOO_MANY' });
  });
});

const data = (file: string) => JSON.stringify({ version: 1, data: { file } });

describe('files that requests send', () => {
  it('are opened where they lie in the workspace, or were chosen here, and not where somebody else names them', async () => {
    await writeFile(path.join(workspace, 'firmware.bin'), 'abc');
    await write('Vehicle/inside.json', data('firmware.bin'));
    await write('Vehicle/outside.json', data('/etc/hostname'));
    const window = open();
    const inside = await window.handlers.readRequest({ id: 'Vehicle/inside.json' });
    expect(inside.draft.payload.data).toEqual({
      kind: 'file',
      file: { path: path.join(workspace, 'firmware.bin'), name: 'firmware.bin', bytes: 3 },
    });
    await window.handlers.saveRequest({ id: 'Vehicle/inside.json', request: inside });
    expect(await readFile(inRequests('Vehicle', 'inside.json'), 'utf8')).toContain('"file": "firmware.bin"');
    const outside = await window.handlers.readRequest({ id: 'Vehicle/outside.json' });
    expect(outside.draft.payload.data).toMatchObject({ kind: 'file', file: { path: '/etc/hostname' } });
  });
});

describe('a collection as a file', () => {
  it('goes out and comes in with everything in it', async () => {
    const file = path.join(workspace, 'out.json');
    const dialogs = { ...noDialogs, chooseSave: () => Promise.resolve(file), chooseOpen: () => Promise.resolve(file) };
    const window = open({ dialogs });
    const id = await window.collection('Vehicle', 'b', 'a');
    const folder = await window.handlers.addRequestFolder({ parent: id, name: 'Deep' });
    await window.handlers.addRequest({
      parent: folder,
      name: 'wide',
      request: request('/x', { payload: { param: '{\n "id": 9007199254740993 }', data: { kind: 'text', text: '' } } }),
    });
    expect(await window.handlers.exportCollection({ id })).toEqual({ name: 'out.json', requests: 3, leftOut: 0 });
    expect(await window.handlers.importCollection(undefined)).toEqual({ name: 'Vehicle', requests: 3, leftOut: 0 });
    await window.named('Vehicle', '  b', '  a', '  Deep', '    wide', 'Vehicle 2', '  b', '  a', '  Deep', '    wide');
    const { 'folder.json': _, ...out } = await filesOf(inRequests('Vehicle'));
    const { 'folder.json': _other, ...back } = await filesOf(inRequests('Vehicle 2'));
    expect(back).toEqual(out);
    expect((await readdir(path.join(workspace, 'local'))).filter((name) => name.startsWith('import-'))).toEqual([]);
  });

  it('leads nowhere else and brings nothing that makes no sense', async () => {
    const file = path.join(workspace, 'in.json');
    const dialogs = { ...noDialogs, chooseSave: () => Promise.resolve(null), chooseOpen: () => Promise.resolve(file) };
    const window = open({ dialogs });
    const good = { version: 1, url: '/a' };
    const files = {
      '../../evil.json': good,
      'a.json': good,
      'A.json': good,
      'b.json': { version: 1, url: 5 },
      'c.txt': good,
      'CON.json': good,
    };
    await writeFile(file, JSON.stringify({ kind: 'vsoa-testbench requests', version: 1, name: '../x', files }));
    expect(await window.handlers.importCollection(undefined)).toEqual({ name: '../x', requests: 3, leftOut: 3 });
    expect(Object.keys(await filesOf(inRequests())).toSorted()).toEqual(
      ['%2E.%2Fx/%2E%2E/%2E%2E/evil.json', '%2E.%2Fx/%43ON.json', '%2E.%2Fx/a.json', '%2E.%2Fx/folder.json'].toSorted(),
    );
    await writeFile(file, '{"kind": "something else"}');
    await expect(window.handlers.importCollection(undefined)).rejects.toMatchObject({ code: 'NOT_REQUESTS' });
  });
});

describe('environments', () => {
  const variables: VariableDraft[] = [
    { name: 'vin', kind: 'text', value: '42' },
    { name: 'token', kind: 'secret', value: 'hunter2' },
  ];

  it('are files without their secrets, which only the store of secrets has', async () => {
    const secrets = sessionSecrets();
    const window = open({ secrets });
    expect(await window.handlers.saveEnvironment({ name: null, to: 'Bench', variables })).toBe('Bench');
    await window.handlers.chooseEnvironment({ name: 'Bench' });
    await window.until(() => window.environments?.chosen === 'Bench');
    expect(window.environments?.variables).toEqual([
      { name: 'vin', kind: 'text', value: '42', stored: false },
      { name: 'token', kind: 'secret', value: null, stored: true },
    ]);
    await window.bench.close();
    expect(JSON.stringify(await filesOf(workspace))).not.toContain('hunter2');

    const again = open({ secrets });
    await again.until(() => again.environments?.chosen === 'Bench');
    expect(again.environments?.variables[1]?.stored).toBe(true);
    const elsewhere = open({ secrets, workspace: await mkdtemp(path.join(workspace, 'other-')) });
    await elsewhere.handlers.saveEnvironment({
      name: null,
      to: 'Bench',
      variables: [{ name: 'token', kind: 'secret', value: null }],
    });
    expect((await elsewhere.handlers.readEnvironment({ name: 'Bench' })).variables[0]?.stored).toBe(false);
  });

  it('are renamed with their secrets, deleted and brought back', async () => {
    const secrets = sessionSecrets();
    const window = open({ secrets });
    await window.handlers.saveEnvironment({ name: null, to: 'Bench', variables });
    await window.handlers.chooseEnvironment({ name: 'Bench' });
    const kept: VariableDraft[] = [{ name: 'password', was: 'token', kind: 'secret', value: null }];
    expect(await window.handlers.saveEnvironment({ name: 'Bench', to: 'Lab', variables: kept })).toBe('Lab');
    await window.until(() => window.environments?.chosen === 'Lab');
    expect(window.environments?.variables).toEqual([{ name: 'password', kind: 'secret', value: null, stored: true }]);
    await window.handlers.deleteEnvironment({ name: 'Lab' });
    await window.until(() => window.environments?.chosen === null && window.environments.list.length === 0);
    await window.handlers.bringBackEnvironment({ name: 'Lab' });
    await window.until(() => window.environments?.chosen === 'Lab');
    expect(window.environments?.variables[0]?.stored).toBe(true);
    expect(await readdir(path.join(workspace, 'environments'))).toEqual(['Lab.json']);
  });

  it('say which variable is wrong', async () => {
    const window = open();
    const save = (...each: VariableDraft[]) =>
      window.handlers.saveEnvironment({ name: null, to: 'x', variables: each });
    const fine: VariableDraft = { name: 'a', kind: 'text', value: '' };
    await expect(save(fine, { ...fine, name: 'a b' })).rejects.toMatchObject({ code: 'INVALID_NAME', position: 1 });
    await expect(save(fine, fine)).rejects.toMatchObject({ code: 'INVALID_NAME', position: 1 });
    await expect(save({ ...fine, kind: 'json', value: '{' })).rejects.toMatchObject({
      code: 'INVALID_VARIABLE',
      position: 0,
    });
  });

  it('that make no sense are shown as such, and have no values', async () => {
    await mkdir(path.join(workspace, 'environments'), { recursive: true });
    await writeFile(
      path.join(workspace, 'environments', 'Lab.json'),
      '{"version": 1, "variables": [{"name": "a b", "value": ""}]}',
    );
    const window = open();
    await window.until(() => window.environments?.list.length === 1);
    expect(window.environments?.list[0]).toMatchObject({ name: 'Lab', problem: { kind: 'broken', line: 1 } });
    await expect(window.handlers.saveEnvironment({ name: 'Lab', to: 'Lab', variables: [] })).rejects.toMatchObject({
      code: 'FILE_UNREADABLE',
    });
  });

  it('are deleted whatever is in them, and brought back byte by byte, with their secrets', async () => {
    const file = path.join(workspace, 'environments', 'Lab.json');
    await mkdir(path.dirname(file), { recursive: true });
    const text =
      '{"version": 1, "note": "of a later version",\n"variables": [{"name": "token", "kind": "secret", "since": 7}]}';
    await writeFile(file, text);
    await writeFile(path.join(workspace, 'environments', 'Broken.json'), '<<<<<<< ours');
    const secrets = sessionSecrets();
    const window = open({ secrets });
    const set: VariableDraft[] = [{ name: 'token', kind: 'secret', value: 'hunter2' }];
    await window.handlers.saveEnvironment({ name: null, to: 'Other', variables: set });
    await window.handlers.saveEnvironment({ name: 'Lab', to: 'Lab', variables: set });
    await writeFile(file, text);
    for (const name of ['Lab', 'Broken']) await window.handlers.deleteEnvironment({ name });
    await window.until(() => window.environments?.list.length === 1);
    expect(await readdir(path.dirname(file))).toEqual(['Other.json']);

    await window.handlers.saveEnvironment({ name: null, to: 'Broken', variables: [] });
    expect(await window.handlers.bringBackEnvironment({ name: 'Lab' })).toBe('Lab');
    expect(await window.handlers.bringBackEnvironment({ name: 'Broken' })).toBe('Broken 2');
    expect(await readFile(file, 'utf8')).toBe(text);
    expect(await readFile(path.join(path.dirname(file), 'Broken 2.json'), 'utf8')).toBe('<<<<<<< ours');
    expect((await window.handlers.readEnvironment({ name: 'Lab' })).variables[0]?.stored).toBe(true);
    await expect(window.handlers.bringBackEnvironment({ name: 'Lab' })).rejects.toMatchObject({
      code: 'NO_SUCH_ENVIRONMENT',
    });
  });
});

it('a workspace that was moved away is not made anew by anything that is saved, and that is said', async () => {
  const file = path.join(workspace, '..', `${path.basename(workspace)}.json`);
  onTestFinished(() => rm(file, { force: true }));
  const dialogs = { ...noDialogs, chooseSave: () => Promise.resolve(file), chooseOpen: () => Promise.resolve(file) };
  const home = path.join(workspace, 'home');
  const window = open({ workspace: home, dialogs });
  const id = await window.collection('Vehicle', 'a', 'b');
  await window.handlers.saveEnvironment({ name: null, to: 'bench', variables: [] });
  await window.handlers.exportCollection({ id });
  const deleted = `${id}/b.json`;
  const device = await window.handlers.startDemo({});
  await window.state(device.id, 'connected');
  await window.handlers.deleteRequest({ id: deleted });
  await rename(home, `${home} away`);

  const { handlers } = window;
  const unwritable = { code: 'FILE_UNWRITABLE' };
  await expect(handlers.addRequestFolder({ parent: null, name: 'c' })).rejects.toMatchObject(unwritable);
  await expect(handlers.addRequest({ parent: null, name: 'c', request: request() })).rejects.toMatchObject(unwritable);
  await expect(handlers.bringBackRequest({ id: deleted })).rejects.toMatchObject(unwritable);
  await expect(handlers.importCollection(undefined)).rejects.toMatchObject(unwritable);
  await expect(handlers.saveEnvironment({ name: null, to: 'd', variables: [] })).rejects.toMatchObject(unwritable);
  await expect(handlers.addSampleRequests({ name: 'Samples', names: {} })).rejects.toMatchObject(unwritable);
  // The history of calls is kept there too.
  await handlers.call({ id: device.id, callId: 'one', draft: request().draft });
  await window.bench.close();
  expect(await readdir(workspace)).toEqual(['home away']);
});

it('without a workspace on the disk nothing can be saved, and that is said', async () => {
  const window = new Window();
  await expect(window.handlers.addRequestFolder({ parent: null, name: 'a' })).rejects.toMatchObject({
    code: 'FILE_UNWRITABLE',
  });
});
