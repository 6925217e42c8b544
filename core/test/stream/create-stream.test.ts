import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import { Client, Server, type ServerStreamOptions, type StartOptions, Stream } from '../../src/index.ts';
import { closed, failure, rawClient, resetOf, StreamTap, TLS, textOf } from './support.ts';

/** A server whose command /stream offers one, and its client. */
async function start(options: ServerStreamOptions = {}, { tls, host = '127.0.0.1' }: Partial<StartOptions> = {}) {
  const tap = new StreamTap();
  const told: Pick<StreamTap, 'events'>['events'] = tap.events;
  const server = new Server({
    label: 'mock',
    tap: { packet: () => undefined, odd: () => undefined, other: tap.other.bind(tap) },
  });
  onTestFinished(() => server.close({ linger: 0 }));
  await server.start({ host, port: 0, tls });
  const offered = new Map<number, Stream>();
  server.command('/stream', async (_, client) => {
    const stream = await server.createStream({ client, ...options });
    stream.on('error', () => undefined);
    offered.set(stream.tunnelId, stream);
    return { tunnelId: stream.tunnelId };
  });
  const client = new Client();
  onTestFinished(() => client.disconnect());
  await client.connect(`vsoa://localhost:${server.address?.port}`, { tls: tls && TLS.client });
  const call = async () => {
    const { tunnelId } = await client.call('/stream');
    return { tunnelId, stream: offered.get(tunnelId)! };
  };
  return { server, client, call, told };
}

test.each([{ secure: false }, { secure: true }])(
  'client and server stream with each other ($secure)',
  async ({ secure }) => {
    const { client, call } = await start({}, secure ? { tls: TLS.server } : {});
    const { tunnelId, stream } = await call();
    expect(stream.tunnelId).toBe(tunnelId);
    stream.end('from the server');
    const other = await client.createStream(tunnelId);
    expect(other).toBeInstanceOf(Stream);
    expect(other.peerCertificate()).toEqual(secure ? client.peerCertificate() : undefined);
    expect(stream.peerCertificate()).toBeUndefined();
    other.end('from the client');
    expect(await Promise.all([textOf(stream), textOf(other)])).toEqual(['from the client', 'from the server']);
    await Promise.all([closed(stream), closed(other)]);
  },
);

test('many streams of one client run side by side', async () => {
  const { client, call } = await start();
  const echoes = await Promise.all(
    Array.from({ length: 20 }, async (_, index) => {
      const { tunnelId, stream } = await call();
      stream.pipe(stream);
      const other = await client.createStream(tunnelId);
      other.end(`${tunnelId} ${index}`);
      return (await textOf(other)) === `${tunnelId} ${index}`;
    }),
  );
  expect(echoes).toEqual(Array.from({ length: 20 }, () => true));
});

test('a server on all addresses offers at all of them, and takes the client whatever form its address has', async () => {
  const { client, call } = await start({}, { host: '::' });
  const { tunnelId, stream } = await call();
  const link = once(stream, 'link');
  (await client.createStream(tunnelId)).on('error', () => undefined);
  await link;
  expect(stream.remoteAddress?.host).toBe('127.0.0.1');
});

test('a stranger that comes first does not get the stream of a client that is named', async () => {
  const { client, call } = await start();
  const { tunnelId, stream } = await call();
  expect(await resetOf(tunnelId, '127.0.0.9')).toMatchObject({ code: 'ECONNRESET' });
  stream.end('for the client only');
  expect(await textOf(await client.createStream(tunnelId))).toBe('for the client only');
});

test('with TLS strangers are reset before their handshake, and keep no place that the named client needs', async () => {
  const { server, client, call } = await start({}, { tls: TLS.server });
  const told: unknown[] = [];
  server.on('tlsError', (error) => told.push(error));
  const { tunnelId, stream } = await call();
  const resets = await Promise.all(Array.from({ length: 40 }, () => resetOf(tunnelId, '127.0.0.9')));
  expect(resets).toEqual(resets.map(() => expect.objectContaining({ code: 'ECONNRESET' })));
  stream.end('for the client only');
  expect(await textOf(await client.createStream(tunnelId))).toBe('for the client only');
  expect(told).toEqual([]);
});

test('a stream goes on when its client disconnects', async () => {
  const { client, call, server } = await start();
  const { tunnelId, stream } = await call();
  const other = await client.createStream(tunnelId);
  await client.disconnect();
  expect(server.clients.size).toBe(0);
  stream.end('still');
  other.end('here');
  expect(await Promise.all([textOf(stream), textOf(other)])).toEqual(['here', 'still']);
});

test('closing the server sends what was written on its streams, ends its offers, and tells both', async () => {
  const { server, client, call, told } = await start();
  const { tunnelId, stream } = await call();
  const other = await client.createStream(tunnelId);
  const { stream: offered, tunnelId: unused } = await call();
  stream.write(Buffer.alloc(20_000_000));
  const over = server.close();
  let received = 0;
  for await (const chunk of other) received += chunk.length;
  await over;
  expect(received).toBe(20_000_000);
  expect([stream.closed, stream.errored]).toEqual([true, null]);
  expect(await failure(offered)).toMatchObject({ code: 'ABORTED' });
  expect(told.map(({ event }) => event.kind)).toEqual(['STREAM_OPEN', 'STREAM_CLOSE']);
  expect(told[0]?.connection.label).toBe('mock');
  await expect(rawClient(unused)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
});

test('closing the server with linger 0 resets its streams', async () => {
  const { server, client, call } = await start();
  const { tunnelId } = await call();
  const other = await client.createStream(tunnelId);
  other.on('error', () => undefined);
  other.resume();
  await server.close({ linger: 0 });
  expect(await failure(other)).toMatchObject({ code: 'CONNECTION_LOST' });
});

test('an offer that is being made while the server closes is aborted', async () => {
  const { server } = await start();
  const making = server.createStream();
  const over = server.close();
  await expect(making).rejects.toMatchObject({ code: 'ABORTED' });
  await over;
});

test('without a server that is started, or a connection, there are no streams', async () => {
  await expect(new Server().createStream()).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
  await expect(new Client().createStream(1_234)).rejects.toMatchObject({ code: 'NOT_CONNECTED' });
});

test('a failed TLS handshake on a stream is told by the server, which waits on', async () => {
  const { server, client, call } = await start({}, { tls: TLS.server });
  const { tunnelId, stream } = await call();
  const told = once(server, 'tlsError');
  const plain = await rawClient(tunnelId);
  const { localPort } = plain;
  plain.end('no TLS at all\n');
  plain.resume();
  expect(await told).toMatchObject([{ code: 'TLS_HANDSHAKE_FAILED' }, `127.0.0.1:${localPort}`]);
  const link = once(stream, 'link');
  (await client.createStream(tunnelId)).on('error', () => undefined);
  await link;
});

test('a server offers no more streams at a time than its limit', async () => {
  const server = new Server({ limits: { streams: 2 } });
  onTestFinished(() => server.close({ linger: 0 }));
  await server.start({ host: '127.0.0.1', port: 0 });
  const [first, second, third] = await Promise.allSettled([
    server.createStream(),
    server.createStream(),
    server.createStream(),
  ]);
  expect([first?.status, second?.status]).toEqual(['fulfilled', 'fulfilled']);
  expect(third).toMatchObject({ status: 'rejected', reason: { code: 'TOO_MANY_PENDING' } });
  if (first?.status === 'fulfilled') await first.value.close();
  if (second?.status === 'fulfilled') await second.value.close();
  const again = await server.createStream();
  await again.close();
});
