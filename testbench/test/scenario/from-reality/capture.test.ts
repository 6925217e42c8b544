import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client, type CommandHandler, type JsonValue, Server, type Tap } from '@vsoa-testbench/core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { saveCapture } from '../../../capture/save.ts';
import { loadScenario } from '../../../scenario/file/load.ts';
import { type CaptureChoice, scenarioFromCapture } from '../../../scenario/from-reality/capture.ts';
import { serversIn } from '../../../scenario/from-reality/servers.ts';
import { TrafficLog } from '../../../traffic/log.ts';
import { savedPackets } from '../../../traffic/saving.ts';
import { Source } from '../../../traffic/source.ts';
import { View } from '../../../traffic/view.ts';

interface Talk {
  server: Server;
  client: Client;
  source: Source;
  tap: Tap;
  /** What is logged from now on happened so much later, ms. */
  pass: (ms: number) => void;
}

async function talk(
  commands: Record<string, CommandHandler>,
  { passwd, info = { name: 'body ctrl' } }: { passwd?: string; info?: JsonValue } = {},
): Promise<Talk> {
  const source = new Source('live');
  const server = new Server({ info, passwd });
  for (const [url, handler] of Object.entries(commands)) server.command(url, handler);
  await server.start({ host: '127.0.0.1', port: 0 });
  const time = { shift: 0 };
  const tap = shifted(source.log, time);
  const client = new Client({ tap, label: 'bench' });
  onTestFinished(async () => {
    await client.disconnect();
    await server.close();
  });
  await client.connect(`vsoa://127.0.0.1:${server.address?.port}`, { passwd });
  return { server, client, source, tap, pass: (ms) => (time.shift += ms) };
}

function shifted(log: TrafficLog, by: { shift: number }): Tap {
  return {
    packet: (source, start, end, sent, quick, connection, time) =>
      log.packet(source, start, end, sent, quick, connection, time + by.shift),
    odd: (bytes, reason, quick, connection, time, sent) =>
      log.odd(bytes, reason, quick, connection, time + by.shift, sent),
    other: (event, connection, time) => log.other(event, connection, time + by.shift),
  };
}

async function publish(all: Talk, url: string, values: JsonValue[], { every = 1_000, quick = false } = {}) {
  await all.client.subscribe(url);
  for (const param of values) {
    const came = once(all.client, 'message');
    all.server.publish(url, { param, quick });
    await came;
    all.pass(every);
  }
}

async function ecuOf({ source }: Talk, choice?: CaptureChoice) {
  const made = await scenarioFromCapture(source, choice);
  const loaded = loadScenario(made.text, 'made.yaml');
  expect(loaded.problems).toEqual([]);
  expect(loaded.spec).toEqual(made.spec);
  const [ecu] = made.spec.ecus;
  if (!ecu) throw new Error('no ECU');
  const delays = ecu.commands?.map(({ delay }) => delay);
  // How long answers take here depends on what else the machine does.
  for (const command of ecu.commands ?? []) {
    delete command.delay;
    for (const answer of command.sequence ?? []) delete answer.delay;
  }
  return { ...made, ecu, delays };
}

