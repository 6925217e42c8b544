import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { type ClientOptions, Server } from '../../src/index.ts';
import { FakeClock } from '../fake-clock.ts';
import { deadAddress, PositionTap, startAnswering, startPositionServer, UdpPeer } from '../position/support.ts';
import { makeClient, startServer } from '../support.ts';
import { certificates } from '../tls/certificates.ts';

// What the system's resolver knows, whatever machine this is.
vi.mock('node:dns/promises', () => ({
  lookup: (name: string) => {
    if (name === 'silent.test') return new Promise(() => undefined);
    if (name === 'known.test') return Promise.resolve({ address: '127.0.0.1', family: 4 });
    return Promise.reject(Object.assign(new Error(name), { code: 'ENOTFOUND' }));
  },
}));

async function clientOf(table: Record<string, number>, options: ClientOptions = {}) {
  const entries = Object.entries(table).map(([name, port]) => ({ name, host: '127.0.0.1', port }));
  const { server, address } = await startPositionServer({ table: entries });
  return { positions: server, client: makeClient({ position: { servers: address }, ...options }) };
}

describe('a name', () => {
  test('is found by the position server, and needs no port', async () => {
    const { port } = await startServer({ info: 'ecu' });
    const { client } = await clientOf({ ecu: port });
    expect(await client.connect('vsoa://ECU')).toBe('ecu');
    expect(client.remoteAddress).toEqual({ host: '127.0.0.1', port });
  });

  test('may lead to an IPv6 address', async () => {
    const server = new Server({ info: 'six' });
    await server.start({ host: '::1', port: 0 });
    onTestFinished(() => server.close());
    const table = [{ name: 'ecu', host: '::1', port: server.address?.port ?? 0 }];
    const { address } = await startPositionServer({ table });
    expect(await makeClient({ position: { servers: address } }).connect('vsoa://ecu')).toBe('six');
  });

  test('goes where the position server says, also where the url has a port', async () => {
    const { port } = await startServer({ info: 'of the answer' });
    const { port: other } = await startServer({ info: 'of the url' });
    const { client } = await clientOf({ 'known.test': port });
    expect(await client.connect(`vsoa://known.test:${other}`)).toBe('of the answer');
  });

  test('that no position server knows is asked of the system, where the url has a port', async () => {
    const { port } = await startServer({ info: 'by the system' });
    const { positions, client } = await clientOf({});
    expect(await client.connect(`vsoa://known.test:${port}`)).toBe('by the system');
    expect(positions.notFound).toBe(1);
    const unasking = makeClient({ position: { servers: [] } });
    expect(await unasking.connect(`vsoa://known.test:${port}`)).toBe('by the system');
    const deserted = makeClient({ position: { servers: await deadAddress() } });
    expect(await deserted.connect(`vsoa://known.test:${port}`)).toBe('by the system');
  });

  test('that nobody knows fails', async () => {
    const { client } = await clientOf({});
    await expect(client.connect('vsoa://known.test')).rejects.toMatchObject({
      name: 'ConnectError',
      code: 'SERVER_NOT_FOUND',
      host: 'known.test',
      message: 'no port is given, and no position server knows known.test',
    });
    await expect(client.connect('vsoa://unknown.test:1')).rejects.toMatchObject({
      code: 'SERVER_NOT_FOUND',
      host: 'unknown.test:1',
      cause: { code: 'ENOTFOUND' },
    });
  });

  test('that nobody knows, while a position server is down, says which', async () => {
    const servers = await deadAddress();
    const client = makeClient({ position: { servers } });
    for (const url of ['vsoa://ecu', 'vsoa://ecu:1']) {
      await expect(client.connect(url)).rejects.toMatchObject({
        code: 'SERVER_NOT_FOUND',
        message: expect.stringContaining(`the position server ${servers} cannot be reached: ECONNREFUSED`),
        cause: { code: 'UNREACHABLE' },
      });
    }
  });

  test('that leads to a port where nobody listens says where that was', async () => {
    const { server, port } = await startServer();
    await server.close();
    const { client } = await clientOf({ ecu: port });
    await expect(client.connect('vsoa://ecu')).rejects.toMatchObject({
      code: 'UNREACHABLE',
      host: 'ecu',
      message: `cannot connect to ecu at 127.0.0.1:${port}: ECONNREFUSED`,
    });
  });
});

