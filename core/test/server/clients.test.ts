import { once } from 'node:events';
import { Socket } from 'node:net';
import { describe, expect, test, vi } from 'vitest';
import { PacketType, type RemoteClient, Server } from '../../src/index.ts';
import { ClientIds } from '../../src/server/client-ids.ts';
import { FakeClock } from '../fake-clock.ts';
import { connectClient, makeClient, RawPeer, startServer, until } from '../support.ts';

const data = Buffer.alloc(200_000);

async function connectRaw(server: Server, port: number): Promise<{ peer: RawPeer; remote: RemoteClient }> {
  const connected = once(server, 'connect');
  const peer = await RawPeer.connect(port);
  await peer.handshake();
  const [remote] = await connected;
  return { peer, remote };
}

describe('disconnect says why:', () => {
  test('the client ended it', async () => {
    const { server, port } = await startServer();
    const { peer, remote } = await connectRaw(server, port);
    const left = once(server, 'disconnect');
    peer.socket.end();
    expect(await left).toMatchObject([remote, { code: 'CLOSED_BY_CLIENT' }]);
  });

  test('the client reset it', async () => {
    const { server, port } = await startServer();
    const { peer, remote } = await connectRaw(server, port);
    const left = once(server, 'disconnect');
    peer.socket.resetAndDestroy();
    expect(await left).toMatchObject([remote, { code: 'CONNECTION_LOST', cause: { code: 'ECONNRESET' } }]);
  });

  test('what the client sent was no VSOA', async () => {
    const { server, port } = await startServer();
    const { peer, remote } = await connectRaw(server, port);
    const left = once(server, 'disconnect');
    peer.socket.write('GET / HTTP/1.1\r\n\r\n');
    expect(await left).toMatchObject([remote, { code: 'BAD_MAGIC' }]);
  });

  test('we closed it', async () => {
    const { server, port } = await startServer();
    const { remote } = await connectRaw(server, port);
    const left = once(server, 'disconnect');
    remote.close();
    expect(await left).toEqual([remote, null]);
  });
});

test('a client that is gone has subscribed nothing any more', async () => {
  const { server, port } = await startServer();
  const { peer, remote } = await connectRaw(server, port);
  peer.send({ type: PacketType.SUBSCRIBE, param: ['/a', '/b/'] });
  await peer.next();
  expect([server.isSubscribed('/a'), server.isSubscribed('/b/c')]).toEqual([true, true]);
  const left = once(server, 'disconnect');
  peer.socket.destroy();
  await left;
  expect([server.isSubscribed('/a'), server.isSubscribed('/b/c'), remote.subscriptions.size]).toEqual([
    false,
    false,
    0,
  ]);
  expect(server.publish('/a')).toBe(false);
});

describe('a close with linger', () => {
  test('0 resets a client at once, also one that never reads', async () => {
    const { server, port } = await startServer({ clock: new FakeClock() });
    const { peer, remote } = await connectRaw(server, port);
    const reset = once(peer.socket, 'error');
    remote.close({ linger: 0 });
    expect(await reset).toMatchObject([{ code: 'ECONNRESET' }]);

    const { peer: deaf, remote: full } = await connectRaw(server, port);
    deaf.socket.pause();
    while (full.datagram('/a', { data }));
    const left = once(server, 'disconnect');
    full.close({ linger: 0 });
    expect(await left).toEqual([full, null]);
  });

  test('gives a client that time, and not more', async () => {
    const clock = new FakeClock();
    const { server, port } = await startServer({ clock });
    const { peer, remote } = await connectRaw(server, port);
    peer.socket.pause();
    while (remote.datagram('/a', { data }));
    const left = once(server, 'disconnect');
    remote.close({ linger: 5_000 });
    clock.advance(4_999);
    expect(remote.closed).toBe(false);
    clock.advance(1);
    await left;
  });

  test('0 closes a server at once, whatever its clients do', async () => {
    const { server, port } = await startServer({ clock: new FakeClock() });
    const { peer, remote } = await connectRaw(server, port);
    peer.socket.pause();
    while (remote.datagram('/a', { data }));
    await server.close({ linger: 0 });
    expect([server.address, server.clients.size]).toEqual([undefined, 0]);
  });
});