describe('a scenario from traffic has the commands that were seen', () => {
  it('with one answer where it was always the same', async () => {
    const all = await talk({ '/vin': () => ({ param: { vin: 'X1' }, data: Buffer.from('text') }) });
    for (let n = 0; n < 3; n++) await all.client.call('/vin', { param: n });
    const { ecu, text } = await ecuOf(all);
    expect(ecu).toMatchObject({ name: 'body-ctrl', info: { name: 'body ctrl' } });
    expect(ecu.commands).toEqual([{ url: '/vin', method: 'GET', param: { vin: 'X1' }, data: { text: 'text' } }]);
    expect(text).toContain('seen 3 times');
  });

  it('with the param of the request deciding, by the one key that tells them apart', async () => {
    const all = await talk({
      '/door': ({ param }) => ({ param: { open: (param as { door: string }).door === 'left' } }),
    });
    for (const door of ['left', 'right', 'rear']) await all.client.call('/door', { param: { door, at: 1 } });
    const { ecu } = await ecuOf(all);
    expect(ecu.commands).toEqual([
      { url: '/door', method: 'GET', when: 'request.param.door = "left"', param: { open: true } },
      { url: '/door', method: 'GET', param: { open: false } },
    ]);
  });

  it('with the whole param deciding where no key does', async () => {
    const all = await talk({ '/a': ({ paramBytes }) => ({ param: paramBytes.length }) });
    const params: (JsonValue | undefined)[] = [undefined, { a: 1, b: 2 }, { a: 1, b: 22 }, { a: 11, b: 22 }, [1]];
    for (const param of params) await all.client.call('/a', { param });
    const { ecu } = await ecuOf(all);
    expect(ecu.commands?.map(({ when }) => when)).toEqual([
      'request.param = {"a":1,"b":2}',
      'request.param = {"a":1,"b":22}',
      'request.param = {"a":11,"b":22}',
      'request.param = [1]',
      undefined,
    ]);
  });

  it('as an echo, as a sequence, with its status, and without an answer', async () => {
    let count = 0;
    const all = await talk({
      '/echo': ({ param }) => ({ param: param as JsonValue }),
      '/next': () => ({ param: Math.min(3, (count += 1)) }),
      '/wrong': () => ({ status: 2 }),
      '/own': () => ({ status: 200 }),
      '/silent': () => new Promise(() => undefined),
    });
    for (const param of [1, 'two', { three: 3 }]) await all.client.call('/echo', { param, method: 'SET' });
    for (let n = 0; n < 4; n++) await all.client.call('/next');
    await all.client.call('/wrong');
    await all.client.call('/own');
    const unanswered = all.client.call('/silent', { timeout: 20 }).catch(({ code }) => code);
    expect(await unanswered).toBe('TIMEOUT');
    // Its answer might still come for so long.
    all.pass(3_000);
    await all.client.call('/own');
    const { ecu } = await ecuOf(all);
    expect(ecu.commands).toEqual([
      { url: '/echo', method: 'SET', param: { $expr: 'request.param' } },
      // oxlint-disable-next-line unicorn/no-thenable -- a word of the file
      { url: '/next', method: 'GET', sequence: [{ param: 1 }, { param: 2 }, { param: 3 }, { param: 3 }], then: 'last' },
      { url: '/wrong', method: 'GET', status: 'arguments' },
      { url: '/own', method: 'GET', status: 200 },
      { url: '/silent', method: 'GET', silent: true },
    ]);
  });

  it('with the time they took, where they took any', async () => {
    const all: Talk = await talk({
      '/slow': () => {
        all.pass(2_000);
        return {};
      },
    });
    for (let n = 0; n < 3; n++) await all.client.call('/slow');
    const { delays } = await ecuOf(all);
    expect(delays?.[0]).toBeGreaterThanOrEqual(2_000);
  });

  it('bounded, whatever there is', async () => {
    const all = await talk({
      '/same': () => ({ param: Math.random() }),
      '/params': ({ param }) => ({ param: { twice: (param as number) * 2 } }),
      '/broken': () => ({ param: Buffer.from('no json') }),
      '/large': () => ({ data: Buffer.alloc(5_000, 7) }),
    });
    for (let n = 0; n < 120; n++) {
      await all.client.call('/same');
      await all.client.call('/params', { param: n });
    }
    await all.client.call('/broken');
    await all.client.call('/large');
    await all.client.call('/large');
    const { ecu, text, files } = await ecuOf(all);
    const [same, ...others] = ecu.commands ?? [];
    expect(same?.sequence).toHaveLength(50);
    expect(same?.then).toBe('repeat');
    expect(others.filter(({ url }) => url === '/params')).toHaveLength(50);
    expect(text).toContain('70 more params had other answers, which are left out');
    expect(text).toContain('its param of 7 bytes is no JSON and is left out');
    expect(files).toEqual([{ name: 'body-ctrl-large.bin', bytes: Buffer.alloc(5_000, 7) }]);
    expect(others.at(-1)).toEqual({ url: '/large', method: 'GET', data: { file: 'body-ctrl-large.bin' } });
  });

  it('with values that look computed as they were', async () => {
    const all = await talk({ '/a': () => ({ param: { list: [{ $sine: 1 }] } }) });
    await all.client.call('/a');
    const { ecu } = await ecuOf(all);
    expect(ecu.commands?.[0]?.param).toEqual({ list: [{ $$sine: 1 }] });
  });
});

it('a password is nowhere in it, nor in its files', async () => {
  const all = await talk({ '/a': () => ({}) }, { passwd: 'very-secret' });
  await all.client.call('/a');
  const { text, ecu, notes } = await ecuOf(all);
  expect(text).not.toContain('very-secret');
  expect(ecu.password).toBeUndefined();
  expect(notes).toEqual([expect.stringContaining('clients gave a password')]);
});

