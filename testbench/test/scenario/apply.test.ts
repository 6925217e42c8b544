import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { lookup } from '@vsoa-testbench/core';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { ScenarioSpec } from '../../scenario/file/schema.ts';
import { Scenario } from '../../scenario/scenario.ts';
import { connect, run, specOf } from './support.ts';

async function takenPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
  });
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

describe('a changed file', () => {
  const before = specOf([
    {
      name: 'body',
      state: { door: 'closed', mileage: 5 },
      commands: [{ url: '/same', param: 1 }, { url: '/changed', param: 'old' }, { url: '/gone' }],
      topics: [{ url: '/t', every: 5, param: 'old' }],
    },
    { name: 'climate' },
  ]);

  it('leaves connections, state and counters of what is the same', async () => {
    const scenario = await run(before);
    const body = scenario.ecu('body');
    const client = await connect(body);
    const heard: unknown[] = [];
    client.on('message', ({ param }) => heard.push(param));
    await client.subscribe('/t');
    for (const url of ['/same', '/changed', '/same', '/gone']) await client.call(url);
    body.patchState({ mileage: 6 });
    const after = specOf([
      {
        name: 'body',
        info: { new: true },
        state: { door: 'open', mileage: 5 },
        commands: [
          { url: '/changed', param: 'new' },
          { url: '/same', param: 1 },
        ],
        topics: [{ url: '/t', every: 5, param: 'new' }],
      },
      { name: 'adas', commands: [{ url: '/new', param: 'adas' }] },
    ]);
    expect(await scenario.apply(after)).toEqual({ restarted: [] });
    expect(client.connected).toBe(true);
    expect(body.state).toEqual({ door: 'open', mileage: 6 });
    expect((await client.call('/changed')).param).toBe('new');
    expect((await client.call('/gone')).status).toBe(3);
    expect(body.commands.map(({ url, calls }) => [url, calls])).toEqual([
      ['/changed', 2],
      ['/same', 2],
    ]);
    while (!heard.includes('new')) await client.ping();
    expect(scenario.ecus.map(({ name }) => name)).toEqual(['body', 'adas']);
    expect((await (await connect(scenario.ecu('adas'))).call('/new')).param).toBe('adas');
    expect(() => scenario.ecu('climate')).toThrow(expect.objectContaining({ code: 'NO_SUCH_ECU' }));
  });

  it('starts an ECU anew where it must, on the port that it had', async () => {
    const scenario = await run(before);
    const body = scenario.ecu('body');
    const { url } = body;
    body.patchState({ mileage: 6 });
    const after: ScenarioSpec = {
      ...before,
      ecus: before.ecus.map((ecu) => (ecu.name === 'body' ? { ...ecu, raw: true } : ecu)),
    };
    expect(await scenario.apply(after)).toEqual({ restarted: ['body'] });
    expect(body.url).toBe(url);
    expect(body.state).toEqual({ door: 'closed', mileage: 6 });
    expect((await (await connect(body)).call('/same')).param).toBe(1);
  });

  it('that wants a port that is taken leaves the ECU where it was', async () => {
    const scenario = await run(before);
    const body = scenario.ecu('body');
    const { url } = body;
    const port = await takenPort();
    const moved = before.ecus.map((ecu) => (ecu.name === 'body' ? { ...ecu, port } : ecu));
    await expect(scenario.apply({ ...before, ecus: moved })).rejects.toMatchObject({ code: 'ADDRESS_IN_USE' });
    expect(body.url).toBe(url);
    expect((await (await connect(body)).call('/same')).param).toBe(1);
  });

  it('that cannot run changes nothing', async () => {
    const scenario = await run(before);
    const client = await connect(scenario.ecu('body'));
    const port = await takenPort();
    const changed = before.ecus.map((ecu) => ({ ...ecu, commands: [] }));
    await expect(scenario.apply({ ...before, ecus: [...changed, { name: 'new', port }] })).rejects.toMatchObject({
      code: 'ADDRESS_IN_USE',
    });
    const wrong = [{ name: 'body', commands: [{ url: '/a', data: { file: 'none' } }] }];
    await expect(scenario.apply({ ...before, ecus: wrong })).rejects.toMatchObject({ code: 'FILE_UNREADABLE' });
    expect((await client.call('/same')).param).toBe(1);
    expect(scenario.ecus).toHaveLength(2);
  });
});

const three = (changes: Record<string, object> = {}) =>
  ['body', 'climate', 'adas'].map((name) =>
    Object.assign({ name, state: { at: name }, commands: [{ url: '/at', param: { $state: 'at' } }] }, changes[name]),
  );

async function running() {
  const positions = { entries: [{ name: 'engine', host: '10.0.0.5', port: 3_000 }] };
  const scenario = await run(specOf(three(), { positions }));
  const { ecus, spec } = scenario;
  const urls = ecus.map(({ url }) => url);
  const isAsItWas = async () => {
    expect(scenario.spec).toBe(spec);
    expect(scenario.ecus.map(({ url }) => url)).toEqual(urls);
    for (const ecu of ecus) {
      const client = await connect(ecu);
      expect((await client.call('/at')).param).toBe(ecu.name);
    }
    expect(scenario.positions?.list().map(({ name }) => name)).toEqual(['body', 'climate', 'adas', 'engine']);
    const { host, port } = scenario.positions!.address!;
    expect(await lookup('adas', { servers: `${host}:${port}` })).toMatchObject({
      port: scenario.ecu('adas').address.port,
    });
  };
  return { scenario, spec, isAsItWas, client: await connect(scenario.ecu('body')) };
}

