import { once } from 'node:events';
import { expect, test } from 'vitest';
import { type Answer, LATER, PacketType, Status } from '../../src/index.ts';
import { FakeClock } from '../fake-clock.ts';
import { connectClient, RawPeer, startServer, until } from '../support.ts';

const answer: Answer = { data: Buffer.alloc(100_000, 7) };

test('requests of one chunk whose answers are more than may wait are all answered', async () => {
  const { server, url } = await startServer({ limits: { queuedBytes: 1_048_576 } });
  server.command('/large', () => answer);
  const client = await connectClient(url);
  const replies = await Promise.all(Array.from({ length: 256 }, () => client.call('/large')));
  expect(replies.filter(({ data }) => data.length === 100_000)).toHaveLength(256);
  expect([...server.clients][0]?.dropped).toBe(0);
});

test('requests that wait for the client to read are acted on before its end, and not once it is closed', async () => {
  const { server, port } = await startServer({ limits: { queuedBytes: 1_048_576 } });
  let handled = 0;
  server.command('/large', (_, client) => {
    handled += 1;
    if (handled === 300) client.close();
    return answer;
  });
  const peer = await RawPeer.connect(port);
  await peer.handshake();
  peer.socket.pause();
  peer.send(...Array.from({ length: 200 }, (_, seqno) => ({ type: PacketType.RPC, seqno, url: '/large' })));
  peer.socket.end();
  await until(() => handled > 0 && handled < 200);
  peer.socket.resume();
  await peer.closed();
  expect([handled, peer.packets.length]).toEqual([200, 200]);

  const other = await RawPeer.connect(port);
  await other.handshake();
  other.send(...Array.from({ length: 400 }, (_, seqno) => ({ type: PacketType.RPC, seqno, url: '/large' })));
  await other.closed();
  expect(handled).toBe(300);
});

test('of answers that come all at once those that may not wait are status 6, at once', async () => {
  const { server, url } = await startServer({ limits: { queuedBytes: 1_048_576 } });
  server.command('/large', async () => answer);
  const client = await connectClient(url);
  const replies = await Promise.all(Array.from({ length: 256 }, () => client.call('/large')));
  const whole = replies.filter(({ status, data }) => status === Status.SUCCESS && data.length === 100_000);
  const refused = replies.filter(({ status, data }) => status === Status.NO_MEMORY && data.length === 0);
  expect(whole.length + refused.length).toBe(256);
  expect(refused.length).toBe([...server.clients][0]?.dropped);
  expect(whole.length).toBeGreaterThanOrEqual(10);
});

test('a reply waits for a client that has stalled, what is published does not', async () => {
  const clock = new FakeClock();
  const { server, port } = await startServer({ clock, limits: { stallTimeout: 1e9 } });
  const connected = once(server, 'connect');
  const peer = await RawPeer.connect(port);
  await peer.handshake();
  const [remote] = await connected;
  peer.socket.pause();
  while (clock.timers === 0) {
    remote.datagram('/a', answer);
    await new Promise((resolve) => setImmediate(resolve));
  }
  clock.advance(100);
  await until(() => !remote.datagram('/a'));
  peer.send({ type: PacketType.PINGECHO, seqno: 5 });
  const pinged = async () => {
    for (;;) if ((await peer.next()).type === PacketType.PINGECHO) return;
  };
  // The server has read it when it has read what comes behind it.
  const behind = once(server, 'datagram');
  peer.send({ type: PacketType.DATAGRAM, url: '/b' });
  await behind;
  expect(remote.datagram('/a')).toBe(false);
  peer.socket.resume();
  await pinged();
});

test('the bytes of requests that wait for their answer are limited, for each client', async () => {
  const { server, url } = await startServer({ limits: { unansweredBytes: 1_000_000 } });
  const waiting: (() => void)[] = [];
  server.command('/promise', () => new Promise<void>((resolve) => waiting.push(resolve)));
  server.command('/later', (request, client) => {
    waiting.push(() => client.reply(request));
    return LATER;
  });
  const client = await connectClient(url);
  for (const path of ['/promise', '/later', '/promise']) {
    const calls = Array.from({ length: 12 }, () => client.call(path, { data: Buffer.alloc(99_000) }));
    expect((await Promise.all(calls.slice(10))).map(({ status }) => status)).toEqual([6, 6]);
    expect((await client.call('/other')).status).toBe(Status.INVALID_URL);
    for (const reply of waiting.splice(0)) reply();
    expect((await Promise.all(calls.slice(0, 10))).every(({ status }) => status === Status.SUCCESS)).toBe(true);
  }
});
