import { once } from 'node:events';
import { createServer as createTlsServer } from 'node:tls';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type ClientTlsOptions, PacketType, type ServerTlsOptions } from '../../src/index.ts';
import { FakeClock } from '../fake-clock.ts';
import { MemoryTap, makeClient, RawPeer, startServer, startTcp, until } from '../support.ts';
import { certificates } from './certificates.ts';
import { outcome, startTls } from './support.ts';

const { ca } = certificates;

/** What becomes of a client at such a server. */
async function met(server: Partial<ServerTlsOptions>, client: ClientTlsOptions | true): Promise<unknown> {
  return outcome((await startTls(server)).url, client);
}

test('everything that goes over TCP goes over TLS', async () => {
  const { server, url } = await startTls();
  server.info = { secure: true };
  const client = makeClient();
  expect(await client.connect(url, { tls: { ca } })).toEqual({ secure: true });
  const data = Buffer.alloc(200_000, 7);
  const reply = await client.call('/echo', { param: [1], data });
  expect([reply.param, reply.data.equals(data)]).toEqual([[1], true]);
  await client.subscribe('/');
  const published = once(client, 'message');
  server.publish('/a', { param: 'over TLS' });
  expect(await published).toMatchObject([{ param: 'over TLS', quick: false }]);
  const datagram = once(server, 'datagram');
  client.datagram('/d', { param: 2 });
  expect(await datagram).toMatchObject([{}, { param: 2 }]);
  await client.ping();
  const left = once(server, 'disconnect');
  await client.disconnect();
  expect(await left).toMatchObject([{}, { code: 'CLOSED_BY_CLIENT' }]);
});

test('many packets of one tick arrive whole and in order', async () => {
  const { server, url } = await startTls();
  server.sendTimeout = Infinity;
  const client = makeClient();
  await client.connect(url, { tls: { ca } });
  await client.subscribe('/');
  const seen: unknown[] = [];
  client.on('message', ({ param }) => seen.push(param));
  for (let count = 0; count < 20_000; count += 1) expect(server.publish('/a', { param: count })).toBe(true);
  await until(() => seen.length === 20_000);
  expect(seen).toEqual(Array.from({ length: 20_000 }, (_, index) => index));
});

test('a server with TLS closes in order: what is queued arrives, both ends hear why', async () => {
  const { server, url } = await startTls();
  const client = makeClient();
  await client.connect(url, { tls: { ca } });
  await client.subscribe('/');
  let received = 0;
  client.on('message', () => (received += 1));
  const events = [once(client, 'disconnect'), once(server, 'disconnect')];
  for (let count = 0; count < 1_000; count += 1) server.publish('/a', { data: Buffer.alloc(1_000) });
  await server.close();
  expect(received).toBe(1_000);
  expect(await Promise.all(events)).toMatchObject([[{ code: 'CLOSED_BY_SERVER' }], [{}, null]]);
});

describe('there is no quick channel with TLS', () => {
  test('nobody opens a UDP socket, and quick sends return false', async () => {
    const tap = new MemoryTap();
    const { server, url } = await startTls({}, { tap });
    const client = makeClient({ tap });
    await client.connect(url, { tls: { ca } });
    await client.subscribe('/');
    expect(client.datagram('/a', { quick: true })).toBe(false);
    expect(server.publish('/a', { quick: true })).toBe(false);
    expect([...server.clients][0]?.datagram('/a', { quick: true })).toBe(false);
    expect(process.getActiveResourcesInfo()).not.toContain('UDPWrap');
    expect(tap.connections().every(({ quickLocal, quickRemote }) => `${quickLocal}${quickRemote}` === '')).toBe(true);
    // SERVINFO announces no port, and the answer gives none.
    const [request, , answer] = tap.packets.filter(({ type }) => type === PacketType.SERVINFO);
    expect([request?.bytes[2], request?.bytes.readUInt16BE(8), answer?.bytes.readUInt32BE(16)]).toEqual([0, 0, 4]);
  });

  test('a port that a client announces all the same means nothing', async () => {
    const { server, port } = await startTls();
    const connected = once(server, 'connect');
    const peer = await RawPeer.connectTls(port, { ca });
    await peer.handshake(undefined, 40_000);
    const [remote] = await connected;
    expect(remote.datagram('/a', { quick: true })).toBe(false);
    expect(process.getActiveResourcesInfo()).not.toContain('UDPWrap');
  });
});

