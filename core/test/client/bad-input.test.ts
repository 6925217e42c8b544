import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type Client, encodePacket, Flag, type Message, PacketType, type PacketView } from '../../src/index.ts';
import { FakeClock } from '../fake-clock.ts';
import { connectClient, MemoryTap, type RawPeer, startRaw } from '../support.ts';

const { SERVINFO, RPC, SUBSCRIBE, PUBLISH, DATAGRAM, QOSSETUP, NOOP, PINGECHO } = PacketType;

/** A client, connected to a server that from now on does what the test wants. */
async function connectToRaw(options: { clock?: FakeClock } = {}) {
  const tap = new MemoryTap();
  let hello: PacketView | undefined;
  let server: RawPeer | undefined;
  const url = await startRaw(async (peer) => {
    server = peer;
    hello = await peer.next();
    peer.send({ type: SERVINFO, flags: Flag.REPLY, seqno: hello.seqno, data: Buffer.of(0, 0, 0, 7) });
  });
  const client = await connectClient(url, { tap, ...options });
  const messages: Message[] = [];
  client.on('message', (message) => messages.push(message));
  return { client, server: server!, udpPort: hello!.tunid, tap, messages, url };
}

async function udp(host: string) {
  const socket = createSocket('udp4');
  onTestFinished(() => {
    socket.close();
  });
  socket.bind(0, host);
  await once(socket, 'listening');
  return socket;
}

/** What a server asks for and gets shows that the connection lives. */
async function lives(server: RawPeer, client: Client): Promise<void> {
  server.send({ type: PINGECHO, seqno: 4_711 });
  let answer = await server.next();
  while (answer.type !== PINGECHO) answer = await server.next();
  expect(answer).toMatchObject({ flags: Flag.REPLY, seqno: 4_711 });
  expect(client.connected).toBe(true);
}

describe('the connection is closed, and everything that waits is told, where a server sends', () => {
  test.each([
    ['a wrong magic', Buffer.from('HTTP/1.1 200 OK\r\n\r\n'), 'BAD_MAGIC'],
    ['a param length beyond the limit', Buffer.from('290401000000000000000000ffffffff00000000', 'hex'), 'BAD_LENGTH'],
    ['a data length beyond the limit', Buffer.from('29040100000000000000000000000000ffffffff', 'hex'), 'BAD_LENGTH'],
    [
      'lengths that are too long together',
      Buffer.from('29040100000000000000ffff00020000000f0000', 'hex'),
      'BAD_LENGTH',
    ],
    ['256 KiB of rubbish', Buffer.alloc(262_144, 0xaa), 'BAD_MAGIC'],
  ] as const)('%s', async (_, bytes, reason) => {
    const { client, server, tap } = await connectToRaw();
    const call = client.call('/a').catch((error: unknown) => error);
    const disconnected = once(client, 'disconnect');
    server.socket.write(bytes);
    const error = { code: 'INVALID_RESPONDING', cause: { code: reason } };
    expect(await call).toMatchObject(error);
    expect(await disconnected).toMatchObject([error]);
    expect(tap.oddities).toMatchObject([{ reason }]);
    expect([client.state, client.pendings]).toEqual(['closed', 0]);
  });

  test('garbage between packets: those before it are handed over, those behind it are not', async () => {
    const { client, server, messages } = await connectToRaw();
    const disconnected = once(client, 'disconnect');
    const [one, two, three] = ['/1', '/2', '/3'].map((url) => encodePacket({ type: PUBLISH, url }));
    server.socket.write(Buffer.concat([one!, two!, Buffer.from('xx'), three!]));
    expect(await disconnected).toMatchObject([{ code: 'INVALID_RESPONDING' }]);
    expect(messages.map(({ url }) => url)).toEqual(['/1', '/2']);
  });

  test('half a packet, and then its end', async () => {
    const { client, server, tap } = await connectToRaw();
    const disconnected = once(client, 'disconnect');
    server.socket.end(encodePacket({ type: PUBLISH, url: '/a' }).subarray(0, 21));
    expect(await disconnected).toMatchObject([{ code: 'CLOSED_BY_SERVER' }]);
    expect(tap.oddities).toMatchObject([{ reason: 'BAD_LENGTH' }]);
  });
});

