import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { encodePacket, Flag, PacketType, Server, Status } from '../../src/index.ts';
import { FakeClock } from '../fake-clock.ts';
import { connectClient, MemoryTap, RawPeer, startServer } from '../support.ts';

const { SERVINFO, RPC, SUBSCRIBE, UNSUBSCRIBE, PUBLISH, DATAGRAM, NOOP, PINGECHO } = PacketType;

/** A server with a client that must not be disturbed by what another one does. */
async function startWatched(options: ConstructorParameters<typeof Server>[0] = {}) {
  const tap = new MemoryTap();
  const started = await startServer({ tap, ...options });
  started.server.command('/echo', (request) => ({ param: request.param }));
  const { passwd } = options;
  const other = await connectClient(started.url, passwd === undefined ? {} : { passwd });
  const undisturbed = async () => expect((await other.call('/echo', { param: 'well' })).param).toBe('well');
  return { ...started, tap, undisturbed };
}

async function udp(host = '127.0.0.1') {
  const socket = createSocket('udp4');
  socket.bind(0, host);
  await once(socket, 'listening');
  onTestFinished(() => {
    socket.close();
  });
  return socket;
}

describe('the connection is closed, the others live on, when a client sends', () => {
  test.each([
    ['a wrong magic', Buffer.from('GET / HTTP/1.1\r\n\r\n'), 'BAD_MAGIC'],
    ['a param length beyond the limit', Buffer.from('290100000000000000000000ffffffff00000000', 'hex'), 'BAD_LENGTH'],
    ['a data length beyond the limit', Buffer.from('29010000000000000000000000000000ffffffff', 'hex'), 'BAD_LENGTH'],
    ['256 KiB of rubbish', Buffer.alloc(262_144, 0xaa), 'BAD_MAGIC'],
  ] as const)('%s', async (_, bytes, reason) => {
    for (const isConnected of [false, true]) {
      const { port, tap, undisturbed } = await startWatched();
      const peer = await RawPeer.connect(port);
      if (isConnected) await peer.handshake();
      peer.socket.write(bytes);
      await peer.closed();
      expect(tap.oddities).toMatchObject([{ reason }]);
      await undisturbed();
    }
  });

  test('garbage between packets, after the packets before it were answered', async () => {
    const { port, undisturbed } = await startWatched();
    const peer = await RawPeer.connect(port);
    await peer.handshake();
    const ping = encodePacket({ type: PINGECHO, seqno: 5 });
    peer.socket.write(Buffer.concat([ping, Buffer.from('xx'), ping]));
    await peer.closed();
    expect(peer.packets).toMatchObject([{ type: PINGECHO, seqno: 5 }]);
    await undisturbed();
  });

  test('half a packet, and then its end', async () => {
    const { port, tap, undisturbed } = await startWatched();
    const peer = await RawPeer.connect(port);
    peer.socket.end(encodePacket({ type: SERVINFO, param: 'x' }).subarray(0, 21));
    await peer.closed();
    expect(tap.oddities).toMatchObject([{ reason: 'BAD_LENGTH' }]);
    await undisturbed();
  });

  test('a trickle that never becomes a handshake', async () => {
    const clock = new FakeClock();
    const { port, server } = await startWatched({ clock });
    const peer = await RawPeer.connect(port);
    peer.send({ type: PINGECHO });
    expect((await peer.next()).status).toBe(Status.PASSWORD);
    for (const byte of encodePacket({ type: SERVINFO }).subarray(0, 19)) peer.socket.write(Buffer.of(byte));
    clock.advance(5_000);
    await peer.closed();
    expect(server.clients.size).toBe(1);
  });

  test('a wrong password, after it was told so', async () => {
    const { port, undisturbed } = await startWatched({ passwd: 'p' });
    for (const param of [undefined, { passwd: 'wrong' }, { passwd: 1 }, ['p'], 'p', null]) {
      const peer = await RawPeer.connect(port);
      expect(await peer.handshake(param)).toMatchObject({ type: SERVINFO, flags: Flag.REPLY, status: 1, seqno: 77 });
      await peer.closed();
    }
    await undisturbed();
  });
});

