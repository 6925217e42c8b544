import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { describe, expect, onTestFinished, test } from 'vitest';
import {
  type ClientTlsOptions,
  encodePacket,
  PacketType,
  Server,
  type ServerTlsOptions,
  Status,
  type TlsIdentity,
} from '../../src/index.ts';
import { FakeClock } from '../fake-clock.ts';
import { makeClient, RawPeer, until } from '../support.ts';
import { certificates } from './certificates.ts';
import { outcome, startTls } from './support.ts';

const { ca } = certificates;
/** Of TLS: a handshake record of 512 bytes is to follow. */
const RECORD_HEADER = Buffer.from('1603010200', 'hex');

async function connectTcp(port: number): Promise<Socket> {
  const socket = connect({ host: '127.0.0.1', port });
  socket.on('error', () => undefined);
  onTestFinished(() => {
    socket.destroy();
  });
  await once(socket, 'connect');
  return socket;
}

/** Resolves when it is, by an error or in order. */
function closed(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    socket.resume().once('close', () => resolve());
  });
}

function openSockets(): number {
  return process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap').length;
}

describe('a server that demands a certificate', () => {
  test('takes a client with a right one, and knows who it is', async () => {
    const { server, url } = await startTls({ ca });
    const connected = once(server, 'connect');
    await makeClient().connect(url, { tls: { ca, ...certificates.client } });
    const [remote] = await connected;
    expect(remote.peerCertificate()).toMatchObject({
      subject: { O: 'VSOA Testbench', CN: 'client' },
      verified: true,
      verifyError: undefined,
    });
  });

  test.each([
    ['none', {}, 'ERR_SSL_PEER_DID_NOT_RETURN_A_CERTIFICATE'],
    ['one of a stranger', certificates.stranger, 'DEPTH_ZERO_SELF_SIGNED_CERT'],
    ['one that is expired', certificates.expired, 'CERT_HAS_EXPIRED'],
  ] satisfies [string, Partial<ClientTlsOptions>, string][])(
    'refuses a client with %s: both are told, and nobody is connected',
    async (_, identity, reason) => {
      const { server, url, failures } = await startTls({ ca });
      const connects: unknown[] = [];
      server.on('connect', (client) => connects.push(client));
      const [code] = (await outcome(url, { ca, ...identity })) as unknown[];
      expect(code).toBe('TLS_HANDSHAKE_FAILED');
      await until(() => failures.length > 0);
      expect(failures).toHaveLength(1);
      const { error, address } = failures[0]!;
      expect(error).toMatchObject({ code: 'TLS_HANDSHAKE_FAILED' });
      expect([error.cause, (error.cause as { code?: string }).code]).toContain(reason);
      expect(address).toMatch(/^127\.0\.0\.1:\d+$/u);
      expect(connects).toEqual([]);
    },
  );

  test('tells a client without one by an alert, which is the cause of its error', async () => {
    const { url } = await startTls({ ca });
    // The alert can be lost where the server closes before it has read our SERVINFO: then there is only the end.
    const [code, cause] = (await outcome(url, { ca })) as [string, string | undefined];
    expect(code).toBe('TLS_HANDSHAKE_FAILED');
    expect(['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'ECONNRESET', 'EPIPE', undefined]).toContain(cause);
  });
});

test('a server that asks for a certificate takes any client, and sees which of them has a right one', async () => {
  const { server, url } = await startTls({ ca, verify: 'optional' });
  const certificateOf = async (identity: Partial<ClientTlsOptions>) => {
    const connected = once(server, 'connect');
    await makeClient().connect(url, { tls: { ca, ...identity } });
    const [remote] = await connected;
    return remote.peerCertificate();
  };
  expect(await certificateOf({})).toBeUndefined();
  expect(await certificateOf(certificates.stranger)).toMatchObject({
    verified: false,
    verifyError: 'DEPTH_ZERO_SELF_SIGNED_CERT',
  });
  expect(await certificateOf(certificates.client)).toMatchObject({ verified: true });
});

test('a server that asks for none does not see the one that a client has', async () => {
  const { server, url } = await startTls({ ca, verify: 'none' });
  const connected = once(server, 'connect');
  await makeClient().connect(url, { tls: { ca, ...certificates.client } });
  const [remote] = await connected;
  expect([remote.peerCertificate(), remote.peerCertificateDer()]).toEqual([undefined, undefined]);
});

test('an encrypted key works with its passphrase', async () => {
  const { url } = await startTls({ ...certificates.encryptedServer, passphrase: 'secret' });
  expect(await outcome(url, { ca })).toBe('connected');
});

describe('the name that a client asks for', () => {
  test.each([
    ['at once', (name: string) => (name === 'other.test' ? certificates.other : undefined)],
    [
      'later',
      (name: string) =>
        new Promise<TlsIdentity | undefined>((resolve) => {
          setImmediate(() => resolve(name === 'other.test' ? certificates.other : undefined));
        }),
    ],
  ] satisfies [string, ServerTlsOptions['sni']][])('can have a certificate of its own, found %s', async (_, sni) => {
    const { url } = await startTls({ sni });
    expect(await outcome(url, { ca, hostname: 'other.test' })).toBe('connected');
    expect(await outcome(url, { ca, hostname: 'localhost' })).toBe('connected');
    expect(await outcome(url, { ca })).toBe('connected');
  });

  test('gets the same authorities for client certificates', async () => {
    const { server, url } = await startTls({ ca, sni: () => certificates.other });
    const connected = once(server, 'connect');
    await makeClient().connect(url, { tls: { ca, hostname: 'other.test', ...certificates.client } });
    expect((await connected)[0].peerCertificate()).toMatchObject({ verified: true });
    expect(await outcome(url, { ca, hostname: 'other.test', ...certificates.stranger })).toMatchObject([
      'TLS_HANDSHAKE_FAILED',
      undefined,
    ]);
  });

  test.each([
    [
      'throws',
      () => {
        throw new Error('of the test');
      },
    ],
    ['rejects', () => Promise.reject(new Error('of the test'))],
    ['gives what is none', () => ({ cert: 'x', key: 'y' })],
  ] satisfies [string, ServerTlsOptions['sni']][])('fails that one handshake where finding it %s', async (_, sni) => {
    const { url, failures } = await startTls({ sni });
    expect(await outcome(url, { ca, hostname: 'localhost' })).toMatchObject(['TLS_HANDSHAKE_FAILED', {}]);
    await until(() => failures.length === 1);
    expect(await outcome(url, { ca })).toBe('connected');
  });

  test('does not hold up a connection for ever where finding it takes for ever', async () => {
    const clock = new FakeClock();
    const sni = () => new Promise<undefined>(() => clock.advance(1_000));
    const { url, failures } = await startTls({ sni }, { clock });
    expect(await outcome(url, { ca, hostname: 'localhost' })).toMatchObject(['TLS_HANDSHAKE_FAILED', {}]);
    await until(() => failures.length === 1);
    expect(failures[0]?.error.message).toContain('more than 1000 ms');
  });
});

test.each([
  ['no key', { key: '' }],
  ['a key of another certificate', { key: certificates.other.key }],
  ['a passphrase that is wrong', { ...certificates.encryptedServer, passphrase: 'wrong' }],
  ['an authority that is none', { ca: Buffer.from('x') }],
] satisfies [string, Partial<ServerTlsOptions>][])(
  'a server does not start with %s, and can be started again',
  async (_, tls) => {
    const server = new Server();
    onTestFinished(() => server.close());
    const wrong = server.start({ port: 0, tls: { ...certificates.server, ...tls } });
    await expect(wrong).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    await server.start({ host: '127.0.0.1', port: 0, tls: certificates.server });
    expect(await outcome(`vsoa://127.0.0.1:${server.address?.port}`, { ca })).toBe('connected');
  },
);

describe('a client that does not do its part of the handshake is closed, the others live on:', () => {
  test.each([
    ['garbage', Buffer.from('GET / HTTP/1.1\r\n\r\n'), 'ERR_SSL_HTTP_REQUEST'],
    ['256 KiB of rubbish', Buffer.alloc(262_144, 0x5a), 'ERR_SSL_WRONG_VERSION_NUMBER'],
    ['plain VSOA', encodePacket({ type: PacketType.SERVINFO }), 'ERR_SSL_WRONG_VERSION_NUMBER'],
  ])('%s', async (_, bytes, code) => {
    const { url, port, failures } = await startTls();
    const other = makeClient();
    await other.connect(url, { tls: { ca } });
    const socket = await connectTcp(port);
    socket.write(bytes);
    await closed(socket);
    await until(() => failures.length > 0);
    expect(failures).toMatchObject([{ error: { code: 'TLS_HANDSHAKE_FAILED', cause: { code } } }]);
    expect((await other.call('/echo', { param: 1 })).param).toBe(1);
  });

  test.each([
    ['nothing', Buffer.alloc(0)],
    ['half a handshake', RECORD_HEADER],
  ])('%s, for as long as it likes', async (_, bytes) => {
    const clock = new FakeClock();
    const { url, port, failures } = await startTls({ handshakeTimeout: 300 }, { clock });
    const other = makeClient();
    await other.connect(url, { tls: { ca } });
    const socket = await connectTcp(port);
    socket.write(bytes);
    // When that is answered, the server has seen what was there before.
    await other.ping();
    clock.advance(299);
    await other.ping();
    expect(failures).toEqual([]);
    clock.advance(1);
    await closed(socket);
    await until(() => failures.length > 0);
    expect(failures[0]?.error.message).toContain('more than 300 ms');
    await other.ping();
  });

  test('a trickle that does not end', async () => {
    const clock = new FakeClock();
    const { port, failures } = await startTls({}, { clock });
    const socket = await connectTcp(port);
    socket.write(RECORD_HEADER);
    const trickle = setInterval(() => {
      socket.write(Buffer.alloc(1, 1));
      clock.advance(10);
    }, 1);
    onTestFinished(() => clearInterval(trickle));
    await closed(socket);
    await until(() => failures.length === 1);
    expect(failures[0]?.error.code).toBe('TLS_HANDSHAKE_FAILED');
  });

  test('200 of them at once, of whom nothing is left', async () => {
    const clock = new FakeClock();
    const { server, url, port, failures } = await startTls({}, { clock });
    const sockets = await Promise.all(Array.from({ length: 200 }, () => connectTcp(port)));
    const everyone = Promise.all(sockets.map(closed));
    for (const socket of sockets) socket.write(RECORD_HEADER);
    // In the middle of it, the server serves.
    const client = makeClient();
    await client.connect(url, { tls: { ca } });
    expect((await client.call('/echo', { param: 1 })).param).toBe(1);
    clock.advance(1_000);
    await everyone;
    await until(() => failures.length === 200);
    expect(new Set(failures.map(({ address }) => address)).size).toBe(200);
    expect(server.clients.size).toBe(1);
    await client.ping();
    // Both ends of the one client.
    await until(() => openSockets() === 2);
  });

  test('one that ends in the middle', async () => {
    const clock = new FakeClock();
    const { url, port, failures } = await startTls({}, { clock });
    const reset = await connectTcp(port);
    // It can end the side from which it sends, and still hear us: only time tells.
    (await connectTcp(port)).end(RECORD_HEADER);
    await outcome(url, { ca });
    reset.resetAndDestroy();
    await until(() => failures.length === 1);
    clock.advance(1_000);
    await until(() => failures.length === 2);
    expect(failures.map(({ error }) => error.code)).toEqual(['TLS_HANDSHAKE_FAILED', 'TLS_HANDSHAKE_FAILED']);
  });

  test('one that is through with TLS and then sends garbage, or nothing', async () => {
    const clock = new FakeClock();
    const { server, port } = await startTls({}, { clock });
    const garbage = await RawPeer.connectTls(port, { ca });
    garbage.socket.write('GET / HTTP/1.1\r\n\r\n');
    await garbage.closed();
    const silent = await RawPeer.connectTls(port, { ca });
    silent.send({ type: PacketType.PINGECHO });
    expect((await silent.next()).status).toBe(Status.PASSWORD);
    clock.advance(5_000);
    await silent.closed();
    const late = await RawPeer.connectTls(port, { ca });
    await late.handshake();
    const left = once(server, 'disconnect');
    late.socket.write('garbage');
    expect(await left).toMatchObject([{}, { code: 'BAD_MAGIC' }]);
  });
});

test('a server closes in the middle of TLS handshakes, and at once', async () => {
  const { server, port } = await startTls();
  const sockets = await Promise.all([connectTcp(port), connectTcp(port), connectTcp(port)]);
  sockets[0]?.write(RECORD_HEADER);
  const unfinished = connectTls({ host: '127.0.0.1', port, ca });
  unfinished.on('error', () => undefined);
  const everyone = Promise.all([...sockets, unfinished].map(closed));
  await server.close();
  await everyone;
  expect(sockets.map((socket) => socket.closed)).toEqual([true, true, true]);
});

test('a TLS handshake that the close of the server ends is told to nobody', async () => {
  const { server, port } = await startTls();
  const told: unknown[] = [];
  server.on('tlsError', (error) => told.push(error));
  const socket = await connectTcp(port);
  socket.write(RECORD_HEADER);
  await until(() => openSockets() >= 2);
  const gone = closed(socket);
  await Promise.all([server.close(), gone]);
  await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
  expect(told).toEqual([]);
});

test('connections whose TLS handshake is not through count for the limit', async () => {
  const { server, url, port } = await startTls({}, { limits: { connections: 1 } });
  const first = await connectTcp(port);
  expect(await outcome(url, { ca })).toMatchObject(['TLS_HANDSHAKE_FAILED', {}]);
  expect(server.refusedConnections).toBe(1);
  first.destroy();
});

test('linger 0 resets a TLS connection at once, at either end', async () => {
  const { server, port, url } = await startTls();
  const client = makeClient();
  await client.connect(url, { tls: { ca } });
  const left = once(server, 'disconnect');
  await client.disconnect({ linger: 0 });
  expect(await left).toMatchObject([{}, { code: 'CONNECTION_LOST', cause: { code: 'ECONNRESET' } }]);

  const connected = once(server, 'connect');
  const peer = await RawPeer.connectTls(port, { ca });
  await peer.handshake();
  const [remote] = await connected;
  const reset = once(peer.socket, 'error');
  const gone = once(server, 'disconnect');
  remote.close({ linger: 0 });
  expect(await reset).toMatchObject([{ code: 'ECONNRESET' }]);
  expect(await gone).toEqual([remote, null]);
});
