import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { inflateSync } from 'node:zlib';
import { Client, type Clock, type Message, systemClock } from '@vsoa-testbench/core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Demo } from '../../demo/demo.ts';
import { vehicleText } from '../../demo/vehicle-files.ts';
import { loadScenario } from '../../scenario/file/load.ts';
import { TrafficLog } from '../../traffic/log.ts';
import { fastClock } from '../fast-clock.ts';

const { spec } = loadScenario(vehicleText, 'vehicle.yaml');
const gateway = spec?.ecus.find(({ name }) => name === 'vehicle');

async function drive(clock: Clock = systemClock) {
  const demo = new Demo({ tap: new TrafficLog(), clock, onChange: () => undefined, onScenario: () => undefined });
  onTestFinished(() => demo.stop());
  const client = new Client();
  await client.connect(await demo.start('Demo vehicle'));
  return { demo, client };
}

describe('the demo vehicle', () => {
  it('publishes each of its topics on the channel it belongs to', async () => {
    const { client } = await drive(fastClock);
    const topics = (gateway?.topics ?? []).filter(({ datagram }) => datagram === undefined);
    expect(topics.length).toBeGreaterThan(9);
    const quick = new Map<string, boolean>();
    const all = new Promise<void>((resolve) => {
      client.on('message', (message) => {
        quick.set(message.url, message.quick);
        if (quick.size === topics.length) resolve();
      });
    });
    await client.subscribe('/');
    await all;
    expect(Object.fromEntries(quick)).toEqual(
      Object.fromEntries(topics.map((topic) => [topic.url, topic.quick === true])),
    );
  });

  it('streams the log that it announces, a trace without an end, and takes new firmware', async () => {
    const { client } = await drive(fastClock);
    const log = await client.call('/diagnostics/log');
    const hash = createHash('sha256');
    let size = 0;
    for await (const chunk of await client.createStream(log.tunnelId)) {
      hash.update(chunk as Buffer);
      size += (chunk as Buffer).length;
    }
    expect(log.param).toEqual({ name: 'drive.log', size, sha256: hash.digest('hex') });

    const trace = await client.createStream((await client.call('/diagnostics/trace')).tunnelId);
    expect(String(await once(trace, 'data'))).toMatch(/^ +\d+\.\d{3} +[\d.]+ km\/h +-?[\d.]+ kW\n/);
    trace.destroy();

    const update = await client.createStream((await client.call('/ota/update', { method: 'SET' })).tunnelId);
    update.end('firmware');
    const said = JSON.parse(String(await once(update, 'data')));
    expect(said).toEqual({ bytes: 8, sha256: createHash('sha256').update('firmware').digest('hex') });
    expect((await client.call('/ota/update')).status).toBe(2);
  });

  it('shows a temperature that was set in the status of the climate', async () => {
    const { client } = await drive();
    await client.subscribe('/climate/status');
    const published = new Promise((resolve) => client.once('message', (message) => resolve(message.param)));
    const reply = await client.call('/climate/set-temperature', { method: 'SET', param: { celsius: 17.5 } });
    expect(reply).toMatchObject({ status: 0, param: { celsius: 17.5 } });
    expect(await published).toMatchObject({ targetCelsius: 17.5, mode: 'cooling' });
    expect((await client.call('/climate/status')).param).toMatchObject({ targetCelsius: 17.5 });
  });

  it('shows a door that was opened, and warns of it', async () => {
    const { client } = await drive(fastClock);
    await client.call('/body/doors', { method: 'SET', param: { door: 'tailgate', open: true } });
    expect((await client.call('/body/doors')).param).toMatchObject({ tailgate: 'open', frontLeft: 'closed' });
    const warned = new Promise((resolve) => client.once('message', (message) => resolve(message.param)));
    await client.subscribe('/adas/warnings');
    expect(await warned).toContain('door open: tailgate');
  });

  it.each([
    ['/climate/set-temperature', { celsius: 40 }],
    ['/climate/set-temperature', { celsius: '21' }],
    ['/climate/set-temperature', undefined],
    ['/climate/set-temperature', [21]],
    ['/body/doors', { door: 'roof', open: true }],
    ['/body/doors', { door: 'tailgate' }],
    ['/body/lights', { indicator: 'up' }],
    ['/body/lights', { lowBeam: 1 }],
    ['/body/lights', { fogLamp: true }],
    ['/diagnostics/slow', { delayMs: -1 }],
  ])('answers %s with %j as a wrong argument', async (url, param) => {
    const { client } = await drive();
    expect((await client.call(url, { method: 'SET', param })).status).toBe(2);
  });

  it('knows no other url, and lets nobody set what is only read', async () => {
    const { client } = await drive();
    expect((await client.call('/nothing')).status).toBe(3);
    expect((await client.call('/powertrain/speed', { method: 'SET', param: { kmh: 0 } })).status).toBe(5);
  });

  it('sets only the lights that are named', async () => {
    const { client } = await drive();
    const { param } = await client.call('/body/lights', { method: 'SET', param: { indicator: 'hazard' } });
    expect(param).toEqual({ lowBeam: true, highBeam: false, indicator: 'hazard' });
  });

  it('echoes param and data byte for byte', async () => {
    const { client } = await drive();
    const reply = await client.call('/echo', { param: Buffer.from('not json'), data: Buffer.of(0, 1, 255) });
    expect(reply.paramBytes.toString()).toBe('not json');
    expect(reply.data).toEqual(Buffer.of(0, 1, 255));
  });

  it('sends a picture that is a PNG', async () => {
    const { client } = await drive();
    const { param, data } = await client.call('/camera/front');
    expect(param).toEqual({ format: 'png', width: 160, height: 90 });
    expect(data.subarray(0, 8).toString('hex')).toBe('89504e470d0a1a0a');
    const length = data.readUInt32BE(33);
    expect(data.subarray(37, 41).toString()).toBe('IDAT');
    expect(inflateSync(data.subarray(41, 41 + length))).toHaveLength(90 * (1 + 160 * 3));
    expect(data.subarray(-8, -4).toString()).toBe('IEND');
  });

  it('answers a slow command after the delay that was asked for, and others meanwhile', async () => {
    const { client } = await drive();
    const order: string[] = [];
    const slow = client.call('/diagnostics/slow', { param: { delayMs: 60 } }).then((reply) => {
      order.push('slow');
      return reply;
    });
    await client.call('/echo').then(() => order.push('echo'));
    expect((await slow).param).toEqual({ delayedMs: 60 });
    expect(order).toEqual(['echo', 'slow']);
  });

  it('answers a ping by datagram on the channel it came on, however much was in it', async () => {
    const { client } = await drive();
    for (const [quick, param, echo] of [
      [false, { seq: 1 }, { seq: 1 }],
      [true, { seq: 2 }, { seq: 2 }],
      [false, 'x'.repeat(262_000), undefined],
      [true, Buffer.from('no JSON'), undefined],
    ] as const) {
      const answered = new Promise<Message>((resolve) => client.once('datagram', resolve));
      client.datagram('/diag/ping', { param, data: Buffer.of(1, 2), quick });
      const answer = await answered;
      expect(answer).toMatchObject({ url: '/diag/pong', quick, data: Buffer.of(1, 2) });
      expect(answer.param).toMatchObject(echo === undefined ? {} : { echo });
    }
  });

  it('beats by datagram for who listens to it, and for nobody else', async () => {
    const { client, demo } = await drive(fastClock);
    const other = new Client();
    await other.connect(await demo.start('Demo vehicle'));
    onTestFinished(() => other.disconnect());
    other.on('datagram', ({ url }) => expect(url).toBe('nothing'));
    const beats: unknown[] = [];
    const three = new Promise<void>((resolve) => {
      client.on('datagram', ({ url, param, quick }) => {
        expect({ url, quick }).toEqual({ url: '/vehicle/heartbeat', quick: true });
        if (beats.push(param) === 3) resolve();
      });
    });
    await client.subscribe('/vehicle/');
    await three;
    expect(beats).toMatchObject([0, 1, 2].map((n) => ({ beat: (beats[0] as { beat: number }).beat + n })));
  });

  it('stops although a slow answer is still to come', async () => {
    const { client, demo } = await drive();
    const slow = client.call('/diagnostics/slow', { param: { delayMs: 60_000 } });
    const failed = slow.catch((error: unknown) => error);
    await client.ping();
    await demo.stop();
    expect(await failed).toMatchObject({ code: expect.stringMatching(/CLOSED_BY_SERVER|CONNECTION_LOST/) });
    expect(demo.mocks).toEqual([]);
  });
});