describe('before the handshake', () => {
  test.each([undefined, 'secret'])(
    'requests are answered with status 1 and never acted on (password: %s)',
    async (passwd) => {
      const { server, port, tap, undisturbed } = await startWatched({ passwd });
      let acted = 0;
      server.command('/', () => {
        acted += 1;
      });
      server.on('datagram', () => {
        acted += 1;
      });
      const peer = await RawPeer.connect(port);
      peer.send({ type: DATAGRAM, url: '/a' }, { type: NOOP });
      for (const type of [RPC, SUBSCRIBE, UNSUBSCRIBE, PINGECHO]) {
        peer.send({ type, url: '/a', seqno: type });
        expect(await peer.next()).toMatchObject({ type, flags: Flag.REPLY, status: Status.PASSWORD, seqno: type });
      }
      expect([acted, server.isSubscribed('/a'), server.clients.size]).toEqual([0, false, 1]);
      expect(new Set(tap.oddities.map(({ reason }) => reason))).toEqual(new Set(['BEFORE_HANDSHAKE']));
      await undisturbed();
    },
  );
});

describe('the connection lives on when a client sends', () => {
  test('a type that is unknown, one that is for the other direction, or a reply to nothing', async () => {
    const { server, port, tap } = await startWatched();
    const peer = await RawPeer.connect(port);
    await peer.handshake();
    peer.send({ type: 0x77 }, { type: PUBLISH, url: '/a' }, { type: RPC, flags: Flag.REPLY, seqno: 3 });
    peer.send({ type: PINGECHO, seqno: 9 });
    expect(await peer.next()).toMatchObject({ type: PINGECHO, seqno: 9 });
    expect(tap.oddities.map(({ reason }) => reason)).toEqual(['UNKNOWN_TYPE', 'WRONG_CHANNEL', 'UNEXPECTED_REPLY']);
    expect(server.ignoredPackets).toBe(3);
  });

  test('a url without /, one that is no UTF-8, or one that nobody handles', async () => {
    const { port, tap } = await startWatched();
    const peer = await RawPeer.connect(port);
    await peer.handshake();
    const broken = encodePacket({ type: RPC, url: '/aaa', seqno: 3 });
    broken[22] = 0xff;
    peer.send({ type: RPC, url: 'echo', seqno: 1 }, { type: RPC, seqno: 2 });
    peer.socket.write(broken);
    peer.send({ type: RPC, url: '/none', seqno: 4 });
    const statuses = [await peer.next(), await peer.next(), await peer.next(), await peer.next()].map(
      ({ status }) => status,
    );
    expect(statuses).toEqual([Status.ARGUMENTS, Status.ARGUMENTS, Status.ARGUMENTS, Status.INVALID_URL]);
    expect(tap.oddities.map(({ reason }) => reason)).toEqual(['BAD_UTF8']);
  });

  test('a param that is no JSON, or no UTF-8 inside of JSON: the handler gets bytes', async () => {
    const { server, port } = await startWatched();
    const params: unknown[] = [];
    server.command('/take', (request) => {
      params.push(request.param);
    });
    const peer = await RawPeer.connect(port);
    await peer.handshake();
    const sent = [Buffer.from('{"a":'), Buffer.of(0x22, 0xff, 0x22), Buffer.from('"\ufffd"'), Buffer.alloc(0)];
    for (const param of sent) {
      peer.send({ type: RPC, url: '/take', param });
      await peer.next();
    }
    expect(params).toEqual([sent[0], sent[1], '\ufffd', undefined]);
  });

  test('a total that is no multiple of 4', async () => {
    const { port, tap } = await startWatched();
    const peer = await RawPeer.connect(port);
    await peer.handshake();
    const bytes = encodePacket({ type: RPC, url: '/echo', param: 12, seqno: 1 });
    const unaligned = bytes.subarray(0, bytes.length - (bytes[2]! >>> 6));
    unaligned[2] = 0;
    expect(unaligned.length % 4).not.toBe(0);
    peer.socket.write(unaligned);
    expect((await peer.next()).param.toString()).toBe('12');
    expect(tap.oddities).toMatchObject([{ reason: 'UNALIGNED' }]);
  });

  test.each([
    ['no url', {}],
    ['a url without /', { url: 'a' }],
    ['a list with a bad entry', { param: ['/a', 'b'] }],
    ['a list with a number', { param: ['/a', 1] }],
    ['an empty list', { param: [] }],
    ['an object', { param: { url: '/a' } }],
    ['no JSON', { param: Buffer.from('["/a"') }],
  ])('a SUBSCRIBE with %s: status 2, and none is subscribed', async (_, request) => {
    const { server, port } = await startWatched();
    const peer = await RawPeer.connect(port);
    await peer.handshake();
    peer.send({ type: SUBSCRIBE, ...request });
    expect((await peer.next()).status).toBe(Status.ARGUMENTS);
    expect(server.isSubscribed('/a')).toBe(false);
  });

  test('a second SERVINFO: it is answered again, and nobody connects twice', async () => {
    const { server, port } = await startWatched();
    let connects = 0;
    server.on('connect', () => {
      connects += 1;
    });
    const peer = await RawPeer.connect(port);
    const [first, second] = [await peer.handshake(), await peer.handshake()];
    expect(second.data).toEqual(first.data);
    expect(connects).toBe(1);
  });

  test('more subscriptions than there is room for: status 6', async () => {
    const { server, port } = await startWatched({ limits: { subscriptionBytes: 400 } });
    const peer = await RawPeer.connect(port);
    await peer.handshake();
    peer.send({ type: SUBSCRIBE, param: ['/a', '/b', '/c'] });
    expect((await peer.next()).status).toBe(Status.SUCCESS);
    peer.send(
      { type: SUBSCRIBE, url: '/d' },
      { type: SUBSCRIBE, url: '/a' },
      { type: UNSUBSCRIBE, url: '/b' },
      { type: SUBSCRIBE, url: '/d' },
    );
    const statuses = [await peer.next(), await peer.next(), await peer.next(), await peer.next()].map(
      ({ status }) => status,
    );
    expect(statuses).toEqual([Status.NO_MEMORY, Status.SUCCESS, Status.SUCCESS, Status.SUCCESS]);
    expect(server.isSubscribed('/d')).toBe(true);
  });
});

