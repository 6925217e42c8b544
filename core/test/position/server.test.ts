import { once } from 'node:events';
import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { lookup, type PositionCallback, type PositionEntry, PositionServer, type VsoaError } from '../../src/index.ts';
import { FakeClock } from '../fake-clock.ts';
import { until } from '../support.ts';
import { PositionTap, startPositionServer, UdpPeer } from './support.ts';

const seed = Number(process.env['SEED'] ?? Math.floor(Math.random() * 2 ** 31));
const unknown = '{"name":"nobody"}';

async function asked(question: object, server: PositionServer): Promise<unknown> {
  const peer = await UdpPeer.open();
  return JSON.parse(await peer.ask(JSON.stringify(question), server.address));
}

describe('the table', () => {
  const table = [
    { name: 'Both', host: '::1', port: 10 },
    { name: 'both', host: '127.0.0.1', port: 2 },
    { name: 'secure', host: '10.0.0.1', port: 1, security: true },
  ];

  test.each([
    [{ name: 'BOTH' }, { name: 'BOTH', addr: '127.0.0.1', port: 2, domain: 2, security: false }],
    [{ name: 'both', domain: -1 }, { addr: '127.0.0.1' }],
    [{ name: 'both', domain: 2 }, { addr: '127.0.0.1' }],
    [
      { name: 'both', domain: 10 },
      { addr: '::1', port: 10, domain: 10 },
    ],
    [{ name: 'secure' }, { security: true }],
  ])('answers %j', async (question, answer) => {
    const { server } = await startPositionServer({ table });
    expect(await asked(question, server)).toMatchObject(answer);
    expect([server.queries, server.notFound, server.malformed]).toEqual([1, 0, 0]);
  });

  test.each([{ name: 'nobody' }, { name: 'secure', domain: 10 }, { name: 'both', domain: 23 }])(
    'answers {} to %j',
    async (question) => {
      const { server } = await startPositionServer({ table });
      expect(await asked(question, server)).toEqual({});
      expect([server.queries, server.notFound, server.malformed]).toEqual([1, 1, 0]);
    },
  );

  test('can be changed while the server runs', async () => {
    const { server } = await startPositionServer({ table });
    server.set('new', { host: '10.0.0.2', port: 7 });
    expect(await asked({ name: 'NEW' }, server)).toMatchObject({ addr: '10.0.0.2', port: 7 });
    server.set('New', { host: '10.0.0.3', port: 8 });
    expect(await asked({ name: 'new' }, server)).toMatchObject({ addr: '10.0.0.3', port: 8 });
    expect([server.delete('both', 2), server.delete('both', 2)]).toEqual([true, false]);
    expect(await asked({ name: 'both' }, server)).toMatchObject({ addr: '::1' });
    expect([server.delete('BOTH'), server.delete('both')]).toEqual([true, false]);
    expect(await asked({ name: 'both' }, server)).toEqual({});
    expect(server.list()).toEqual([
      { name: 'secure', host: '10.0.0.1', port: 1, domain: 2, security: true },
      { name: 'New', host: '10.0.0.3', port: 8, domain: 2, security: false },
    ]);
    server.clear();
    expect(server.list()).toEqual([]);
  });

  test('can be handed to another server', () => {
    const first = new PositionServer({ table });
    expect(new PositionServer({ table: first.list() }).list()).toEqual(first.list());
  });

  test.each([
    ['', { host: '10.0.0.1', port: 1 }],
    ['x'.repeat(1_025), { host: '10.0.0.1', port: 1 }],
    ['a', { host: 'localhost', port: 1 }],
    ['a', { host: '10.0.0.1', port: 0 }],
    ['a', { host: '10.0.0.1', port: 65_536 }],
  ])('refuses %s: %j', (name, entry) => {
    const server = new PositionServer();
    const refused = expect.objectContaining({ code: 'INVALID_ARGUMENT' });
    expect(() => server.set(name, entry)).toThrow(refused);
    expect(() => new PositionServer({ table: [{ name, ...entry }] })).toThrow(refused);
  });
});