describe('the connection lives on where a server sends', () => {
  test('a type that is unknown, one for the other direction, or a reply that nobody waits for', async () => {
    const { client, server, tap } = await connectToRaw();
    server.send(
      { type: 0x77 },
      { type: NOOP },
      { type: RPC, url: '/a', seqno: 1 },
      { type: SUBSCRIBE, url: '/a', seqno: 2 },
      { type: RPC, flags: Flag.REPLY, seqno: 3 },
      { type: SERVINFO, flags: Flag.REPLY, seqno: 0, data: Buffer.alloc(4) },
    );
    await lives(server, client);
    expect(tap.oddities.map(({ reason }) => reason)).toEqual([
      'UNKNOWN_TYPE',
      'WRONG_CHANNEL',
      'WRONG_CHANNEL',
      'WRONG_CHANNEL',
      'UNEXPECTED_REPLY',
      'UNEXPECTED_REPLY',
    ]);
    expect([client.ignoredPackets, client.clientId]).toEqual([6, 7]);
  });

  test('a reply of another type than the request', async () => {
    const { client, server, tap } = await connectToRaw();
    const call = client.call('/a');
    const { seqno } = await server.next();
    server.send({ type: PINGECHO, flags: Flag.REPLY, seqno }, { type: RPC, flags: Flag.REPLY, seqno, param: 'right' });
    expect((await call).param).toBe('right');
    expect(tap.oddities).toMatchObject([{ reason: 'UNEXPECTED_REPLY' }]);
  });

  test('a reply twice: only the first counts', async () => {
    const { client, server } = await connectToRaw();
    const call = client.call('/a');
    const { seqno } = await server.next();
    const reply = (param: number) => ({ type: RPC, flags: Flag.REPLY, seqno, param });
    server.send(reply(1), reply(2));
    expect((await call).param).toBe(1);
    await lives(server, client);
    expect(client.ignoredPackets).toBe(1);
  });

  test('a url without /, one that is no UTF-8, a param that is no JSON, a length that is no multiple of 4', async () => {
    const { client, server, tap, messages } = await connectToRaw();
    const broken = encodePacket({ type: PUBLISH, url: '/aaa' });
    broken[22] = 0xff;
    const unaligned = encodePacket({ type: PUBLISH, url: '/b', param: 1 }).subarray(0, 23);
    unaligned[2] = 0;
    server.send({ type: PUBLISH, url: 'a' }, { type: PUBLISH, url: '/c', param: Buffer.from('{"a":') });
    server.socket.write(Buffer.concat([broken, unaligned]));
    await lives(server, client);
    expect(messages.map(({ url, param }) => [url, param])).toEqual([
      ['a', undefined],
      ['/c', Buffer.from('{"a":')],
      ['/a\ufffda', undefined],
      ['/b', 1],
    ]);
    expect(tap.oddities.map(({ reason }) => reason)).toEqual(['BAD_UTF8', 'UNALIGNED']);
  });
});

test('what comes before the answer to the handshake is ignored', async () => {
  const tap = new MemoryTap();
  const url = await startRaw(async (peer) => {
    const { seqno } = await peer.next();
    peer.send(
      { type: PUBLISH, url: '/a' },
      { type: DATAGRAM, url: '/a' },
      { type: QOSSETUP, flags: Flag.REPLY, status: 3 },
      { type: 0x77 },
      { type: SERVINFO, flags: Flag.REPLY, seqno, data: Buffer.alloc(4) },
    );
  });
  const client = await connectClient(url, { tap });
  expect(tap.oddities.map(({ reason }) => reason)).toEqual([
    'BEFORE_HANDSHAKE',
    'BEFORE_HANDSHAKE',
    'BEFORE_HANDSHAKE',
    'UNKNOWN_TYPE',
  ]);
  expect(client.ignoredPackets).toBe(4);
});