describe('a changed file of which a part cannot be', () => {
  it('changes nothing where the last ECU cannot listen and those before it have moved', async () => {
    const { scenario, spec, isAsItWas, client } = await running();
    const port = await takenPort();
    const ecus = three({ body: { state: { at: 'changed' } }, climate: { raw: true }, adas: { port } });
    await expect(scenario.apply({ ...spec, ecus })).rejects.toMatchObject({ code: 'ADDRESS_IN_USE', subject: 'adas' });
    expect(client.connected).toBe(true);
    await isAsItWas();
  });

  it('changes nothing where the position server cannot be what is wanted', async () => {
    const { scenario, spec, isAsItWas } = await running();
    const at = scenario.positions?.address;
    const taken = createSocket('udp4').bind(0, '127.0.0.1');
    await once(taken, 'listening');
    onTestFinished(() => void taken.close());
    const changes = { body: { raw: true }, adas: { commands: [] } };
    const wrong = [
      { port: taken.address().port },
      { entries: [{ name: 'x'.repeat(1_025), host: '10.0.0.5', port: 3_000 }] },
      { entries: [{ name: 'engine', host: 'no-such-host.invalid', port: 3_000 }] },
    ];
    for (const positions of wrong) {
      await expect(scenario.apply({ ...spec, ecus: three(changes), positions })).rejects.toBeInstanceOf(Error);
      expect(scenario.positions?.address).toEqual(at);
      await isAsItWas();
    }
  });

  it('changes nothing where an ECU that is gone made room for one that cannot be', async () => {
    const { scenario, spec, isAsItWas } = await running();
    const { port } = scenario.ecu('adas').address;
    const ecus = [...three().slice(0, 2), { name: 'new', port }, { name: 'wrong', port: await takenPort() }];
    await expect(scenario.apply({ ...spec, ecus })).rejects.toMatchObject({ subject: 'wrong' });
    await isAsItWas();
  });
});

describe('ports of a changed file', () => {
  it('pass to a new ECU from one that is gone, and are swapped by those that stay', async () => {
    const scenario = await run(specOf([{ name: 'a' }, { name: 'b' }, { name: 'c' }]));
    const [a = 0, b = 0, c = 0] = scenario.ecus.map(({ address }) => address.port);
    const fixed = specOf([
      { name: 'a', port: b },
      { name: 'b', port: a },
      { name: 'd', port: c },
    ]);
    expect(await scenario.apply(fixed)).toEqual({ restarted: ['a', 'b'] });
    expect(scenario.ecus.map(({ name, address }) => [name, address.port])).toEqual([
      ['a', b],
      ['b', a],
      ['d', c],
    ]);
  });
});

describe('a scenario', () => {
  it('starts all or nothing, and says who cannot listen and what to do', async () => {
    const port = await takenPort();
    const spec = specOf([{ name: 'body' }, { name: 'climate', port }]);
    const scenario = new Scenario({ spec, folder: null });
    await expect(scenario.start()).rejects.toMatchObject({
      code: 'ADDRESS_IN_USE',
      subject: 'climate',
      message: expect.stringMatching(/^climate cannot listen on 127\.0\.0\.1:\d+: .*in use.*0 takes one that is free/u),
    });
    await scenario.close();
  });

  it('has a position server that knows its ECUs and what else the file says', async () => {
    const entries = [{ name: 'engine', host: '10.0.0.5', port: 3_000, security: true }];
    const spec = specOf([{ name: 'body' }], { positions: { entries } });
    const scenario = await run(spec);
    const { host, port } = scenario.positions?.address ?? { host: '', port: 0 };
    const ask = (name: string) => lookup(name, { servers: `${host}:${port}` });
    const at = new URL(scenario.ecu('body').url);
    expect(await ask('body')).toMatchObject({ host: '127.0.0.1', port: Number(at.port), security: false });
    expect(await ask('ENGINE')).toMatchObject({ host: '10.0.0.5', port: 3_000, security: true });
    await scenario.apply({ ...spec, ecus: [{ name: 'climate' }] });
    expect(scenario.positions?.address?.port).toBe(port);
    expect(scenario.positions?.list().map(({ name }) => name)).toEqual(['climate', 'engine']);
    await scenario.apply({ ...spec, positions: undefined });
    expect(scenario.positions).toBeNull();
  });

  it('reports what it expects', async () => {
    const scenario = await run(
      specOf([{ name: 'body', commands: [{ url: '/lock' }] }], {
        expect: [{ ecu: 'body', command: '/lock', times: 2 }],
      }),
    );
    const client = await connect(scenario.ecu('body'));
    await client.call('/lock');
    expect(scenario.report()).toMatchObject([{ passed: false }]);
    await client.call('/lock');
    expect(scenario.report()).toMatchObject([{ passed: true, message: '' }]);
  });
});