describe('the callback', () => {
  test('is asked what the table does not know, and may take its time', async () => {
    const questions: unknown[] = [];
    const lookupIt: PositionCallback = async ({ name, domain, from }) => {
      questions.push([name, domain, from.replace(/\d+$/u, '')]);
      await new Promise((resolve) => setImmediate(resolve));
      return name === 'dynamic' ? { host: '10.0.0.9', port: 9, security: true } : undefined;
    };
    const { server } = await startPositionServer({
      table: [{ name: 'static', host: '10.0.0.1', port: 1 }],
      lookup: lookupIt,
    });
    expect(await asked({ name: 'static' }, server)).toMatchObject({ port: 1 });
    expect(await asked({ name: 'dynamic', domain: 2 }, server)).toEqual({
      name: 'dynamic',
      addr: '10.0.0.9',
      port: 9,
      domain: 2,
      security: true,
    });
    expect(await asked({ name: 'nobody' }, server)).toEqual({});
    expect(questions).toEqual([
      ['dynamic', 2, '127.0.0.1:'],
      ['nobody', undefined, '127.0.0.1:'],
    ]);
  });

  test('that gives an address of another family does not know the name', async () => {
    const { server } = await startPositionServer({ lookup: () => ({ host: '10.0.0.9', port: 9 }) });
    expect(await asked({ name: 's1', domain: 10 }, server)).toEqual({});
  });

  test.each<[string, PositionCallback]>([
    [
      'throws',
      () => {
        throw new Error('no');
      },
    ],
    ['rejects', () => Promise.reject(new Error('no'))],
    ['gives no IP address', () => ({ host: 'a.host', port: 1 })],
    ['gives no port', () => ({ host: '10.0.0.1' }) as PositionEntry],
  ])('that %s does not know the name, and the error is told', async (_, failing) => {
    const { server } = await startPositionServer({ lookup: failing });
    const errors: VsoaError[] = [];
    server.on('error', (error) => errors.push(error));
    expect(await asked({ name: 's1' }, server)).toEqual({});
    expect(errors).toMatchObject([{ code: 'ERROR', message: expect.stringMatching(/^the lookup of "s1" failed: ./u) }]);
    expect(errors[0]?.cause).toBeInstanceOf(Error);
  });

  test('whose failure nobody listens to is a warning', async () => {
    const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
    const { server } = await startPositionServer({ lookup: () => Promise.reject(new Error('no')) });
    expect(await asked({ name: 's1' }, server)).toEqual({});
    expect(warn).toHaveBeenCalledOnce();
    warn.mockRestore();
  });

  test('that never ends is given up after 5 seconds', async () => {
    const clock = new FakeClock();
    let givenUp: AbortSignal | undefined;
    const { server } = await startPositionServer({
      clock,
      lookup: (_, signal) => {
        givenUp = signal;
        return new Promise(() => undefined);
      },
    });
    const failed = once(server, 'error');
    const answer = asked({ name: 's1' }, server);
    await until(() => clock.timers === 1);
    clock.advance(5_000);
    expect(await answer).toEqual({});
    expect(await failed).toMatchObject([{ cause: { code: 'TIMEOUT' } }]);
    expect([givenUp?.aborted, clock.timers]).toEqual([true, 0]);
  });

  test('does not run more often at once than its limit; what is beyond is dropped and counted', async () => {
    const finish: (() => void)[] = [];
    const { server } = await startPositionServer({
      table: [{ name: 'static', host: '10.0.0.1', port: 1 }],
      limits: { lookups: 2 },
      lookup: () => new Promise((resolve) => finish.push(() => resolve(undefined))),
    });
    const peer = await UdpPeer.open();
    const to = { address: '127.0.0.1', port: server.address?.port ?? 0 };
    for (let query = 0; query < 5; query += 1) await peer.send(unknown, to);
    expect(JSON.parse(await peer.ask('{"name":"static"}', server.address))).toMatchObject({ port: 1 });
    expect([finish.length, server.queries, server.dropped]).toEqual([2, 6, 3]);
    for (const end of finish) end();
    expect([(await peer.next()).text, (await peer.next()).text]).toEqual(['{}', '{}']);
    await peer.send(unknown, to);
    await until(() => finish.length === 3);
    expect(server.dropped).toBe(3);
  });

  test('that runs when the server is closed is not heard any more', async () => {
    const clock = new FakeClock();
    const { server } = await startPositionServer({ clock, lookup: () => new Promise(() => undefined) });
    const peer = await UdpPeer.open();
    server.on('error', () => expect.unreachable());
    await peer.send(unknown, { address: '127.0.0.1', port: server.address?.port ?? 0 });
    await until(() => clock.timers === 1);
    await server.close();
    expect([clock.timers, server.notFound, server.dropped]).toEqual([0, 0, 0]);
  });
});

test('every answer is told of', async () => {
  const { server } = await startPositionServer({ table: [{ name: 'S1', host: '10.0.0.1', port: 1 }] });
  const seen: unknown[] = [];
  server.on('query', (query) => seen.push(query));
  const peer = await UdpPeer.open();
  await peer.ask('{"name":"s1","domain":2}', server.address);
  await peer.ask(unknown, server.address);
  expect(seen).toMatchObject([
    { name: 's1', domain: 2, from: peer.address, answer: { host: '10.0.0.1', port: 1, domain: 2, security: false } },
    { name: 'nobody', domain: undefined, from: peer.address, answer: undefined },
  ]);
});

