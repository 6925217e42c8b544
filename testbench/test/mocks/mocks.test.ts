import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text as textOf } from 'node:stream/consumers';
import { Client, PositionServer } from '@vsoa-testbench/core';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { ScenarioEntry, ScenarioList } from '../../contract.ts';
import { Watched } from '../bench-harness.ts';

const LEVEL = `scenario: 1
name: Levels
ecus:
  - name: tank
    state: { level: 1 }
    commands:
      - url: /level
        method: GET
        param: { level: { $state: level } }
    topics:
      - url: /level
        onChange: true
        param: { level: { $state: level } }
    faults:
      - { kind: status, status: 5, url: /level, enabled: false, name: denied }
`;

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'mocks-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
});

/** A bench whose newest list of scenarios is known. */
class Mocked extends Watched {
  get list(): ScenarioList | undefined {
    return this.batches.findLast((batch) => batch.scenarios)?.scenarios;
  }

  entry(id: string, is: (entry: ScenarioEntry) => boolean = () => true): Promise<ScenarioEntry> {
    return this.until(() => {
      const found = this.list?.scenarios.find((entry) => entry.id === id);
      return found && is(found) ? found : undefined;
    });
  }

  /** Where an ECU of a scenario that runs listens. */
  async url(id: string, ecu: string): Promise<string> {
    const { state } = await this.entry(id, (entry) => entry.state.name === 'running');
    const found = state.name === 'running' ? state.ecus.find(({ name }) => name === ecu) : undefined;
    return found?.url ?? '';
  }
}

const makeBench = () => new Mocked({ workspace: folder });

async function connected(url: string): Promise<Client> {
  const client = new Client();
  onTestFinished(() => client.disconnect());
  await client.connect(url);
  return client;
}

const inFolder = (name: string) => path.join(folder, 'scenarios', name);

describe('the demo vehicle', () => {
  it('is a scenario that runs and is not written; its copy in the workspace has the files that it names', async () => {
    const bench = makeBench();
    const id = 'demo:';
    await expect((async () => bench.handlers.readScenario({ id }))()).rejects.toMatchObject({ code: 'NOT_RUNNING' });
    const device = await bench.handlers.startDemo({});
    const entry = await bench.entry(id, ({ state }) => state.name === 'running' && state.ecus[0]?.clients === 1);
    expect(entry).toMatchObject({
      name: 'Demo vehicle',
      place: 'demo',
      state: { ecus: [{ name: 'vehicle' }, {}, {}, {}, {}, {}] },
    });
    expect(await bench.url(id, 'vehicle')).toBe(device.url);
    const seen = await bench.handlers.readMockEcu({ id, ecu: 'vehicle' });
    expect(seen.clients).toHaveLength(1);
    await bench.handlers.setMockState({ id, ecu: 'vehicle', text: '{"targetCelsius":25}', how: 'patch' });
    await bench.topic('/climate/status', ({ preview }) => preview.includes('25'));

    const { text } = await bench.handlers.readScenario({ id });
    const copy = await bench.handlers.addScenario({ name: entry.name, text, like: id });
    expect(copy).toBe('Demo vehicle/Demo vehicle.yaml');
    expect((await readdir(inFolder('Demo vehicle'))).toSorted()).toEqual([
      'Demo vehicle.yaml',
      'drive-log.txt',
      'front.png',
      'speed-limits.csv',
    ]);
    await bench.handlers.startScenario({ id: copy });
    const client = await connected(await bench.url(copy, 'vehicle'));
    expect((await client.call('/camera/front')).data.subarray(1, 4).toString()).toBe('PNG');

    await bench.handlers.stopMock({ id: 'demo' });
    await bench.until(() => bench.list?.scenarios.every((each) => each.id !== id) || undefined);
  });
});

