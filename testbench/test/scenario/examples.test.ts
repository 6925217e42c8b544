import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Client, type JsonValue } from '@vsoa-testbench/core';
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { loadScenario } from '../../scenario/file/load.ts';
import type { ScenarioSpec } from '../../scenario/file/schema.ts';
import { Scenario } from '../../scenario/scenario.ts';

const examples = path.resolve(import.meta.dirname, '../../../examples');
const files = readdirSync(examples, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.yaml'));

function load(file: string): ScenarioSpec {
  const { spec, problems } = loadScenario(readFileSync(path.join(examples, file), 'utf8'), file);
  expect(problems).toEqual([]);
  return spec as ScenarioSpec;
}

async function start(file: string): Promise<Scenario> {
  const scenario = new Scenario({ spec: load(file), folder: path.dirname(path.join(examples, file)) });
  onTestFinished(() => scenario.close());
  await scenario.start();
  return scenario;
}

test('there are the templates that can be chosen, and the demo vehicle', () => {
  expect(
    files
      .filter((file) => /^(?:templates|vehicle)\b/.test(file))
      .map((file) => path.basename(file, '.yaml'))
      .toSorted(),
  ).toEqual(['commands', 'echo', 'empty', 'faults', 'login', 'positions', 'stream', 'topics', 'vehicle']);
});

test.each(files)('%s is read without a warning, starts, and computes all its topics', async (file) => {
  const scenario = await start(file);
  for (const ecu of scenario.ecus) {
    for (const { url } of ecu.topics) ecu.publish(url);
    expect(ecu.topics.filter(({ error }) => error !== null)).toEqual([]);
    const client = new Client();
    onTestFinished(() => client.disconnect());
    const { password } = scenario.spec.ecus.find(({ name }) => name === ecu.name) ?? {};
    const heard = new Map<string, JsonValue | Buffer | undefined>();
    client.on('message', ({ url, param }) => heard.set(url, param));
    await client.connect(ecu.url, { passwd: password });
    if (ecu.name === 'secured') await client.call('/login', { method: 'SET', param: { user: 'admin', pin: '1234' } });
    if (ecu.name === 'ota' && ecu.commands.some(({ url }) => url === '/ota/login')) {
      await client.call('/ota/login', { param: { token: 'demo' } });
    }
    if (ecu.topics.length === 0) continue;
    client.on('datagram', ({ url, param }) => heard.set(url, param));
    await client.subscribe(ecu.topics.map(({ url }) => url));
    for (const { url } of ecu.topics) ecu.publish(url);
    await vi.waitFor(
      () => expect([...heard.keys()].toSorted()).toEqual([...new Set(ecu.topics.map(({ url }) => url))].toSorted()),
      10_000,
    );
    expect([...heard.values()].every((param) => param !== undefined && !Buffer.isBuffer(param))).toBe(true);
    expect(ecu.topics.filter(({ error }) => error !== null)).toEqual([]);
  }
});

describe('the demo vehicle', () => {
  let client: Client;
  let scenario: Scenario;
  const ask = async (url: string, param?: JsonValue) => {
    const { status, param: answer } = await client.call(url, { method: param === undefined ? 'GET' : 'SET', param });
    return status === 0 ? answer : status;
  };

  beforeEach(async () => {
    scenario = await start('vehicle/vehicle.yaml');
    client = new Client();
    onTestFinished(() => client.disconnect());
    await client.connect(scenario.ecu('vehicle').url, {});
  });

  test('has doors that open and close', async () => {
    const closed = {
      frontLeft: 'closed',
      frontRight: 'closed',
      rearLeft: 'closed',
      rearRight: 'closed',
      tailgate: 'closed',
    };
    expect(await ask('/body/doors')).toEqual(closed);
    expect(await ask('/body/doors', { door: 'tailgate', open: true })).toEqual({ ...closed, tailgate: 'open' });
    expect(await ask('/body/doors', { door: 'roof', open: true })).toBe(2);
    expect(await ask('/body/doors', { door: 'tailgate', open: 'yes' })).toBe(2);
    expect(await ask('/body/doors', 5)).toBe(2);
    expect(await ask('/body/doors', { door: 'frontLeft', open: true })).toMatchObject({
      tailgate: 'open',
      frontLeft: 'open',
    });
  });

  test('has lights, and knows what is no light', async () => {
    expect(await ask('/body/lights', { indicator: 'left', highBeam: true })).toEqual({
      lowBeam: true,
      highBeam: true,
      indicator: 'left',
    });
    expect(await ask('/body/lights', { fogLight: true })).toBe(2);
    expect(await ask('/body/lights', { lowBeam: 1 })).toBe(2);
  });

  test('is as warm as it is told', async () => {
    expect(await ask('/climate/set-temperature', { celsius: 18 })).toEqual({ celsius: 18 });
    expect(await ask('/climate/status')).toMatchObject({ targetCelsius: 18, mode: 'cooling' });
    expect(await ask('/climate/set-temperature', { celsius: 99 })).toBe(2);
  });

  test('answers what is read only, a picture, and late what is slow', async () => {
    expect(await ask('/powertrain/speed')).toMatchObject({ kmh: expect.any(Number), gear: 'D' });
    expect(await ask('/powertrain/speed', {})).toBe(5);
    expect(await ask('/powertrain/battery')).toMatchObject({ percent: expect.closeTo(82, 0) });
    expect(await ask('/echo', { a: [1] })).toEqual({ a: [1] });
    expect(await ask('/diagnostics/slow', { delayMs: 20 })).toEqual({ delayedMs: 20 });
    expect(await ask('/diagnostics/slow', { delayMs: -1 })).toBe(2);
    expect(await ask('/nothing')).toBe(3);
    const { data } = await client.call('/camera/front');
    expect(data.subarray(1, 4).toString()).toBe('PNG');
  });

  test('warns of open doors', async () => {
    await ask('/body/doors', { door: 'rearLeft', open: true });
    const warnings = vi.fn<(param: unknown) => void>();
    client.on('message', ({ url, param }) => url === '/adas/warnings' && warnings(param));
    await client.subscribe('/adas/warnings');
    scenario.ecu('vehicle').publish('/adas/warnings');
    await vi.waitFor(() => expect(warnings).toHaveBeenCalledWith(['door open: rearLeft']), 10_000);
  });

  test('says of its log what the log is', async () => {
    const file = readFileSync(path.join(examples, 'vehicle/drive-log.txt'));
    const log = Buffer.concat(Array.from({ length: 120 }, () => file));
    const sha256 = createHash('sha256').update(log).digest('hex');
    expect(await ask('/diagnostics/log')).toEqual({ name: 'drive.log', size: log.length, sha256 });
  });

  test('answers pings', async () => {
    const pong = vi.fn<(param: unknown) => void>();
    client.on('datagram', ({ url, param }) => url === '/diag/pong' && pong(param));
    client.datagram('/diag/ping', { param: { n: 1 } });
    await vi.waitFor(() => expect(pong).toHaveBeenCalledWith({ uptimeMs: expect.any(Number), echo: { n: 1 } }), 10_000);
  });

  test('has every fault, and none that is on', () => {
    const faults = scenario.ecus.flatMap((ecu) => ecu.faults);
    expect(faults.length).toBeGreaterThan(8);
    expect(faults.some(({ enabled }) => enabled)).toBe(false);
  });
});
