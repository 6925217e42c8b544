import { once } from 'node:events';
import { expect, test } from 'vitest';
import { PacketType, type RemoteClient, type Server } from '../../src/index.ts';
import { FakeClock } from '../fake-clock.ts';
import { connectClient, RawPeer, startServer, until } from '../support.ts';

const param = 'x'.repeat(8_000);

/** A client that has subscribed everything and never reads. */
async function connectDeaf(server: Server, port: number): Promise<RemoteClient> {
  const connected = once(server, 'connect');
  const peer = await RawPeer.connect(port);
  await peer.handshake();
  const [remote] = await connected;
  peer.send({ type: PacketType.SUBSCRIBE, url: '/' });
  await peer.next();
  peer.socket.pause();
  return remote;
}

test('a client that never reads is dropped from at its limit, cut off when it has stalled, and the others get everything', async () => {
  const clock = new FakeClock();
  const limits = { queuedBytes: 1_048_576, stallTimeout: 1_000 };
  const { server, url, port } = await startServer({ clock, limits });
  const deaf = await connectDeaf(server, port);
  const other = await connectClient(url);
  await other.subscribe('/');
  let received = 0;
  other.on('message', () => {
    received += 1;
  });

  let published = 0;
  while (deaf.dropped < 1_000) {
    for (let count = 0; count < 20; count += 1) server.publish('/a', { param });
    published += 20;
    await until(() => received === published);
  }
  const before = process.memoryUsage().arrayBuffers;
  for (let count = 0; count < 1_000; count += 1) {
    server.publish('/a', { param });
    published += 1;
    if (count % 20 === 0) await until(() => received === published);
  }
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20_000_000);
  await until(() => received === published);

  const left = once(server, 'disconnect');
  clock.advance(100);
  await new Promise((resolve) => setImmediate(resolve));
  expect(deaf.closed).toBe(false);
  while (!deaf.closed) {
    clock.advance(100);
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(await left).toMatchObject([deaf, { code: 'SEND_TIMEOUT' }]);
  await other.ping();
});

test('a client that has stalled for the send timeout gets nothing until it reads again', async () => {
  const clock = new FakeClock();
  const { server, port } = await startServer({ clock, sendTimeout: 100, limits: { stallTimeout: 1e9 } });
  const connected = once(server, 'connect');
  const peer = await RawPeer.connect(port);
  await peer.handshake();
  const [remote] = await connected;
  peer.socket.pause();
  // Until the kernel takes nothing more.
  while (clock.timers === 0) {
    remote.datagram('/a', { param });
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(remote.datagram('/a', { param })).toBe(true);
  clock.advance(100);
  await until(() => !remote.datagram('/a', { param: 'small' }));
  peer.socket.resume();
  await until(() => remote.datagram('/b', { param: 'again' }));
  for (let packet = await peer.next(); packet.url !== '/b'; packet = await peer.next());
});

test.each([
  ['never', Infinity],
  ['later than it is cut off', 700],
])(
  'a client that takes nothing is cut off after the stall timeout, also where sends to it fail %s',
  async (_, sendTimeout) => {
    const clock = new FakeClock();
    const { server, port } = await startServer({ clock, sendTimeout, limits: { stallTimeout: 1_000 } });
    const deaf = await connectDeaf(server, port);
    while (clock.timers === 0) {
      server.publish('/a', { param });
      await new Promise((resolve) => setImmediate(resolve));
    }
    const left = once(server, 'disconnect');
    for (let ms = 0; ms < 999; ms += 1) {
      clock.advance(1);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(deaf.closed).toBe(false);
    clock.advance(1);
    expect(await left).toMatchObject([deaf, { code: 'SEND_TIMEOUT' }]);
    expect(clock.timers).toBe(0);
  },
);

test('a program that keeps the loop busy does not make its clients look stalled', async () => {
  const { server, url } = await startServer({ sendTimeout: 20, limits: { queuedBytes: 64_000_000 } });
  const client = await connectClient(url);
  await client.subscribe('/');
  let received = 0;
  client.on('message', () => {
    received += 1;
  });
  // More than the kernel takes, and the loop is held longer than the send timeout: the client cannot read meanwhile.
  const end = performance.now() + 100;
  for (let count = 0; count < 2_000; count += 1) expect(server.publish('/a', { param })).toBe(true);
  while (performance.now() < end);
  await until(() => received === 2_000);
});

test('requests of a client that does not read its replies are not read either', async () => {
  const limits = { queuedBytes: 1_048_576, stallTimeout: 1e9 };
  const { server, port, url } = await startServer({ limits, sendTimeout: 1e9 });
  const other = await connectClient(url);
  let called = 0;
  server.command('/', () => {
    called += 1;
    return { param };
  });
  const peer = await RawPeer.connect(port);
  await peer.handshake();
  peer.socket.pause();
  const requests = 50_000;
  for (let count = 0; count < requests; count += 1) peer.send({ type: PacketType.RPC, seqno: count, url: '/a' });
  let before = -1;
  while (called !== before) {
    before = called;
    // In each of these round trips the server would have read, if it read.
    for (let count = 0; count < 100; count += 1) await other.ping();
  }
  expect(called).toBeLessThan(requests);
  peer.socket.resume();
  await until(() => called === requests);
});

test('a client that reads late gets everything that was queued before its close', async () => {
  const { server, port } = await startServer({ limits: { queuedBytes: 64_000_000 } });
  const connected = once(server, 'connect');
  const peer = await RawPeer.connect(port);
  await peer.handshake();
  const [remote] = await connected;
  peer.socket.pause();
  // Far more than the kernel takes.
  const datagrams = 3_000;
  for (let count = 0; count < datagrams; count += 1) expect(remote.datagram('/a', { param })).toBe(true);
  remote.close();
  expect(remote.datagram('/a', { param })).toBe(false);
  peer.socket.resume();
  await peer.closed();
  expect(peer.packets).toHaveLength(datagrams);
});

test('a client that ends its side still gets what is queued, and one that does not take it is cut off after a second', async () => {
  const clock = new FakeClock();
  const { server, port } = await startServer({ clock, limits: { queuedBytes: 64_000_000 } });
  const connect = async () => {
    const connected = once(server, 'connect');
    const peer = await RawPeer.connect(port);
    await peer.handshake();
    const [remote] = await connected;
    peer.socket.pause();
    for (let count = 0; count < 3_000; count += 1) remote.datagram('/a', { param });
    peer.socket.end();
    return { peer, remote };
  };
  const late = await connect();
  late.peer.socket.resume();
  await late.peer.closed();
  expect(late.peer.packets).toHaveLength(3_000);

  const { peer, remote } = await connect();
  await until(() => !remote.datagram('/a'));
  clock.advance(999);
  expect(remote.closed).toBe(false);
  clock.advance(1);
  await until(() => remote.closed);
  peer.socket.resume();
});