describe('the client', () => {
  test('refuses a server whose certificate is expired, from a stranger, or for another name, and says why', async () => {
    expect(await met(certificates.expired, { ca })).toEqual(['TLS_HANDSHAKE_FAILED', 'CERT_HAS_EXPIRED']);
    expect(await met(certificates.stranger, { ca })).toEqual(['TLS_HANDSHAKE_FAILED', 'DEPTH_ZERO_SELF_SIGNED_CERT']);
    expect(await met({}, true)).toEqual(['TLS_HANDSHAKE_FAILED', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE']);
    expect(await met(certificates.other, { ca })).toEqual(['TLS_HANDSHAKE_FAILED', 'ERR_TLS_CERT_ALTNAME_INVALID']);
  });

  test('looks for the host of the url in the certificate, or for the hostname that it is given', async () => {
    const { port, url } = await startTls();
    expect(await outcome(`vsoa://localhost:${port}`, { ca })).toBe('connected');
    expect(await outcome(url, { ca, hostname: 'localhost' })).toBe('connected');
    expect(await outcome(url, { ca, hostname: '::1' })).toBe('connected');
    expect(await outcome(url, { ca, hostname: 'other.test' })).toEqual([
      'TLS_HANDSHAKE_FAILED',
      'ERR_TLS_CERT_ALTNAME_INVALID',
    ]);
  });

  test.each(['none', 'optional'] as const)(
    'with verify %s takes any certificate, and can see whether it is right',
    async (verify) => {
      const { url } = await startTls(certificates.stranger);
      const client = makeClient();
      await client.connect(url, { tls: { ca, verify } });
      expect(client.peerCertificate()).toMatchObject({ verified: false, verifyError: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
    },
  );

  test('trusts the authorities that Node knows only where it is told so, or has no others', async () => {
    const { url } = await startTls();
    expect(await outcome(url, { ca, defaultCertificates: true })).toBe('connected');
    expect(await outcome(url, { defaultCertificates: false })).toEqual([
      'TLS_HANDSHAKE_FAILED',
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    ]);
  });

  test.each([
    ['a certificate without its key', { cert: certificates.client.cert }],
    ['a key of another certificate', { ...certificates.client, key: certificates.other.key }],
    ['a passphrase that is wrong', { ...certificates.encryptedServer, passphrase: 'wrong' }],
    ['no passphrase where one is needed', { ...certificates.encryptedServer }],
    ['a certificate that is none', { cert: 'x', key: 'y' }],
    ['an authority that is none', { ca: 'x' }],
  ] satisfies [string, ClientTlsOptions][])('does not begin with %s', async (_, tls) => {
    const client = makeClient();
    const error = await client.connect('vsoa://127.0.0.1:1', { tls }).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'INVALID_ARGUMENT' });
    expect(client.state).toBe('idle');
  });

  test('gives up where the server does not go on with the handshake, and is closed then', async () => {
    const clock = new FakeClock();
    const url = await startTcp((socket) => socket.once('readable', () => clock.advance(5_000)));
    const client = makeClient({ clock });
    await expect(client.connect(url, { tls: { ca } })).rejects.toMatchObject({ code: 'TLS_HANDSHAKE_FAILED' });
    expect([client.state, clock.timers]).toEqual(['closed', 0]);
  });

  test('gives up after the timeout of the whole attempt, where that is shorter', async () => {
    const clock = new FakeClock();
    const url = await startTcp((socket) => socket.once('readable', () => clock.advance(1_000)));
    const failed = makeClient({ clock }).connect(url, { tls: { ca }, timeout: 1_000 });
    await expect(failed).rejects.toMatchObject({ code: 'SERVER_NO_RESPONDING' });
    expect(clock.timers).toBe(0);
  });

  test('can be aborted during the handshake', async () => {
    const abort = new AbortController();
    const url = await startTcp((socket) => socket.once('readable', () => abort.abort()));
    const client = makeClient();
    await expect(client.connect(url, { tls: { ca }, signal: abort.signal })).rejects.toMatchObject({ code: 'ABORTED' });
    expect(client.state).toBe('closed');
  });

  test.each([
    ['garbage', Buffer.alloc(262_144, 0x5a)],
    ['plain VSOA', Buffer.from('2900010000000000000000000000000000000000', 'hex')],
    ['a TLS record that is none', Buffer.from('1603030004deadbeef', 'hex')],
  ])('says so where the server answers with %s', async (_, bytes) => {
    const url = await startTcp((socket) => socket.write(bytes));
    expect(await outcome(url, { ca })).toMatchObject(['TLS_HANDSHAKE_FAILED', expect.any(String)]);
  });

  test('says so where the server closes instead', async () => {
    const url = await startTcp((socket) => socket.end());
    expect(await outcome(url, { ca })).toEqual(['TLS_HANDSHAKE_FAILED', 'ECONNRESET']);
  });
});

describe('where only one side speaks TLS, connect fails at once', () => {
  test('a client with TLS at a server without', async () => {
    const { server, url } = await startServer();
    expect(await outcome(url, { ca })).toMatchObject(['TLS_HANDSHAKE_FAILED', expect.any(String)]);
    expect(server.clients.size).toBe(0);
  });

  test('a client without TLS at a server with', async () => {
    const { url, failures, port } = await startTls();
    await expect(makeClient().connect(url)).rejects.toMatchObject({
      code: 'INVALID_RESPONDING',
      message: `127.0.0.1:${port} closed instead of answering; it may want TLS`,
    });
    await until(() => failures.length === 1);
    expect(failures).toMatchObject([{ error: { cause: { code: 'ERR_SSL_WRONG_VERSION_NUMBER' } } }]);
  });

  test('a client without TLS at a server that answers with an alert of TLS', async () => {
    const url = await startTcp((socket) => socket.end(Buffer.from('15030300020246', 'hex')));
    await expect(makeClient().connect(url)).rejects.toMatchObject({ code: 'TLS_HANDSHAKE_FAILED' });
  });
});

test('a server that ends the TLS connection before it answers SERVINFO may not want our certificate', async () => {
  const server = createTlsServer(certificates.server, (socket) => socket.end());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
  });
  const address = server.address();
  const url = `vsoa://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
  await expect(makeClient().connect(url, { tls: { ca } })).rejects.toMatchObject({ code: 'TLS_HANDSHAKE_FAILED' });
});
