import { once } from 'node:events';
import { Socket } from 'node:net';
import { expect, test, vi } from 'vitest';
import { Client, Flag, LATER, PacketType } from '../../src/index.ts';
import { FakeClock } from '../fake-clock.ts';
import { connectClient, makeClient, type RawPeer, startRaw, startServer, uncaught, until } from '../support.ts';

const data = Buffer.alloc(200_000);

/** A server that does what the test wants once the handshake is through. */
function startWelcoming(welcomed: (peer: RawPeer) => unknown): Promise<string> {
  return startRaw(async (peer) => {
    const { seqno } = await peer.next();
    peer.send({ type: PacketType.SERVINFO, flags: Flag.REPLY, seqno, data: Buffer.alloc(4) });
    welcomed(peer);
  });
}

test('the send timeout can be changed at any time, also while a server takes nothing', async () => {
  const clock = new FakeClock();
  const url = await startWelcoming((peer) => peer.socket.pause());
  const client = makeClient({ clock, sendTimeout: Infinity });
  expect(client.sendTimeout).toBe(Infinity);
  await client.connect(url);
  while (client.datagram('/a', { data }));
  clock.advance(1e9);
  await new Promise((resolve) => setImmediate(resolve));
  await expect(client.call('/a', { data })).rejects.toMatchObject({ code: 'TOO_MANY_PENDING' });
  client.sendTimeout = 100;
  clock.advance(100);
  await until(() => !client.datagram('/a'));
  await expect(client.call('/a')).rejects.toMatchObject({ code: 'SEND_TIMEOUT' });
});

test('says how much waits for a server that takes nothing', async () => {
  const url = await startWelcoming((peer) => peer.socket.pause());
  const client = makeClient({ sendTimeout: Infinity });
  expect(client.queuedBytes).toBe(0);
  await client.connect(url);
  expect(client.queuedBytes).toBe(0);
  while (client.datagram('/a', { data }));
  expect(client.queuedBytes).toBeGreaterThan(16_000_000);
  await client.disconnect({ linger: 0 });
  expect(client.queuedBytes).toBe(0);
});

test('keepalive is set when it connects, and whenever it is changed', async () => {
  const setKeepAlive = vi.spyOn(Socket.prototype, 'setKeepAlive');
  const { url } = await startServer();
  const client = await connectClient(url, { keepAlive: 30_000 });
  expect(setKeepAlive.mock.calls).toEqual([[true, 30_000]]);
  client.keepAlive = 500;
  client.keepAlive = false;
  // The system counts seconds, and takes 0 for its own default.
  expect(setKeepAlive.mock.calls.slice(1)).toEqual([[true, 1_000], [false]]);
  await client.disconnect();
  client.keepAlive = 5_000;
  await client.connect(url);
  expect(setKeepAlive.mock.calls.slice(3)).toEqual([[true, 5_000]]);
  setKeepAlive.mockRestore();
});

test('times that are none are refused, wherever they are given', () => {
  const client = new Client();
  const refused = expect.objectContaining({ code: 'INVALID_ARGUMENT' });
  for (const time of [0, -1, Number.NaN]) {
    expect(() => new Client({ sendTimeout: time })).toThrow(refused);
    expect(() => new Client({ keepAlive: time })).toThrow(refused);
    expect(() => (client.sendTimeout = time)).toThrow(refused);
    expect(() => (client.keepAlive = time)).toThrow(refused);
  }
  expect([client.sendTimeout, client.keepAlive]).toEqual([500, false]);
});

test('linger 0 resets the connection, which the server is told as an error', async () => {
  let server: RawPeer | undefined;
  const client = await connectClient(await startWelcoming((peer) => (server = peer)));
  const reset = once(server!.socket, 'error');
  await client.disconnect({ linger: 0 });
  expect(await reset).toMatchObject([{ code: 'ECONNRESET' }]);
});

test('linger 0 does not wait for a server that never reads', async () => {
  const url = await startWelcoming((peer) => peer.socket.pause());
  const client = await connectClient(url, { clock: new FakeClock() });
  while (client.datagram('/a', { data }));
  const disconnected = once(client, 'disconnect');
  await client.disconnect({ linger: 0 });
  expect(await disconnected).toEqual([null]);
});

test('linger is the time that a server has; a disconnect with 0 ends one that is under way', async () => {
  const clock = new FakeClock();
  const url = await startWelcoming((peer) => peer.socket.pause());
  const fill = async () => {
    const client = await connectClient(url, { clock });
    while (client.datagram('/a', { data }));
    return client;
  };
  const patient = await fill();
  const gone = patient.disconnect({ linger: 3_000 });
  clock.advance(2_999);
  expect(patient.state).toBe('closing');
  clock.advance(1);
  await gone;

  const hasty = await fill();
  const first = hasty.disconnect({ linger: Infinity });
  await hasty.disconnect({ linger: 0 });
  await first;
  expect(hasty.state).toBe('closed');
});

test('listeners that throw keep nothing from being closed and told', async () => {
  const thrown = uncaught();
  const { server, url } = await startServer();
  server.command('/', () => LATER);
  const client = makeClient();
  for (const event of ['state', 'connect', 'disconnect'] as const) {
    client.on(event, () => {
      throw new Error(event);
    });
  }
  await client.connect(url);
  const call = client.call('/a').catch((error: unknown) => error);
  await client.ping();
  await server.close();
  expect(await call).toMatchObject({ code: 'CLOSED_BY_SERVER' });
  await until(() => client.state === 'closed' && thrown.includes('disconnect'));
  const states = Array.from({ length: 4 }, () => 'state');
  expect(thrown).toEqual([...states, 'connect', 'state', 'state', 'disconnect']);
});