describe('bad input', () => {
  test(`of any kind is counted, never answered, and disturbs nobody (SEED=${seed})`, async () => {
    const { server } = await startPositionServer({ table: [{ name: 's1', host: '10.0.0.1', port: 1 }] });
    const peer = await UdpPeer.open();
    const input = fc.oneof(
      fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
      fc.json().map((text) => Buffer.from(text)),
      fc.record({ name: fc.jsonValue(), domain: fc.jsonValue() }).map((value) => Buffer.from(JSON.stringify(value))),
      fc.constantFrom(Buffer.alloc(65_507, '['), Buffer.alloc(0), Buffer.from('{}'), Buffer.from([0xff])),
    );
    let sent = 0;
    await fc.assert(
      fc.asyncProperty(input, async (bytes) => {
        await peer.send(bytes, { address: '127.0.0.1', port: server.address?.port ?? 0 });
        sent += 1;
        await until(() => server.malformed + server.queries === sent);
      }),
      { seed, numRuns: 300 },
    );
    expect(server.malformed).toBeGreaterThan(100);
    const { queries } = server;
    await until(() => peer.waiting === queries);
    expect(await lookup('s1', { servers: `127.0.0.1:${server.address?.port}` })).toMatchObject({ port: 1 });
  });

  test('no answer is more than 100 bytes longer than its question', async () => {
    const host = 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff';
    const { server } = await startPositionServer({ lookup: () => ({ host, port: 65_535, security: true }) });
    const peer = await UdpPeer.open();
    for (const name of ['a', 'x'.repeat(1_024), '😀'.repeat(512), '\u0001'.repeat(1_024), '\\"'.repeat(512)]) {
      const question = Buffer.from(JSON.stringify({ name }));
      const answer = Buffer.from(await peer.ask(question, server.address));
      expect(answer.length).toBeLessThan(question.length + 100);
    }
  });

  test('two servers that hear of each other stay silent', async () => {
    const table = [{ name: 's1', host: '10.0.0.1', port: 1 }];
    const { server } = await startPositionServer({ table });
    const peer = await UdpPeer.open();
    const answer = await peer.ask('{"name":"s1"}', server.address);
    await peer.send(answer, { address: '127.0.0.1', port: server.address?.port ?? 0 });
    await peer.ask(unknown, server.address);
    expect([server.malformed, peer.waiting]).toEqual([1, 0]);
  });
});

describe('start and close', () => {
  test('a port in use is told, and the server can be started on another', async () => {
    const { server } = await startPositionServer();
    const port = server.address?.port ?? 0;
    const other = new PositionServer();
    await expect(other.start({ host: '127.0.0.1', port })).rejects.toMatchObject({ code: 'ADDRESS_IN_USE' });
    expect(other.address).toBeUndefined();
    await other.start({ host: '127.0.0.1', port: 0 });
    expect(other.address?.port).toBeGreaterThan(0);
    await expect(other.start({ port: 0 })).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    await other.close();
  });

  test('an address that is not of this machine is told', async () => {
    const server = new PositionServer();
    await expect(server.start({ host: '192.0.2.1', port: 0 })).rejects.toMatchObject({ code: 'ERROR' });
    await expect(server.start({ host: 'no-such-host.invalid', port: 0 })).rejects.toMatchObject({ code: 'ERROR' });
    await server.close();
  });

  test('closed, it answers nobody, keeps its table, and can be started again', async () => {
    const server = new PositionServer({ table: [{ name: 's1', host: '10.0.0.1', port: 1 }] });
    await server.close();
    await server.start({ host: 'localhost', port: 0 });
    const servers = `127.0.0.1:${server.address?.port}`;
    await Promise.all([server.close(), server.close()]);
    expect(server.address).toBeUndefined();
    await expect(lookup('s1', { servers })).rejects.toMatchObject({ code: 'UNREACHABLE' });
    await server.start({ host: '127.0.0.1', port: 0 });
    expect(await asked({ name: 's1' }, server)).toMatchObject({ port: 1 });
    await server.close();
  });

  test('on :: it hears IPv4 too, and calls the address by its name', async () => {
    const { server } = await startPositionServer({}, '::');
    const query = once(server, 'query');
    const peer = await UdpPeer.open();
    expect(await peer.ask(unknown, { host: '127.0.0.1', port: server.address?.port ?? 0 })).toBe('{}');
    expect(await query).toMatchObject([{ from: peer.address }]);
  });
});

test('the tap is told of every packet, with a connection for each address', async () => {
  const tap = new PositionTap();
  const { server, address } = await startPositionServer({ tap, label: 'positions' });
  const [first, second] = await Promise.all([UdpPeer.open(), UdpPeer.open()]);
  await first.ask(unknown, server.address);
  await second.send('x', { address: '127.0.0.1', port: server.address?.port ?? 0 });
  await first.ask(unknown, server.address);
  const [one, two] = [first, second].map((peer) => ({
    role: 'server',
    label: 'positions',
    quickLocal: address,
    quickRemote: peer.address,
  }));
  expect(tap.events).toMatchObject([
    { text: unknown, sent: false, malformed: false, connection: one },
    { text: '{}', sent: true, malformed: false, connection: one },
    { text: 'x', sent: false, malformed: true, connection: two },
    { text: unknown, sent: false, malformed: false, connection: one },
    { text: '{}', sent: true, malformed: false, connection: one },
  ]);
  const ids = new Set(tap.events.map(({ connection }) => connection.id));
  expect(ids.size).toBe(2);
});