describe('scenarios of the workspace', () => {
  it('a file is made, renamed, deleted and brought back; a name that is taken gets a number', async () => {
    const bench = makeBench();
    const id = await bench.handlers.addScenario({ name: 'Levels', text: LEVEL });
    expect(id).toBe('Levels.yaml');
    expect(await bench.handlers.addScenario({ name: 'Levels', text: LEVEL })).toBe('Levels 2.yaml');
    const renamed = await bench.handlers.renameScenario({ id, name: 'Tank' });
    expect(renamed).toBe('Tank.yaml');
    await expect(bench.handlers.renameScenario({ id: renamed, name: 'Levels 2' })).rejects.toMatchObject({
      code: 'INVALID_NAME',
    });
    await bench.handlers.deleteScenario({ id: renamed });
    expect(await readdir(path.join(folder, 'scenarios'))).toEqual(['Levels 2.yaml']);
    expect(await bench.handlers.bringBackScenario({ id: renamed })).toBe('Tank.yaml');
    expect(await readFile(inFolder('Tank.yaml'), 'utf8')).toBe(LEVEL);
    await expect(bench.handlers.readScenario({ id: '../devices.json' })).rejects.toMatchObject({
      code: 'NO_SUCH_SCENARIO',
    });
  });

  it('a copy has the files that it names, in a folder of its own; what it has received stays', async () => {
    const bench = makeBench();
    const text = `scenario: 1
ecus:
  - name: ota
    commands:
      - { url: /firmware, stream: { send: { file: parts/firmware.bin } } }
      - { url: /log, stream: { receive: { file: log.txt } } }
      - { url: /gone, data: { file: gone.bin } }
    topics:
      - { url: /speed, every: 100, csv: { file: speed.csv } }
`;
    await mkdir(inFolder('Own/parts'), { recursive: true });
    await writeFile(inFolder('Own/own.yaml'), text);
    await writeFile(inFolder('Own/parts/firmware.bin'), 'firmware');
    await writeFile(inFolder('Own/speed.csv'), 'kmh\n1\n');
    await writeFile(inFolder('Own/log.txt'), 'received');
    await bench.handlers.refreshScenarios(undefined);
    const like = 'Own/own.yaml';
    const copy = await bench.handlers.addScenario({ name: 'own', text, like });
    expect(copy).toBe('own 2/own 2.yaml');
    expect((await readdir(inFolder('own 2'), { recursive: true })).toSorted()).toEqual([
      'own 2.yaml',
      'parts',
      'parts/firmware.bin',
      'speed.csv',
    ]);
    // As it is written, whether it is right or not.
    const broken = text.replace('scenario: 1', 'scenario: [');
    expect(await bench.handlers.addScenario({ name: 'b', text: broken, like, json: true })).toBe('b/b.json');
    await writeFile(inFolder('Levels.yaml'), LEVEL);
    await bench.handlers.refreshScenarios(undefined);
    expect(await bench.handlers.addScenario({ name: 'L', text: LEVEL, like: 'Levels.yaml' })).toBe('L.yaml');
  });

  it('a saved text that cannot run leaves the one before running, and says so', async () => {
    const bench = makeBench();
    const id = await bench.handlers.addScenario({ name: 'Levels', text: LEVEL });
    await bench.handlers.startScenario({ id });
    const client = await connected(await bench.url(id, 'tank'));
    const { revision } = await bench.handlers.readScenario({ id });
    const other = LEVEL.replace('level: { $state: level }', 'level: 9');
    const text = `${other}positions: { entries: [{ name: x, host: no-such-host.invalid, port: 5 }] }\n`;
    const saved = await bench.handlers.saveScenario({ id, text, revision });
    expect(saved).toMatchObject({ earlier: true, restarted: [] });
    await bench.entry(id, ({ stale, state }) => stale && state.name === 'running' && state.error !== null);
    expect((await client.call('/level')).param).toEqual({ level: 1 });
    expect(await bench.handlers.saveScenario({ id, text: LEVEL, revision: null })).toMatchObject({ earlier: false });
    await bench.entry(id, ({ stale, state }) => !stale && state.name === 'running' && state.error === null);
    expect(client.connected).toBe(true);
  });

  it('of texts that are checked one after the other only the newest is checked to the end', async () => {
    const bench = makeBench();
    const command = "      - { url: /a, param: { $expr: '1' } }\n";
    const long = `scenario: 1\necus:\n  - name: a\n    commands:\n${command.repeat(3_000)}`;
    const older = bench.handlers.checkScenario({ text: long, fileName: 'a.yaml' });
    const newer = bench.handlers.checkScenario({ text: LEVEL, fileName: 'a.yaml' });
    await expect(older).rejects.toMatchObject({ code: 'ABORTED' });
    expect(await newer).toEqual({ problems: [], total: 0 });
  });

  it('a text that is no scenario says where, and is not started', async () => {
    const bench = makeBench();
    const text = LEVEL.replace('method: GET', 'method: PUT');
    const { problems, total } = await bench.handlers.checkScenario({ text, fileName: 'a.yaml' });
    expect(total).toBe(problems.length);
    expect(problems[0]).toMatchObject({ line: 8, column: 17, severity: 'error' });
    const id = await bench.handlers.addScenario({ name: 'Broken', text });
    await expect(bench.handlers.startScenario({ id })).rejects.toMatchObject({
      code: 'INVALID_SCENARIO',
      message: expect.stringContaining('Broken.yaml:8:17: '),
    });
  });

  it('a file is not saved over what another program has written to it', async () => {
    const bench = makeBench();
    const id = await bench.handlers.addScenario({ name: 'Levels', text: LEVEL });
    const { revision } = await bench.handlers.readScenario({ id });
    await writeFile(inFolder(id), `# theirs\n${LEVEL}`);
    const mine = { id, text: `# mine\n${LEVEL}` };
    await expect(bench.handlers.saveScenario({ ...mine, revision })).rejects.toMatchObject({ code: 'FILE_CHANGED' });
    expect(await readFile(inFolder(id), 'utf8')).toContain('# theirs');
    await bench.handlers.saveScenario({ ...mine, revision: null });
    expect(await readFile(inFolder(id), 'utf8')).toContain('# mine');
  });
});

