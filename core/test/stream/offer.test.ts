import { once } from 'node:events';
import { connect as connectTls } from 'node:tls';
import { describe, expect, onTestFinished, test } from 'vitest';
import { FakeClock } from '../fake-clock.ts';
import { until } from '../support.ts';
import { certificates } from '../tls/certificates.ts';
import { closed, failure, offer, open, rawClient, resetOf, StreamTap, TLS, textOf } from './support.ts';

describe('an offer', () => {
  test('fails with TIMEOUT, once, where nobody comes, and is one no more', async () => {
    const clock = new FakeClock();
    const server = await offer({ timeout: 300 }, { clock });
    let failures = 0;
    server.on('error', () => (failures += 1));
    const lost = new Promise((resolve) => server.write('never', resolve));
    clock.advance(299);
    await new Promise((resolve) => setImmediate(resolve));
    expect(server.destroyed).toBe(false);
    clock.advance(1);
    expect(await failure(server)).toMatchObject({ code: 'TIMEOUT' });
    expect(await lost).toMatchObject({ code: 'TIMEOUT' });
    await closed(server);
    expect([failures, clock.timers]).toEqual([1, 0]);
    await expect(open(server.tunnelId)).rejects.toMatchObject({ code: 'UNREACHABLE' });
  });

  test('waits 5 s by default', async () => {
    const clock = new FakeClock();
    const server = await offer({}, { clock });
    clock.advance(4_999);
    await new Promise((resolve) => setImmediate(resolve));
    expect(server.destroyed).toBe(false);
    clock.advance(1);
    expect(await failure(server)).toMatchObject({ code: 'TIMEOUT' });
  });

  test('does not miss a client that came while the program was busy beyond the timeout', async () => {
    const clock = new FakeClock();
    const server = await offer({ timeout: 300 }, { clock });
    // Connected as far as the kernel is concerned; the program hears of it only when the loop goes on.
    const raw = rawClient(server.tunnelId);
    await new Promise((resolve) => process.nextTick(resolve));
    clock.advance(300);
    await raw;
    await until(() => server.linked || server.destroyed);
    expect(server.linked).toBe(true);
  });

  test('is over when its signal aborts; later the signal means nothing', async () => {
    const early = new AbortController();
    const waiting = await offer({ signal: early.signal });
    early.abort(new Error('never mind'));
    expect(await failure(waiting)).toMatchObject({ code: 'ABORTED', cause: { message: 'never mind' } });
    await expect(offer({ signal: early.signal })).rejects.toMatchObject({ code: 'ABORTED' });

    const late = new AbortController();
    const server = await offer({ signal: late.signal });
    const link = once(server, 'link');
    const client = await open(server.tunnelId);
    await link;
    late.abort();
    server.end('still here');
    expect(await textOf(client)).toBe('still here');
  });

  test('leaves no port open where its options are wrong', async () => {
    const before = process.getActiveResourcesInfo().filter((name) => name === 'TCPServerWrap').length;
    await expect(offer({ keepAlive: -1 })).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    await expect(offer({ idleTimeout: 0 })).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    await expect(offer({ sendTimeout: Number.NaN })).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    await until(() => process.getActiveResourcesInfo().filter((name) => name === 'TCPServerWrap').length === before);
  });

  test('takes exactly one of many that come at once; the others are reset', async () => {
    const server = await offer();
    server.write('you are the one');
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, async () => {
        try {
          const client = await open(server.tunnelId);
          return await Promise.race([once(client, 'data').then(String), failure(client).then(codeOf)]);
        } catch (error) {
          return codeOf(error);
        }
      }),
    );
    expect(outcomes.filter((outcome) => outcome === 'you are the one')).toHaveLength(1);
    // A client that was not accepted is refused or reset, depending on how far the kernel had let it.
    const others = outcomes.filter((outcome) => outcome !== 'you are the one');
    expect(others.filter((outcome) => outcome !== 'UNREACHABLE' && outcome !== 'CONNECTION_LOST')).toEqual([]);
  });

  test('for one host resets strangers and waits on', async () => {
    const server = await offer({}, { peer: '127.0.0.7' });
    await expect(resetOf(server.tunnelId)).resolves.toMatchObject({ code: 'ECONNRESET' });
    expect(server.linked).toBe(false);
    const link = once(server, 'link');
    await rawClient(server.tunnelId, '127.0.0.1', '127.0.0.7');
    await link;
    expect(server.remoteAddress?.host).toBe('127.0.0.7');
  });

  test('takes a scanner for its client where no host is given: its end is the end of the stream', async () => {
    const server = await offer();
    const scanner = await rawClient(server.tunnelId);
    scanner.destroy();
    server.end();
    expect(await textOf(server)).toBe('');
    await closed(server);
  });
});

