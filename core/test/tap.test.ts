import { once } from 'node:events';
import { expect, test } from 'vitest';
import { decodePacket, encodePacket, PacketType, packetTypeName, systemClock } from '../src/index.ts';
import { connectClient, MemoryTap, RawPeer, startServer } from './support.ts';

test('both ends see every packet once, with the same bytes, in the order in which it happened', async () => {
  const taps = { server: new MemoryTap(), client: new MemoryTap() };
  const { server, url, port } = await startServer({ tap: taps.server, label: 'mock', passwd: 'p' });
  server.command('/echo', (request) => ({ param: request.param }));
  const client = await connectClient(url, { tap: taps.client, label: 'device', passwd: 'p' });
  await client.call('/echo', { param: 1 });
  await client.subscribe('/a');
  server.publish('/a', { param: 'normal' });
  const quick = once(client, 'datagram');
  [...server.clients][0]!.datagram('/d', { quick: true });
  await quick;
  await client.ping();

  const seen = { server: taps.server.packets, client: taps.client.packets };
  const normal = seen.client.filter((packet) => !packet.quick);
  expect(normal.map(({ sent, type }) => `${sent ? 'sent' : 'received'} ${packetTypeName(type)}`)).toEqual([
    'sent SERVINFO',
    'received SERVINFO',
    'sent RPC',
    'received RPC',
    'sent SUBSCRIBE',
    'received SUBSCRIBE',
    'received PUBLISH',
    'sent PINGECHO',
    'received PINGECHO',
  ]);
  const bytesOf = (packets: typeof normal) =>
    packets.map(({ bytes }) => decodePacket(bytes).bytes.toString('hex')).toSorted();
  expect(bytesOf(seen.client)).toEqual(bytesOf(seen.server));
  expect(seen.client.filter((packet) => packet.quick)).toMatchObject([
    { sent: false, label: 'device', remote: `127.0.0.1:${port}` },
  ]);
  expect(seen.server.every(({ label }) => label === 'mock')).toBe(true);
  expect([taps.server.oddities, taps.client.oddities]).toEqual([[], []]);
});

test('the ends of both channels are known as soon as the handshake is through', async () => {
  const taps = { server: new MemoryTap(), client: new MemoryTap() };
  const { url, port } = await startServer({ tap: taps.server });
  await connectClient(url, { tap: taps.client });
  const [ours] = taps.client.connections();
  const [theirs] = taps.server.connections();
  const server = `127.0.0.1:${port}`;
  expect([ours?.remote, ours?.quickRemote]).toEqual([server, server]);
  expect([theirs?.local, theirs?.quickLocal]).toEqual([server, server]);
  expect(ours?.quickLocal).toMatch(/^127\.0\.0\.1:\d+$/u);
  expect([ours?.local, ours?.quickLocal]).toEqual([theirs?.remote, theirs?.quickRemote]);
});

test('packets that came together have the time at which they were read, but where something was told since', async () => {
  const tap = new MemoryTap();
  let now = 1_000;
  const { server, port } = await startServer({ tap, clock: { ...systemClock, time: () => ++now } });
  server.on('datagram', () => now++);
  server.command('/asked', () => ({}));
  const peer = await RawPeer.connect(port);
  await peer.handshake();
  tap.packets.length = 0;
  const { DATAGRAM, RPC } = PacketType;
  const packets = [
    { type: DATAGRAM, url: '/1' },
    { type: DATAGRAM, url: '/2' },
    { type: RPC, seqno: 7, url: '/asked' },
    { type: DATAGRAM, url: '/3' },
  ];
  const before = now;
  peer.socket.write(Buffer.concat(packets.map((packet) => encodePacket(packet))));
  await tap.until(() => tap.packets.length === 5);
  const [read, answered] = [before + 1, before + 4];
  expect(tap.packets.map(({ sent, time }) => [sent ? 'sent' : 'received', time])).toEqual([
    ['received', read],
    ['received', read],
    ['received', read],
    ['sent', answered],
    ['received', answered],
  ]);
});

test('a client that announces no UDP port has no UDP end', async () => {
  const tap = new MemoryTap();
  const { port } = await startServer({ tap });
  const peer = await RawPeer.connect(port);
  await peer.handshake();
  const [connection] = tap.connections();
  expect([connection?.quickLocal, connection?.quickRemote]).toEqual(['', '']);
});