describe('its values', () => {
  it('stay within what a vehicle can do, and go on', async () => {
    const { client } = await drive(fastClock);
    const seen = new Map<string, Record<string, number>[]>();
    const enough = new Promise<void>((resolve) => {
      client.on('message', ({ url, param }) => {
        seen.set(url, [...(seen.get(url) ?? []), param as Record<string, number>]);
        if ((seen.get('/powertrain/battery')?.length ?? 0) >= 30) resolve();
      });
    });
    await client.subscribe(['/powertrain/', '/climate/']);
    await enough;
    const of = (url: string, key: string) => (seen.get(url) ?? []).map((param) => param[key] as number);
    expectWithin(of('/powertrain/speed', 'kmh'), 0, 140);
    expectWithin(of('/powertrain/battery', 'percent'), 10, 82.5);
    expectWithin(of('/powertrain/battery', 'powerKw'), -300, 300);
    expectWithin(of('/climate/status', 'cabinCelsius'), 20, 28);
    expect(new Set(of('/powertrain/speed', 'kmh')).size).toBeGreaterThan(20);
    expect(of('/powertrain/speed', 'odometerKm').at(-1)).toBeGreaterThan(12_407.3);
  });

  it('are those of its scenario, which has the name that the user calls it by', async () => {
    const { client, demo } = await drive();
    expect(demo.scenario).toMatchObject({ name: 'Demo vehicle', text: vehicleText });
    expect(demo.scenario?.scenario.ecus.map(({ name }) => name)).toEqual(spec?.ecus.map(({ name }) => name));
    expect(client.serverInfo).toMatchObject({ name: 'Demo vehicle', vin: 'DEMO0000000000001' });
    const other = new Demo({
      tap: new TrafficLog(),
      clock: systemClock,
      onChange: () => undefined,
      onScenario: () => undefined,
    });
    onTestFinished(() => other.stop());
    await other.start('演示车辆');
    expect(other.mocks).toMatchObject([{ name: '演示车辆', clients: 0 }]);
  });
});

function expectWithin(values: number[], least: number, most: number): void {
  expect(values.length).toBeGreaterThan(0);
  expect(values.filter((value) => !(value >= least && value <= most))).toEqual([]);
}