test('localhost and IP addresses are asked of nobody', async () => {
  const { port } = await startServer();
  const { positions, client } = await clientOf({ localhost: 1, '127.0.0.1': 1 });
  for (const host of ['localhost', 'LOCALHOST', '127.0.0.1']) {
    await client.connect(`vsoa://${host}:${port}`);
    await client.disconnect();
  }
  await expect(client.connect('vsoa://localhost')).rejects.toMatchObject({ code: 'INVALID_URL' });
  expect(positions.queries).toBe(0);
});

test('a server that wants TLS is not connected to without', async () => {
  const { server, port } = await startServer();
  server.on('connect', () => expect.unreachable());
  const { address } = await startAnswering({ addr: '127.0.0.1', port, domain: 2, security: true });
  const client = makeClient({ position: { servers: address } });
  const states: string[] = [];
  client.on('state', (state) => states.push(state));
  await expect(client.connect('vsoa://ecu')).rejects.toMatchObject({
    name: 'ConnectError',
    code: 'TLS_HANDSHAKE_FAILED',
    host: 'ecu',
    message: 'the position server says that ecu wants TLS, and no TLS options are given',
  });
  expect(states).toEqual(['resolving', 'closed']);
});

test.each([true, false])(
  'with TLS, it is TLS to the name of the url, be security %s in the answer',
  async (security) => {
    const server = new Server({ info: 'secret' });
    await server.start({ host: '127.0.0.1', port: 0, tls: certificates.other });
    onTestFinished(() => server.close());
    const table = ['other.test', 'ecu'].map((name) => ({
      name,
      host: '127.0.0.1',
      port: server.address?.port ?? 0,
      security,
    }));
    const { address } = await startPositionServer({ table });
    const client = makeClient({ position: { servers: address } });
    const tls = { ca: certificates.ca };
    expect(await client.connect('vsoa://other.test', { tls })).toBe('secret');
    expect(client.peerCertificate()).toBeDefined();
    await client.disconnect();
    await expect(client.connect('vsoa://ecu', { tls })).rejects.toMatchObject({ code: 'TLS_HANDSHAKE_FAILED' });
  },
);

test('position servers that are none are told to the program', async () => {
  const client = makeClient({ position: { servers: 'here:there' } });
  await expect(client.connect('vsoa://ecu')).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
});

describe('while the name is looked up', () => {
  test('the time of connect runs', async () => {
    const clock = new FakeClock();
    const silent = await UdpPeer.open();
    const client = makeClient({ clock, position: { servers: silent.address, timeout: 60_000 } });
    const failed = client.connect('vsoa://ecu').catch((error: unknown) => error);
    await silent.next();
    clock.advance(10_000);
    expect(await failed).toMatchObject({ code: 'SERVER_NO_RESPONDING', host: 'ecu' });
    expect(clock.timers).toBe(0);
  });

  test('an abort ends it, at the position server and at the system', async () => {
    const silent = await UdpPeer.open();
    const abort = new AbortController();
    const client = makeClient({ position: { servers: silent.address } });
    const failed = client.connect('vsoa://ecu', { signal: abort.signal }).catch((error: unknown) => error);
    await silent.next();
    abort.abort('enough');
    expect(await failed).toMatchObject({ code: 'ABORTED', cause: 'enough' });

    const again = new AbortController();
    const resolving = makeClient({ position: { servers: [] } });
    const stopped = resolving
      .connect('vsoa://silent.test:1', { signal: again.signal })
      .catch((error: unknown) => error);
    again.abort('enough');
    expect(await stopped).toMatchObject({ code: 'ABORTED', cause: 'enough' });
  });

  test('disconnect ends it, and the client can connect again', async () => {
    const { port, url } = await startServer();
    const silent = await UdpPeer.open();
    const client = makeClient({ position: { servers: silent.address } });
    const failed = client.connect('vsoa://ecu').catch((error: unknown) => error);
    await silent.next();
    await client.disconnect();
    expect(await failed).toMatchObject({ code: 'ABORTED' });
    await client.connect(url);
    expect(client.remoteAddress?.port).toBe(port);
  });

  test('the tap is told of question and answer', async () => {
    const tap = new PositionTap();
    const { port } = await startServer();
    const { client } = await clientOf({ ecu: port }, { tap, label: 'device' });
    await client.connect('vsoa://ecu');
    expect(tap.events.map(({ sent, connection }) => [sent, connection.label])).toEqual([
      [true, 'device'],
      [false, 'device'],
    ]);
  });
});
