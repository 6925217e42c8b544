import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { type JsonValue, PacketType } from '../../src/index.ts';
import { FakeClock } from '../fake-clock.ts';
import { makeClient, startRaw, startServer } from '../support.ts';

/** A handshake that is answered by hand. */
function answering(answer: {
  status?: number;
  flags?: number;
  seqno?: number;
  param?: JsonValue | Buffer;
  data?: Buffer;
}) {
  return startRaw((peer) => {
    void peer
      .next()
      .then(({ seqno }) => peer.send({ type: PacketType.SERVINFO, flags: 1, seqno, data: Buffer.alloc(4), ...answer }));
  });
}

describe('a connect fails, and says why, where', () => {
  test('the url is none', async () => {
    await expect(makeClient().connect('http://x')).rejects.toMatchObject({ name: 'VsoaError', code: 'INVALID_URL' });
    await expect(makeClient().connect('vsoa://127.0.0.1')).rejects.toMatchObject({ code: 'INVALID_URL' });
  });

  test('nobody listens', async () => {
    const { server, url, port } = await startServer();
    await server.close();
    const client = makeClient();
    await expect(client.connect(url)).rejects.toMatchObject({
      name: 'ConnectError',
      code: 'UNREACHABLE',
      host: `127.0.0.1:${port}`,
      cause: { code: 'ECONNREFUSED' },
    });
    expect(client.state).toBe('closed');
  });

  test('the name is unknown', async () => {
    await expect(makeClient().connect('vsoa://no-such-host.invalid:1')).rejects.toMatchObject({
      code: 'SERVER_NOT_FOUND',
      host: 'no-such-host.invalid:1',
    });
    await expect(makeClient().connect('vsoa://ecu')).rejects.toMatchObject({ code: 'SERVER_NOT_FOUND', host: 'ecu' });
  });

  test('the host accepts and stays silent', async () => {
    const clock = new FakeClock();
    const client = makeClient({ clock });
    const url = await startRaw((peer) => void peer.next().then(() => clock.advance(10_000)));
    await expect(client.connect(url)).rejects.toMatchObject({ code: 'SERVER_NO_RESPONDING' });
    expect(clock.timers).toBe(0);
  });

  test.each([
    ['text', Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n')],
    ['a length beyond the limit', Buffer.from('290001000000000000000000ffffffff00000000', 'hex')],
    ['256 KiB of rubbish', Buffer.alloc(262_144, 0x5a)],
  ])('the answer is %s', async (_, garbage) => {
    const url = await startRaw((peer) => peer.socket.write(garbage));
    await expect(makeClient().connect(url)).rejects.toMatchObject({ code: 'INVALID_RESPONDING' });
  });

  test('the server closes instead of answering', async () => {
    const url = await startRaw((peer) => peer.socket.end());
    await expect(makeClient().connect(url)).rejects.toMatchObject({ code: 'INVALID_RESPONDING' });
  });

  test.each([
    ['echoes the request', { flags: 2 }],
    ['answers another request', { seqno: 99 }],
    ['answers another status', { status: 5 }],
    ['gives no client id', { data: Buffer.alloc(3) }],
  ])('the server %s', async (_, answer) => {
    const url = await answering(answer);
    await expect(makeClient().connect(url)).rejects.toMatchObject({ code: 'INVALID_RESPONDING' });
  });

  test('the password is wrong', async () => {
    const { url } = await startServer({ passwd: 'right' });
    for (const passwd of [undefined, '', 'Right', 'right ']) {
      await expect(makeClient().connect(url, { passwd })).rejects.toMatchObject({ code: 'INVALID_PASSWORD' });
    }
  });

  test('it is aborted, before or during', async () => {
    const url = await startRaw(() => undefined);
    await expect(makeClient().connect(url, { signal: AbortSignal.abort('no') })).rejects.toMatchObject({
      code: 'ABORTED',
      cause: 'no',
    });
    const abort = new AbortController();
    const client = makeClient();
    client.on('state', (state) => state === 'handshaking' && abort.abort());
    await expect(client.connect(url, { signal: abort.signal })).rejects.toMatchObject({ code: 'ABORTED' });
    expect(client.state).toBe('closed');
  });

  test('disconnect is called meanwhile', async () => {
    const url = await startRaw(() => undefined);
    for (const when of ['resolving', 'connecting', 'handshaking']) {
      const client = makeClient();
      client.on('state', (state) => state === when && void client.disconnect());
      await expect(client.connect(url)).rejects.toMatchObject({ code: 'ABORTED' });
    }
  });

  test('it is connected already, which goes on undisturbed', async () => {
    const { url } = await startServer();
    const client = makeClient();
    await client.connect(url);
    await expect(client.connect(url)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    await client.ping();
  });
});

test('a client that failed to connect can try again, at once', async () => {
  const { url } = await startServer({ passwd: 'p', info: 'hello' });
  const client = makeClient();
  await expect(client.connect(url)).rejects.toMatchObject({ code: 'INVALID_PASSWORD' });
  expect(await client.connect(url, { passwd: 'p' })).toBe('hello');
});

test('who connects again as soon as an attempt has failed hears of the first at once', async () => {
  const { url } = await startServer();
  const nowhere = await startServer();
  await nowhere.server.close();
  const client = makeClient();
  let second: Promise<unknown> | undefined;
  client.on('state', (state) => {
    if (state === 'closed') second ??= client.connect(url);
  });
  await expect(client.connect(nowhere.url)).rejects.toMatchObject({ code: 'UNREACHABLE' });
  await second;
  expect(client.connected).toBe(true);
});

test('states follow each other, and disconnect is told once', async () => {
  const { url } = await startServer();
  const client = makeClient();
  const seen: unknown[] = [client.state];
  client.on('state', (state) => seen.push(state));
  client.on('disconnect', (error) => seen.push(error));
  await client.connect(url);
  await Promise.all([client.disconnect(), client.disconnect()]);
  expect(seen).toEqual(['idle', 'resolving', 'connecting', 'handshaking', 'connected', 'closing', 'closed', null]);
  expect(client.clientId).toBeUndefined();
});

test('leftover flags and a tunid in the answer of the handshake mean nothing, and an info that is no JSON is text', async () => {
  const url = await answering({ flags: 1 | 2 | 4, param: 'x' });
  expect(await makeClient().connect(url)).toBe('x');
  const textUrl = await answering({ param: Buffer.from('Go server') });
  expect(await makeClient().connect(textUrl)).toBe('Go server');
});

test('what follows the answer of the handshake in the same chunk is not lost', async () => {
  const url = await startRaw((peer) => {
    void peer
      .next()
      .then(({ seqno }) =>
        peer.send(
          { type: PacketType.SERVINFO, flags: 1, seqno, data: Buffer.alloc(4) },
          { type: PacketType.QOSSETUP, flags: 1, status: 3 },
          { type: PacketType.PUBLISH, url: '/a', param: 1 },
        ),
      );
  });
  const client = makeClient();
  const seen: unknown[] = [];
  client.on('priority', (priority) => seen.push(priority));
  client.on('message', (message) => seen.push(message.param));
  const message = once(client, 'message');
  await client.connect(url);
  await message;
  expect(seen).toEqual([3, 1]);
});

test('the info of the server can also be had as its bytes, while there is a connection', async () => {
  const param = Buffer.from('{"serial": 12345678901234567890}');
  const url = await answering({ param });
  const client = makeClient();
  await client.connect(url);
  expect(client.serverInfoBytes).toEqual(param);
  await client.disconnect();
  expect(client.serverInfoBytes).toBeUndefined();
});
