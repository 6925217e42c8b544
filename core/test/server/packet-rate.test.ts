import { expect, test } from 'vitest';
import { PacketType, Server } from '../../src/index.ts';
import { FakeClock } from '../fake-clock.ts';
import { connectClient, RawPeer, startServer, until } from '../support.ts';

/** What the server would have done by now, it has done. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** A server that takes ten packets a second, and counts the datagrams that it acts on. */
async function startLimited() {
  const clock = new FakeClock();
  const started = await startServer({ clock, limits: { packetRate: 10 } });
  const seen: number[] = [];
  started.server.on('datagram', (_, { param }) => seen.push(Number(param)));
  const second = await connectClient(started.url);
  return { ...started, clock, seen, second };
}

test('packets beyond the rate are acted on in the seconds that follow, in order, and none is lost', async () => {
  const { server, port, clock, seen, second } = await startLimited();
  const peer = await RawPeer.connect(port);
  await peer.handshake();
  const remote = [...server.clients].at(-1)!;
  peer.send(...Array.from({ length: 34 }, (_, param) => ({ type: PacketType.DATAGRAM, url: '/a', param })));
  // SERVINFO was the first.
  await until(() => seen.length === 9);
  await settled();
  expect([seen.length, remote.delayed]).toEqual([9, 25]);
  // The other one has its own ten.
  await second.ping();
  clock.advance(999);
  await settled();
  expect(seen).toHaveLength(9);
  clock.advance(1);
  expect(seen).toHaveLength(19);
  clock.advance(1_000);
  expect(seen).toHaveLength(29);
  clock.advance(1_000);
  expect(seen).toEqual(Array.from({ length: 34 }, (_, index) => index));
  peer.send({ type: PacketType.PINGECHO, seqno: 5 });
  expect(await peer.next()).toMatchObject({ type: PacketType.PINGECHO, seqno: 5 });
});

test('nothing is read from a client whose packets wait, so that it cannot fill the memory', async () => {
  const { server, port, clock, seen } = await startLimited();
  const peer = await RawPeer.connect(port);
  await peer.handshake();
  const data = Buffer.alloc(30_000);
  const datagrams = 2_000;
  for (let param = 0; param < datagrams; param += 1) {
    peer.send({ type: PacketType.DATAGRAM, url: '/a', param, data });
  }
  await until(() => seen.length === 9);
  const remote = [...server.clients].at(-1)!;
  let delayed = -1;
  while (delayed !== remote.delayed) {
    ({ delayed } = remote);
    await settled();
  }
  // 60 MB are under way, and what is kept here fits into a chunk of the socket or two.
  expect(delayed).toBeLessThan(10);
  expect(peer.socket.writableLength).toBeGreaterThan(1e6);
  while (seen.length < datagrams) {
    clock.advance(1_000);
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(seen).toEqual(Array.from({ length: datagrams }, (_, index) => index));
});

test('what a client sent before it ended its side is acted on', async () => {
  const { port, clock, seen, server } = await startLimited();
  const peer = await RawPeer.connect(port);
  await peer.handshake();
  peer.send(...Array.from({ length: 12 }, (_, param) => ({ type: PacketType.DATAGRAM, url: '/a', param })));
  peer.socket.end();
  await until(() => seen.length === 9);
  while (seen.length < 12) {
    clock.advance(1_000);
    await new Promise((resolve) => setImmediate(resolve));
  }
  await peer.closed();
  await until(() => server.clients.size === 1);
  expect(seen).toHaveLength(12);
});

test('a client that is closed meanwhile is gone, with what waited', async () => {
  const { server, port, clock, seen } = await startLimited();
  const peer = await RawPeer.connect(port);
  await peer.handshake();
  peer.send(...Array.from({ length: 30 }, (_, param) => ({ type: PacketType.DATAGRAM, url: '/a', param })));
  await until(() => seen.length === 9);
  const remote = [...server.clients].at(-1)!;
  remote.close();
  clock.advance(10_000);
  await peer.closed();
  await until(() => remote.closed);
  expect(seen).toHaveLength(9);
});

test('a rate that is none is refused', () => {
  for (const packetRate of [0, -1, Number.NaN]) {
    expect(() => new Server({ limits: { packetRate } })).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }));
  }
});