test('256 KiB of brackets are not parsed, neither as urls nor as a password', async () => {
  const brackets = Buffer.alloc(262_000, '[');
  const { port, undisturbed } = await startWatched({ passwd: '123456' });
  const peer = await RawPeer.connect(port);
  await peer.handshake({ passwd: '123456' });
  const parse = vi.spyOn(JSON, 'parse');
  onTestFinished(() => {
    parse.mockRestore();
  });
  const nested = Buffer.concat([Buffer.from('["/a[{\\"\\\\",'), brackets]);
  for (const [type, param] of [
    [SUBSCRIBE, brackets],
    [SUBSCRIBE, nested],
    [UNSUBSCRIBE, Buffer.alloc(262_000, '{"a":')],
  ] as const) {
    peer.send({ type, param });
    expect((await peer.next()).status).toBe(Status.ARGUMENTS);
  }
  peer.send({ type: SERVINFO, param: brackets });
  expect((await peer.next()).status).toBe(Status.PASSWORD);
  expect(parse.mock.calls.filter(([text]) => text.length > 10_000)).toEqual([]);
  await undisturbed();
});

test('urls with brackets and quotes in them, and a password that is all escaped, are taken', async () => {
  const passwd = 'é'.repeat(9_000);
  const { server, port } = await startServer({ passwd });
  const peer = await RawPeer.connect(port);
  const escaped = Buffer.from(`{"passwd":"${'\\u00e9'.repeat(9_000)}"}`);
  peer.send({ type: SERVINFO, param: escaped });
  expect((await peer.next()).status).toBe(Status.SUCCESS);
  const urls = ['/[a]', '/{"b"}', '/c\\[', '/\\"['];
  peer.send({ type: SUBSCRIBE, param: urls });
  expect((await peer.next()).status).toBe(Status.SUCCESS);
  expect([...[...server.clients][0]!.subscriptions]).toEqual(urls);
});

test('an info is encoded when it is set, not for each SERVINFO that a client sends', async () => {
  let encoded = 0;
  const info = Object.defineProperty({ name: 'ecu' }, 'toJSON', {
    value: () => {
      encoded += 1;
      return { name: 'ecu' };
    },
  });
  const { port } = await startServer({ info });
  const peer = await RawPeer.connect(port);
  peer.send(...Array.from({ length: 1_000 }, (_, seqno) => ({ type: SERVINFO, seqno })));
  for (let seqno = 0; seqno < 1_000; seqno += 1) expect((await peer.next()).param.toString()).toBe('{"name":"ecu"}');
  expect(encoded).toBe(1);
});