describe('a scenario from traffic has the topics that were heard', () => {
  it('with one value, its period and its channel', async () => {
    const all = await talk({});
    const values = Array.from({ length: 6 }, () => ({ on: true }));
    await publish(all, '/fixed', values, { quick: true });
    await publish(all, '/once', ['hello']);
    const { ecu, files } = await ecuOf(all);
    expect(ecu.topics).toEqual([
      { url: '/fixed', every: 1_000, quick: true, param: { on: true } },
      { url: '/once', param: 'hello' },
    ]);
    expect(files).toEqual([]);
  });

  it('with rows of a file where they are flat and regular, else with a recording', async () => {
    const all = await talk({});
    await publish(
      all,
      '/speed',
      [1, 2, 3, 4, 5].map((kmh) => ({ kmh, gear: 'D', eco: kmh > 2 })),
    );
    await publish(all, '/objects', [[{ id: 1 }], [{ id: 2 }], []]);
    const { ecu, files } = await ecuOf(all);
    expect(ecu.topics).toEqual([
      { url: '/speed', every: 1_000, csv: { file: 'body-ctrl-speed.csv' } },
      { url: '/objects', recording: { file: 'body-ctrl-topics.pcapng', url: '/objects' } },
    ]);
    expect(files.map(({ name }) => name)).toEqual(['body-ctrl-speed.csv', 'body-ctrl-topics.pcapng']);
    expect(Buffer.from(files[0]?.bytes ?? []).toString()).toBe(
      'kmh,gear,eco\n1,D,false\n2,D,false\n3,D,true\n4,D,true\n5,D,true\n',
    );
  });

  it('once, however many clients heard them', async () => {
    const all = await talk({});
    const other = new Client({ tap: all.tap, label: 'other' });
    await other.connect(`vsoa://127.0.0.1:${all.server.address?.port}`);
    onTestFinished(() => other.disconnect());
    await Promise.all([all.client.subscribe('/a'), other.subscribe('/a')]);
    for (let n = 0; n < 6; n++) {
      const came = [all.client, other].map((client) => once(client, 'message'));
      all.server.publish('/a', { param: 1 });
      await Promise.all(came);
      all.pass(1_000);
    }
    const { ecu, text } = await ecuOf(all);
    expect(ecu.topics?.[0]?.every).toBe(1_000);
    expect(text).toContain('heard 6 times');
  });
});

it('datagrams that were answered are answered', async () => {
  const all = await talk({});
  all.server.on('datagram', (client, { url }) => {
    if (url === '/ping') client.datagram('/pong', { param: { ok: true } });
  });
  for (let n = 0; n < 2; n++) {
    const came = once(all.client, 'datagram');
    all.client.datagram('/ping', { param: n });
    await came;
  }
  const { ecu } = await ecuOf(all);
  expect(ecu.datagrams).toEqual([{ url: '/ping', reply: [{ url: '/pong', param: { ok: true } }] }]);
});

it('only the servers that were chosen are in it, and each has a name of its own', async () => {
  const one = await talk({ '/a': () => ({}) });
  const other = await talk({ '/b': () => ({}) });
  await one.client.call('/a');
  const second = new Client({ tap: one.source.log, label: 'second' });
  await second.connect(`vsoa://127.0.0.1:${other.server.address?.port}`);
  onTestFinished(() => second.disconnect());
  await second.call('/b');
  const both = await scenarioFromCapture(one.source);
  expect(both.spec.ecus.map(({ name }) => name)).toEqual(['body-ctrl', 'body-ctrl-2']);
  const addresses = serversIn(one.source).map(({ address }) => address);
  expect(addresses).toHaveLength(2);
  const chosen = await scenarioFromCapture(one.source, { servers: [`127.0.0.1:${other.server.address?.port}`] });
  expect(chosen.spec.ecus.map(({ commands }) => commands?.map(({ url }) => url))).toEqual([['/b']]);
});

it('a file makes the same scenario as the traffic that was saved in it', async () => {
  const all = await talk({ '/a': ({ param }) => ({ param: { was: param as JsonValue } }) });
  for (const param of [1, 2]) await all.client.call('/a', { param });
  const folder = mkdtempSync(path.join(tmpdir(), 'from-reality-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = path.join(folder, 'drive one.pcapng');
  await saveCapture(file, savedPackets(viewOf(all.source), { kind: 'all' }), { format: 'pcapng' });
  const fromFile = await scenarioFromCapture(file);
  const live = await scenarioFromCapture(all.source);
  expect(fromFile.spec).toEqual({ ...live.spec, name: 'drive one' });
});

function viewOf(source: Source): View {
  return new View({ id: 1, source, filter: '', compiled: null, from: null, to: null, now: () => Infinity });
}

it('where nobody said anything there is nothing to make', async () => {
  await expect(scenarioFromCapture(new Source('empty', new TrafficLog()))).rejects.toMatchObject({
    code: 'INVALID_ARGUMENT',
  });
});