describe('an offer with TLS', () => {
  test('waits on when a handshake fails, and takes the first that succeeds', async () => {
    const server = await offer({}, { tls: TLS.server });
    await expect(open(server.tunnelId, {}, { tls: {} })).rejects.toMatchObject({ code: 'TLS_HANDSHAKE_FAILED' });
    const plain = await rawClient(server.tunnelId);
    plain.end('GET / HTTP/1.0\r\n\r\n');
    await closed(plain.resume());
    const silent = await rawClient(server.tunnelId);
    const given = once(silent, 'end');
    expect(server.linked).toBe(false);

    server.end('welcome');
    const client = await open(server.tunnelId, {}, { tls: TLS.client });
    expect(await textOf(client)).toBe('welcome');
    await given;
  });

  test('asks the client for its certificate where the server does', async () => {
    const tls = { ...TLS.server, ca: certificates.ca };
    const server = await offer({}, { tls });
    // With TLS 1.3 the client believes that it is connected before the server has looked at its certificate.
    const nameless = await open(server.tunnelId, {}, { tls: TLS.client });
    expect(await failure(nameless)).toMatchObject({ code: 'CONNECTION_LOST' });
    expect(server.linked).toBe(false);
    const link = once(server, 'link');
    await open(server.tunnelId, {}, { tls: { ...TLS.client, ...certificates.client } });
    await link;
  });

  test('tells nobody who speaks in the clear what was written', async () => {
    const server = await offer({}, { tls: TLS.server });
    server.write('secret');
    const plain = await rawClient(server.tunnelId);
    plain.write(Buffer.alloc(262_144, 0x29));
    const got: Buffer[] = [];
    plain.on('data', (chunk: Buffer) => got.push(chunk));
    await closed(plain);
    expect(Buffer.concat(got).includes('secret')).toBe(false);
  });
});

describe('opening', () => {
  test.each([0, -1, 65_536, 1.5, Number.NaN])('%s is refused: it is no tunnel id', async (tunnelId) => {
    await expect(open(tunnelId)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
  });

  test('a port where nobody offers anything is UNREACHABLE', async () => {
    const server = await offer();
    await server.close();
    await expect(open(server.tunnelId)).rejects.toMatchObject({ name: 'ConnectError', code: 'UNREACHABLE' });
  });

  test('is over after its timeout, and when its signal aborts', async () => {
    const clock = new FakeClock();
    // Takes connections and says nothing, so that the TLS handshake does not come to an end.
    const silent = await offer();
    const tls = { ...TLS.client, handshakeTimeout: 60_000 };
    const tooLate = open(silent.tunnelId, { timeout: 300 }, { tls, clock });
    await once(silent, 'link');
    clock.advance(300);
    await expect(tooLate).rejects.toMatchObject({ code: 'SERVER_NO_RESPONDING' });

    const aborted = open(silent.tunnelId, { signal: AbortSignal.abort('no') });
    await expect(aborted).rejects.toMatchObject({ code: 'ABORTED', cause: 'no' });
  });

  test('checks the certificate of the server', async () => {
    const server = await offer({}, { tls: { ...certificates.other } });
    await expect(open(server.tunnelId, {}, { tls: TLS.client })).rejects.toMatchObject({
      code: 'TLS_HANDSHAKE_FAILED',
    });
    expect(server.linked).toBe(false);
  });

  test('one that nobody reads from is told to the tap of the client', async () => {
    const tap = new StreamTap();
    const server = await offer();
    const client = await open(server.tunnelId, {}, { tap });
    expect(tap.events).toMatchObject([
      { event: { kind: 'STREAM_OPEN', tunnelId: server.tunnelId }, connection: { role: 'client', label: 'client' } },
    ]);
    expect(client.linked).toBe(true);
  });
});

test('a TLS client of another make is served', async () => {
  const server = await offer({}, { tls: TLS.server });
  const link = once(server, 'link');
  const socket = connectTls({ port: server.tunnelId, host: '127.0.0.1', ca: certificates.ca, servername: 'localhost' });
  onTestFinished(() => {
    socket.destroy();
  });
  await link;
  server.end('x');
  expect(await textOf(socket)).toBe('x');
});

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : error;
}