describe('the send timeout', () => {
  test('of the server counts for the clients that are there and for those that come', async () => {
    const { server, port } = await startServer({ sendTimeout: Infinity });
    const { remote } = await connectRaw(server, port);
    server.sendTimeout = 50;
    const { remote: next } = await connectRaw(server, port);
    expect([server.sendTimeout, remote.sendTimeout, next.sendTimeout]).toEqual([50, 50, 50]);
    next.sendTimeout = 70;
    expect([server.sendTimeout, remote.sendTimeout, next.sendTimeout]).toEqual([50, 50, 70]);
  });

  test('of a client that takes nothing counts from when it is changed', async () => {
    const clock = new FakeClock();
    const limits = { stallTimeout: Infinity };
    const { server, port } = await startServer({ clock, sendTimeout: Infinity, limits });
    const { peer, remote } = await connectRaw(server, port);
    peer.socket.pause();
    // Until the kernel takes nothing more, and a little is queued.
    while (clock.timers === 0) {
      remote.datagram('/a', { data });
      await new Promise((resolve) => setImmediate(resolve));
    }
    clock.advance(1e9);
    await new Promise((resolve) => setImmediate(resolve));
    expect(remote.datagram('/a')).toBe(true);
    remote.sendTimeout = 30;
    clock.advance(29);
    await new Promise((resolve) => setImmediate(resolve));
    expect(remote.datagram('/a')).toBe(true);
    clock.advance(1);
    await until(() => !remote.datagram('/a'));
  });

  test('is refused where it is none', async () => {
    const { server, port } = await startServer();
    const { remote } = await connectRaw(server, port);
    const refused = expect.objectContaining({ code: 'INVALID_ARGUMENT' });
    for (const time of [0, -1, Number.NaN]) {
      expect(() => new Server({ sendTimeout: time })).toThrow(refused);
      expect(() => new Server({ keepAlive: time })).toThrow(refused);
      expect(() => (server.sendTimeout = time)).toThrow(refused);
      expect(() => (remote.sendTimeout = time)).toThrow(refused);
      expect(() => (remote.keepAlive = time)).toThrow(refused);
    }
  });
});

test('keepalive is set for each client that comes, and can be changed for one', async () => {
  const setKeepAlive = vi.spyOn(Socket.prototype, 'setKeepAlive');
  const { server, port } = await startServer({ keepAlive: 10_000 });
  const { remote } = await connectRaw(server, port);
  expect(remote.keepAlive).toBe(10_000);
  remote.keepAlive = 2_000;
  remote.keepAlive = false;
  expect(remote.keepAlive).toBe(false);
  expect(setKeepAlive.mock.calls).toEqual([[true, 10_000], [true, 2_000], [false]]);
  setKeepAlive.mockRestore();
});

test('ids start anew behind the last one, and none is handed out that is in use', () => {
  const ids = new ClientIds(0xffff_fffc);
  expect([ids.take(), ids.take(), ids.take(), ids.take()]).toEqual([0xffff_fffd, 0xffff_fffe, 1, 2]);
  const used = new ClientIds();
  expect([used.take(), used.take(), used.take()]).toEqual([1, 2, 3]);
  used.release(2);
  expect(used.take()).toBe(4);
  const wrapped = new ClientIds(0xffff_fffe);
  expect(wrapped.take()).toBe(1);
});

test('a password can be changed under attack: who was let in stays, who comes needs the new one', async () => {
  const { server, port, url } = await startServer({ passwd: 'old' });
  const first = await connectClient(url, { passwd: 'old' });
  const attack = Array.from({ length: 50 }, async (_, guess) => {
    const peer = await RawPeer.connect(port);
    const { status } = await peer.handshake({ passwd: `old${guess}` });
    await peer.closed();
    return status;
  });
  server.passwd = 'new';
  expect(new Set(await Promise.all(attack))).toEqual(new Set([1]));
  await expect(makeClient().connect(url, { passwd: 'old' })).rejects.toMatchObject({ code: 'INVALID_PASSWORD' });
  await connectClient(url, { passwd: 'new' });
  server.passwd = undefined;
  await connectClient(url);
  await first.ping();
  expect(server.clients.size).toBe(3);
});

test('a client that is not authed calls and asks, but gets no publishes, also when it comes back to the list', async () => {
  const { server, url } = await startServer();
  server.command('/auth', ({ param }, remote) => {
    remote.authed = param === 'secret';
    return { status: remote.authed ? 0 : 1 };
  });
  server.on('connect', (remote) => {
    remote.authed = false;
  });
  const client = await connectClient(url);
  await client.subscribe('/');
  const seen: unknown[] = [];
  client.on('message', ({ param }) => seen.push(param));
  server.publish('/a', { param: 1 });
  server.publish('/a', { param: 1, quick: true });
  expect((await client.call('/auth', { param: 'wrong' })).status).toBe(1);
  expect((await client.call('/auth', { param: 'secret' })).status).toBe(0);
  server.publish('/a', { param: 2 });
  await client.ping();
  expect(seen).toEqual([2]);
});

test('a second SERVINFO over TCP can move the quick channel, a wrong one ends the connection', async () => {
  const { server, port } = await startServer({ passwd: 'p' });
  const connected = once(server, 'connect');
  const peer = await RawPeer.connect(port);
  await peer.handshake({ passwd: 'p' }, 40_000);
  const [remote] = await connected;
  const left = once(server, 'disconnect');
  peer.send({ type: PacketType.SERVINFO, param: { passwd: 'wrong' } });
  expect(await peer.next()).toMatchObject({ status: 1 });
  expect(await left).toEqual([remote, null]);
});