describe('a scenario that runs', () => {
  it('answers, counts, and goes on with its file as it is saved here and elsewhere; connections stay', async () => {
    const bench = makeBench();
    const id = await bench.handlers.addScenario({ name: 'Levels', text: LEVEL });
    await bench.handlers.startScenario({ id });
    const client = await connected(await bench.url(id, 'tank'));
    expect(await client.call('/level')).toMatchObject({ param: { level: 1 } });
    const at = { id, ecu: 'tank' };
    expect((await bench.handlers.readMockEcu(at)).commands[0]).toMatchObject({
      calls: 1,
      last: { url: '/level', status: 0 },
    });

    const { revision } = await bench.handlers.readScenario({ id });
    const fixed = LEVEL.replace('{ level: { $state: level } }', '{ level: 7 }');
    expect(await bench.handlers.saveScenario({ id, text: fixed, revision })).toMatchObject({ restarted: [] });
    expect(await client.call('/level')).toMatchObject({ param: { level: 7 } });

    await writeFile(inFolder(id), LEVEL);
    const restored = (await bench.handlers.readScenario({ id })).revision;
    await bench.handlers.refreshScenarios(undefined);
    await bench.entry(id, (entry) => entry.revision === restored && !entry.stale);
    expect(await client.call('/level')).toMatchObject({ param: { level: 1 } });

    await writeFile(inFolder(id), 'scenario: 1\necus: nothing\n');
    await bench.entry(id, (entry) => entry.stale && entry.problems.errors > 0);
    expect(await client.call('/level')).toMatchObject({ param: { level: 1 } });
  });

  it('state that is set is published, faults are switched, clients are sent to and kicked', async () => {
    const bench = makeBench();
    const id = await bench.handlers.addScenario({ name: 'Levels', text: LEVEL });
    await bench.handlers.startScenario({ id });
    const client = await connected(await bench.url(id, 'tank'));
    const at = { id, ecu: 'tank' };
    const heard = new Promise((resolve) => client.on('message', (message) => resolve(message.param)));
    await client.subscribe('/level');
    await bench.handlers.setMockState({ ...at, text: '{"level": 2}', how: 'patch' });
    expect(await heard).toEqual({ level: 2 });
    expect(JSON.parse((await bench.handlers.readMockState(at)).text)).toEqual({ level: 2 });
    const wrong = async () => bench.handlers.setMockState({ ...at, text: '[1]', how: 'replace' });
    await expect(wrong()).rejects.toMatchObject({
      code: 'INVALID_PARAM',
    });

    await bench.handlers.switchMockFault({ ...at, fault: 0, enabled: true });
    await expect(client.call('/level')).resolves.toMatchObject({ status: 5 });
    await bench.handlers.switchMockFault({ ...at, fault: 0, enabled: false });
    await bench.handlers.addMockFault({ ...at, text: 'kind: status\nstatus: 3\nurl: /level' });
    await expect(client.call('/level')).resolves.toMatchObject({ status: 3 });
    await bench.handlers.changeMockFault({ ...at, fault: 1, text: 'kind: status\nstatus: 4\nurl: /level' });
    await expect(client.call('/level')).resolves.toMatchObject({ status: 4 });
    const nowhere = async () => bench.handlers.changeMockFault({ ...at, fault: 2, text: 'kind: drop' });
    await expect(nowhere()).rejects.toMatchObject({ code: 'INVALID_FAULT' });
    const nothing = async () => bench.handlers.addMockFault({ ...at, text: 'kind: nothing' });
    await expect(nothing()).rejects.toMatchObject({
      code: 'INVALID_FAULT',
    });

    const payload = { param: '{"hello": 1}', data: { kind: 'text' as const, text: '' } };
    const datagram = new Promise((resolve) => client.on('datagram', (message) => resolve(message.param)));
    const [seen] = (await bench.handlers.readMockEcu(at)).clients;
    const to = { ...at, client: seen?.id ?? -1 };
    expect(await bench.handlers.datagramByMock({ ...to, url: '/note', payload, quick: false })).toBe(true);
    expect(await datagram).toEqual({ hello: 1 });
    const published = new Promise((resolve) => client.on('message', (message) => resolve(message.param)));
    expect(await bench.handlers.publishByMock({ ...at, url: '/level', payload, quick: false })).toBe(1);
    expect(await published).toEqual({ hello: 1 });

    const ended = new Promise<void>((resolve) => client.on('disconnect', () => resolve()));
    await bench.handlers.kickMockClient({ ...to, how: 'disconnect' });
    await ended;
    const again = async () => bench.handlers.kickMockClient({ ...to, client: 999, how: 'disconnect' });
    await expect(again()).rejects.toMatchObject({
      code: 'NO_SUCH_CLIENT',
    });
  });

  it('is started with the bench only where the user said so', async () => {
    const first = makeBench();
    const id = await first.handlers.addScenario({ name: 'Levels', text: LEVEL });
    const other = await first.handlers.addScenario({ name: 'Other', text: LEVEL });
    await first.handlers.startScenario({ id });
    await first.handlers.startScenario({ id: other });
    await first.handlers.setScenarioAutostart({ id, autostart: true });
    await first.bench.close();
    const again = makeBench();
    await again.entry(id, (entry) => entry.state.name === 'running');
    expect((await again.entry(other)).state.name).toBe('stopped');
  });

  it('a mock of a device is made of its traffic, and answers as that did', async () => {
    const bench = makeBench();
    const log = "      - { url: /log, stream: { send: { text: 'line 1, line 2' } } }\n    topics:";
    const id = await bench.handlers.addScenario({ name: 'Levels', text: LEVEL.replace('    topics:', log) });
    await bench.handlers.startScenario({ id });
    const device = await bench.connected(await bench.url(id, 'tank'));
    await expect(bench.handlers.mockWhatWasSeen({ deviceId: 'none' })).rejects.toMatchObject({
      code: 'NO_SUCH_DEVICE',
    });
    const payload = { param: '', data: { kind: 'text' as const, text: '' } };
    await bench.handlers.call({
      id: device.id,
      callId: 'c',
      draft: { url: '/level', method: 'GET', timeoutMs: 2_000, payload, repeat: { count: 1, perSecond: null } },
    });
    const { id: transfer } = await bench.handlers.startTransfer({
      deviceId: device.id,
      source: { kind: 'call', url: '/log', method: 'GET', payload, timeoutMs: 2_000 },
      receive: { kind: 'live' },
      send: null,
      idleMs: null,
    });
    await bench.until(() =>
      bench.batches
        .findLast((batch) => batch.transfers)
        ?.transfers?.find(({ id: each, state }) => each === transfer && state.name === 'done'),
    );
    const made = await bench.handlers.mockWhatWasSeen({ deviceId: device.id });
    await bench.handlers.startScenario({ id: made });
    const { state } = await bench.entry(made, (entry) => entry.state.name === 'running');
    const client = await connected(state.name === 'running' ? (state.ecus[0]?.url ?? '') : '');
    expect(await client.call('/level')).toMatchObject({ param: { level: 1 } });
    const { tunnelId } = await client.call('/log');
    expect(await textOf(await client.createStream(tunnelId))).toBe('line 1, line 2');
  });
});