describe('the quick channel', () => {
  test('of a client that we close is closed at once', async () => {
    const { server, port, tap } = await startWatched();
    const socket = await udp();
    const connected = once(server, 'connect');
    const peer = await RawPeer.connect(port);
    const answer = await peer.handshake(undefined, socket.address().port);
    const [remote] = await connected;
    const heard: string[] = [];
    server.on('datagram', (_, { url }) => heard.push(url));
    // Its end of the connection stays open.
    peer.socket.pause();
    remote.close();
    socket.send(encodePacket({ type: DATAGRAM, seqno: answer.data.readUInt32BE(0), url: '/late' }), port, '127.0.0.1');
    await tap.saw('STRANGER');
    expect([heard, remote.closed]).toEqual([[], false]);
    peer.socket.resume();
  });

  test('takes a datagram from the host and with the id of a client, and nothing else', async () => {
    const { server, port, tap } = await startWatched();
    const socket = await udp();
    const stranger = await udp('127.0.0.2');
    const peer = await RawPeer.connect(port);
    const answer = await peer.handshake(undefined, socket.address().port);
    const seqno = answer.data.readUInt32BE(0);
    const good = encodePacket({ type: DATAGRAM, seqno, url: '/good' });
    const send = (bytes: Buffer, from = socket) => from.send(bytes, port, '127.0.0.1');

    send(good, stranger);
    await tap.saw('STRANGER');
    send(encodePacket({ type: DATAGRAM, seqno: seqno + 1_000, url: '/other' }));
    await tap.until(() => tap.oddities.length === 2);
    send(encodePacket({ type: RPC, seqno, url: '/echo' }));
    await tap.saw('WRONG_CHANNEL');
    send(encodePacket({ type: 0x77, seqno }));
    await tap.saw('UNKNOWN_TYPE');
    send(Buffer.from('rubbish'));
    await tap.saw('BAD_MAGIC');
    send(good.subarray(0, 22));
    await tap.saw('BAD_LENGTH');
    const received = once(server, 'datagram');
    send(good);
    const [client, message] = await received;
    expect([client.id, message.url, message.quick]).toEqual([seqno, '/good', true]);
    expect(server.ignoredPackets).toBe(6);
    const own = `127.0.0.1:${port}`;
    const ofClient = { role: 'server', local: own, quickLocal: own, quickRemote: `127.0.0.1:${socket.address().port}` };
    const ofStranger = (host: string, from: AddressInfo) => ({
      role: 'server',
      local: '',
      remote: '',
      quickLocal: own,
      quickRemote: `${host}:${from.port}`,
    });
    const other = ofStranger('127.0.0.2', stranger.address());
    const same = ofStranger('127.0.0.1', socket.address());
    expect(tap.oddities.map(({ connection }) => connection)).toMatchObject([
      other,
      same,
      ofClient,
      ofClient,
      same,
      same,
    ]);
    expect(new Set(tap.oddities.map(({ connection }) => connection.id)).size).toBe(3);
  });

  test('is not there for a client that announced no port', async () => {
    const { server, port } = await startWatched();
    const connected = once(server, 'connect');
    const peer = await RawPeer.connect(port);
    await peer.handshake();
    const [client] = await connected;
    expect(client.datagram('/a', { quick: true })).toBe(false);
    expect(client.dropped).toBe(1);
  });
});

test('a port in use is an error, for TCP and for UDP, and the server can be started elsewhere', async () => {
  const { port } = await startServer();
  const server = new Server();
  onTestFinished(() => server.close());
  await expect(server.start({ host: '127.0.0.1', port })).rejects.toMatchObject({ code: 'ADDRESS_IN_USE' });
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  await expect(server.start({ host: '127.0.0.1', port: socket.address().port })).rejects.toMatchObject({
    code: 'ADDRESS_IN_USE',
  });
  socket.close();
  await server.start({ host: '127.0.0.1', port: 0 });
  expect(server.address?.port).toBeGreaterThan(0);
});

test('connections beyond the limit are closed, those within live on', async () => {
  const { server, port, undisturbed } = await startWatched({ limits: { connections: 2 } });
  const second = await RawPeer.connect(port);
  const third = await RawPeer.connect(port);
  await third.closed();
  expect(server.refusedConnections).toBe(1);
  await second.handshake();
  expect(server.clients.size).toBe(2);
  await undisturbed();
});
