import { once } from 'node:events';
import { expect, test } from 'vitest';
import {
  decodePacket,
  eachPacket,
  encodePacket,
  PacketType,
  packetTypeName,
  systemClock,
  type Tap,
} from '../src/index.ts';
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

/** As `MemoryTap`; `together` has how many packets each call was about. */
class GatheringTap extends MemoryTap {
  readonly together: number[] = [];

  receivedTogether(...[source, start, end, connection, time]: Parameters<Required<Tap>['receivedTogether']>): void {
    let count = 0;
    eachPacket(source, start, end, (from, to) => {
      this.packet(source, from, to, false, false, connection, time);
      count += 1;
    });
    this.together.push(count);
  }
}

test('a tap that takes them is told of packets together that came together, between all else in the same order', async () => {
  const { DATAGRAM, RPC, PUBLISH } = PacketType;
  const packets = [
    { type: DATAGRAM, url: '/1' },
    { type: DATAGRAM, url: '/2', param: 'é' },
    { type: RPC, seqno: 7, url: '/asked' },
    { type: DATAGRAM, url: '/3', data: Buffer.alloc(70_000) },
    // A server is not published to: it is odd.
    { type: PUBLISH, url: '/odd' },
    { type: DATAGRAM, url: '/4' },
    { type: DATAGRAM, url: '/5' },
  ];
  const told = [];
  const taps = [new MemoryTap(), new GatheringTap()] as const;
  for (const tap of taps) {
    const order: string[] = [];
    const { server, port } = await startServer({
      tap: {
        packet: (source, start, end, sent, quick, connection, time) => {
          order.push(`${sent ? 'sent' : 'received'} ${decodePacket(source.subarray(start, end)).url}`);
          tap.packet(source, start, end, sent, quick, connection, time);
        },
        ...(tap instanceof GatheringTap && {
          receivedTogether: (source, start, end, connection, time) => {
            eachPacket(source, start, end, (from, to) => {
              order.push(`received ${decodePacket(source.subarray(from, to)).url}`);
            });
            tap.receivedTogether(source, start, end, connection, time);
          },
        }),
        odd: (bytes, ...rest) => {
          order.push(`odd ${decodePacket(bytes).url}`);
          tap.odd(bytes, ...rest);
        },
      },
    });
    server.command('/asked', () => ({}));
    const peer = await RawPeer.connect(port);
    await peer.handshake();
    order.length = 0;
    peer.socket.write(Buffer.concat(packets.map((packet) => encodePacket(packet))));
    await tap.until(() => order.includes('received /5'));
    told.push(order);
  }
  const expected = ['received /1', 'received /2', 'received /asked', 'sent ', 'received /3', 'odd /odd', 'received /4'];
  expect(told).toEqual([
    [...expected, 'received /5'],
    [...expected, 'received /5'],
  ]);
  expect(taps[1].together[1]).toBe(3);
});

test('a client that announces no UDP port has no UDP end', async () => {
  const tap = new MemoryTap();
  const { port } = await startServer({ tap });
  const peer = await RawPeer.connect(port);
  await peer.handshake();
  const [connection] = tap.connections();
  expect([connection?.quickLocal, connection?.quickRemote]).toEqual(['', '']);
});
