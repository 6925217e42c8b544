import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client, type JsonValue, type Reply } from '@vsoa-testbench/core';
import { expect, it, onTestFinished } from 'vitest';
import { loadScenario } from '../../../scenario/file/load.ts';
import { scenarioFromCapture } from '../../../scenario/from-reality/capture.ts';
import { Scenario } from '../../../scenario/scenario.ts';
import { Source } from '../../../traffic/source.ts';
import { npmClient, run, specOf } from '../support.ts';

type Question = [url: string, param?: JsonValue, method?: 'SET'];

const QUESTIONS: Question[] = [
  ['/echo', { a: [1, null, 'ü'] }],
  ['/echo', [1]],
  ['/doors'],
  ['/doors', { door: 'left', open: true }, 'SET'],
  ['/doors'],
  ['/doors', { door: 'left', open: false }, 'SET'],
  ['/doors', { door: 'none', open: true }, 'SET'],
  ['/doors'],
  ['/celsius', { celsius: 21 }, 'SET'],
  ['/celsius', { celsius: 16.5 }, 'SET'],
  ['/celsius'],
  ['/picture'],
  ['/slow', { ms: 30 }],
  ['/random'],
  ['/random'],
  ['/no/such/thing'],
];

const VEHICLE = specOf([
  {
    name: 'body',
    info: { name: 'Body controller' },
    state: { doors: { left: false, right: false }, celsius: 20 },
    commands: [
      { url: '/echo', param: { $expr: 'request.param' } },
      {
        url: '/doors',
        method: 'SET',
        when: '$exists($lookup(state.doors, request.param.door))',
        set: { $expr: '{"doors": {request.param.door: request.param.open}}' },
        param: { $expr: 'state.doors' },
      },
      { url: '/doors', method: 'SET', status: 'arguments' },
      { url: '/doors', param: { $state: 'doors' } },
      { url: '/celsius', method: 'SET', set: { celsius: { $expr: 'request.param.celsius' } } },
      { url: '/celsius', param: { celsius: { $state: 'celsius' } } },
      { url: '/picture', param: { format: 'png' }, data: { hex: '89504e47'.repeat(500) } },
      { url: '/slow', delay: 40 },
      { url: '/random', param: { $noise: { mean: 0, deviation: 1 } } },
    ],
    topics: [
      { url: '/motor/rpm', every: 20, quick: true, param: { rpm: { $count: {} } } },
      { url: '/motor/states', every: 25, param: [{ on: true }, { at: { $count: {} } }] },
    ],
  },
]);

/** What a client can tell one answer from another by. */
async function ask(client: Client): Promise<unknown[]> {
  const replies: Reply[] = [];
  for (const [url, param, method] of QUESTIONS) replies.push(await client.call(url, { param, method }));
  return replies.map(({ status, param, data }) => ({ status, param, data: data.toString('hex') }));
}

/** Puts what was made into a folder, and runs it from there. */
async function runMade(source: Source): Promise<Scenario> {
  const made = await scenarioFromCapture(source);
  const folder = mkdtempSync(path.join(tmpdir(), 'round-trip-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const { name, bytes } of made.files) writeFileSync(path.join(folder, name), bytes);
  const { spec, problems } = loadScenario(made.text, 'made.yaml');
  expect(problems).toEqual([]);
  const scenario = new Scenario({ spec: spec as NonNullable<typeof spec>, folder });
  onTestFinished(() => scenario.close());
  await scenario.start();
  return scenario;
}

it('a mock made of the traffic with a vehicle answers as the vehicle did, and speaks as it spoke', async () => {
  const source = new Source('live');
  // Both ends are in the traffic, as they are where the bench talks with its own mocks.
  const vehicle = await run(VEHICLE, { tap: source.log });
  const client = new Client({ tap: source.log, label: 'vehicle' });
  onTestFinished(() => client.disconnect());
  await client.connect(vehicle.ecu('body').url);
  const heard = await listen(client, 8);
  const answers = await ask(client);
  await client.disconnect();

  const { ecus } = await runMade(source);
  expect(ecus.map(({ name }) => name)).toEqual(['Body-controller']);
  const [ecu] = ecus;
  const again = new Client();
  onTestFinished(() => again.disconnect());
  await again.connect(ecu?.url as string);
  expect(await ask(again)).toEqual(answers);
  const spoken = await listen(again, 4);
  expect([...spoken.keys()].toSorted()).toEqual([...heard.keys()].toSorted());
  for (const [url, values] of spoken) for (const value of values) expect(heard.get(url)).toContain(value);
  const peer = await npmClient({ url: ecu?.url as string });
  expect(await peer.kill()).toBeUndefined();
});

/** What is said below `/motor/`, until there are so many values on each url. */
async function listen(client: Client, count: number): Promise<Map<string, Set<string>>> {
  const heard = new Map([
    ['/motor/rpm', new Set<string>()],
    ['/motor/states', new Set<string>()],
  ]);
  client.on('message', ({ url, paramBytes }) => heard.get(url)?.add(paramBytes.toString()));
  await client.subscribe('/motor/');
  while ([...heard.values()].some(({ size }) => size < count)) await once(client, 'message');
  await client.unsubscribe('/motor/');
  return heard;
}