test('a trickle instead of an answer ends with the time of the attempt', async () => {
  const clock = new FakeClock();
  const url = await startRaw(async (peer) => {
    const { seqno } = await peer.next();
    const answer = encodePacket({ type: SERVINFO, flags: Flag.REPLY, seqno, param: 'x'.repeat(50) });
    for (const byte of answer.subarray(0, 40)) {
      peer.socket.write(Buffer.of(byte));
      await new Promise((resolve) => setImmediate(resolve));
      clock.advance(250);
    }
  });
  await expect(connectClient(url, { clock })).rejects.toMatchObject({ code: 'SERVER_NO_RESPONDING' });
});

test('a server that never reads: sends fail at the limits, and go on when it reads', async () => {
  const clock = new FakeClock();
  const { client, server } = await connectToRaw({ clock });
  server.socket.pause();
  const data = Buffer.alloc(200_000);
  // Full at 16 MiB beside what the kernel takes.
  while (client.datagram('/a', { data }));
  await expect(client.call('/a', { data })).rejects.toMatchObject({ code: 'TOO_MANY_PENDING' });
  clock.advance(500);
  await new Promise((resolve) => setImmediate(resolve));
  await expect(client.call('/a')).rejects.toMatchObject({ code: 'SEND_TIMEOUT' });
  expect(client.datagram('/a')).toBe(false);
  server.socket.resume();
  while (!client.datagram('/a')) await new Promise((resolve) => setImmediate(resolve));
  await lives(server, client);
});

test('the quick channel takes a publish or datagram from the host of the server, and nothing else', async () => {
  const { client, udpPort, tap } = await connectToRaw();
  const [own, stranger] = [await udp('127.0.0.1'), await udp('127.0.0.2')];
  const send = (bytes: Buffer, from = own) => from.send(bytes, udpPort, '127.0.0.1');
  const good = encodePacket({ type: PUBLISH, url: '/good' });
  send(good, stranger);
  await tap.saw('STRANGER');
  send(encodePacket({ type: RPC, url: '/a' }));
  await tap.saw('WRONG_CHANNEL');
  send(encodePacket({ type: 0x77 }));
  await tap.saw('UNKNOWN_TYPE');
  send(Buffer.from('rubbish'));
  await tap.saw('BAD_MAGIC');
  send(good.subarray(0, 22));
  await tap.saw('BAD_LENGTH');
  const received = once(client, 'message');
  send(good);
  expect(await received).toMatchObject([{ url: '/good', quick: true }]);
  expect(client.ignoredPackets).toBe(5);
  const ids = new Set(tap.oddities.slice(1).map(({ connection }) => connection.id));
  expect([ids.size, ids.has(tap.oddities[0]!.connection.id)]).toEqual([1, false]);
  expect(tap.oddities[0]?.connection).toMatchObject({
    role: 'client',
    remote: '',
    quickLocal: `127.0.0.1:${udpPort}`,
    quickRemote: `127.0.0.2:${stranger.address().port}`,
  });
});

test('nothing is handed over any more once disconnect is called, also not from the quick channel', async () => {
  const { client, udpPort, server } = await connectToRaw();
  const own = await udp('127.0.0.1');
  const heard: string[] = [];
  client.on('message', ({ url }) => heard.push(url));
  const first = once(client, 'message');
  own.send(encodePacket({ type: PUBLISH, url: '/early' }), udpPort, '127.0.0.1');
  await first;
  // The server does not end its side yet.
  server.socket.pause();
  const disconnected = client.disconnect();
  for (let count = 0; count < 100; count += 1) {
    await new Promise((resolve) =>
      own.send(encodePacket({ type: PUBLISH, url: '/late' }), udpPort, '127.0.0.1', resolve),
    );
  }
  server.socket.resume();
  await disconnected;
  expect(heard).toEqual(['/early']);
});

test('a server that resets instead of answering, before or after SERVINFO, is told at once', async () => {
  const early = await startRaw((peer) => peer.socket.resetAndDestroy());
  // The reset may be there before the connection is.
  const refused = { code: expect.stringMatching(/^(UNREACHABLE|INVALID_RESPONDING)$/u) };
  await expect(connectClient(early)).rejects.toMatchObject(refused);
  const late = await startRaw((peer) => void peer.next().then(() => peer.socket.resetAndDestroy()));
  await expect(connectClient(late)).rejects.toMatchObject({ code: 'INVALID_RESPONDING' });
});