describe('the position server', () => {
  it('takes the ECUs of the demo vehicle, too', async () => {
    const bench = makeBench();
    await bench.handlers.startDemo({});
    expect(await bench.handlers.importPositions(undefined)).toBe(6);
    expect(await bench.handlers.importPositions(undefined)).toBe(0);
  });

  it('answers from its table, which takes the ECUs that run; queries are seen, others are asked', async () => {
    const bench = makeBench();
    const id = await bench.handlers.addScenario({ name: 'Levels', text: LEVEL });
    await bench.handlers.startScenario({ id });
    expect(await bench.handlers.importPositions(undefined)).toBe(1);
    expect(await bench.handlers.importPositions(undefined)).toBe(0);
    await bench.handlers.editPositions({ port: 0 });
    await bench.handlers.startPositions(undefined);
    const server = await bench.until(
      () => bench.batches.findLast((batch) => batch.positions)?.positions?.running ?? undefined,
    );
    const asked = await bench.handlers.askPosition({ server, name: 'TANK', family: null });
    expect(`vsoa://${asked.answer?.host}:${asked.answer?.port}`).toBe(await bench.url(id, 'tank'));
    expect(await bench.handlers.askPosition({ server, name: 'nobody', family: 6 })).toMatchObject({ answer: null });
    expect(await bench.handlers.positionQueries(undefined)).toMatchObject([
      { name: 'nobody', family: 6, answer: null },
      { name: 'TANK', answer: expect.stringContaining('127.0.0.1:') },
    ]);
    const client = new Client({ position: { servers: server } });
    onTestFinished(() => client.disconnect());
    await client.connect('vsoa://tank');
    expect(await client.call('/level')).toMatchObject({ param: { level: 1 } });
  });

  it('a port that is in use is said, and another one taken', async () => {
    const other = new PositionServer();
    await other.start({ host: '127.0.0.1', port: 0 });
    onTestFinished(() => other.close());
    const bench = makeBench();
    await bench.handlers.editPositions({ port: other.address?.port });
    await expect(bench.handlers.startPositions(undefined)).rejects.toMatchObject({ code: 'ADDRESS_IN_USE' });
    await bench.handlers.editPositions({ port: 0 });
    await bench.handlers.startPositions(undefined);
    expect(bench.bench.busy).toBe(true);
  });

  it('rows that make no sense are refused; removed ones come back where they were', async () => {
    const bench = makeBench();
    const row = { name: 'a', host: '127.0.0.1', port: 1, security: false };
    await bench.handlers.setPosition({ at: null, row });
    await bench.handlers.setPosition({ at: null, row: { ...row, host: '::1' } });
    await bench.handlers.setPosition({ at: null, row: { ...row, name: 'b' } });
    for (const wrong of [{ name: ' ' }, { host: 'localhost' }, { port: 0 }]) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      await expect(
        (async () => bench.handlers.setPosition({ at: null, row: { ...row, ...wrong } }))(),
      ).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    }
    const rows = await bench.handlers.removePositions({ at: [0, 1] });
    await bench.handlers.bringBackPositions({ rows });
    const told = await bench.until(() => bench.batches.findLast((batch) => batch.positions)?.positions);
    expect(told.entries.map(({ name, host }) => `${name} ${host}`)).toEqual(['a 127.0.0.1', 'a ::1', 'b 127.0.0.1']);
  });
});
