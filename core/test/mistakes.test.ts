import { expect, test, vi } from 'vitest';
import { Client, fetch, lookup, PositionServer, parseServerUrl, Robot, Server, WorkQueue } from '../src/index.ts';
import { connectClient, makeClient, startServer } from './support.ts';

const refused = expect.objectContaining({ code: 'INVALID_ARGUMENT' });
/** What JavaScript lets through. */
const wrong = (value: unknown): never => value as never;

test.each([Number.NaN, -1, wrong('100'), wrong(null)])('%j is no time to wait', async (timeout) => {
  const { server, url } = await startServer();
  server.command('/a', () => ({}));
  const client = await connectClient(url);
  await expect(client.call('/a', { timeout })).rejects.toEqual(refused);
  await expect(client.ping({ timeout })).rejects.toEqual(refused);
  await expect(client.subscribe('/a', { timeout })).rejects.toEqual(refused);
  expect(client.pendings).toBe(0);
  await expect(makeClient().connect(url, { timeout })).rejects.toEqual(refused);
  await expect(fetch(`${url}/a`, { timeout })).rejects.toEqual(refused);
  await expect(fetch(`${url}/a`, { connectTimeout: timeout })).rejects.toEqual(refused);
  await expect(lookup('a', { servers: '127.0.0.1:1', timeout })).rejects.toEqual(refused);
  expect(() => new Robot(url, { connectTimeout: timeout })).toThrow(refused);
  await expect(new Robot(url).untilConnected({ timeout })).rejects.toEqual(refused);
  const linger = timeout;
  await expect(client.disconnect({ linger })).rejects.toEqual(refused);
  expect(client.connected).toBe(true);
  await expect(new Robot(url).stop({ linger })).rejects.toEqual(refused);
  for (const remote of server.clients) expect(() => remote.close({ linger })).toThrow(refused);
  await expect(server.close({ linger })).rejects.toEqual(refused);
});

test.each([0, -1, 1.5, Number.NaN, wrong('2')])('a name is not asked for %j times', async (tries) => {
  await expect(lookup('a', { servers: '127.0.0.1:1', tries })).rejects.toEqual(refused);
});

test.each([undefined, Number.NaN, -1, 65_536, 1.5, '3005'])(
  'nothing listens on the port %j, and a start with another port works',
  async (given) => {
    const port = wrong(given);
    const server = new Server();
    const positions = new PositionServer();
    await expect(server.start({ host: '127.0.0.1', port })).rejects.toEqual(refused);
    await expect(positions.start({ host: '127.0.0.1', port })).rejects.toEqual(refused);
    await server.start({ host: '127.0.0.1', port: 0 });
    await positions.start({ host: '127.0.0.1', port: 0 });
    await Promise.all([server.close(), positions.close()]);
  },
);

test('a server that is started without options can be started with them', async () => {
  const server = new Server();
  await expect(server.start(wrong(undefined))).rejects.toThrow(TypeError);
  await server.start({ host: '127.0.0.1', port: 0 });
  await server.close();
});

test('a limit that is undefined is the default, one that is no number is refused', async () => {
  const { server, url } = await startServer({ limits: wrong({ unanswered: undefined, connections: undefined }) });
  server.command('/a', () => ({ param: 1 }));
  expect((await (await connectClient(url)).call('/a')).param).toBe(1);
  for (const limit of [Number.NaN, -1, 'many']) {
    expect(() => new Server({ limits: { connections: wrong(limit) } })).toThrow(/^connections is a number/u);
  }
});

test.each([undefined, null, 5, {}])('%j is no url', async (given) => {
  const url = wrong(given);
  const invalid = expect.objectContaining({ code: 'INVALID_URL' });
  const { server, url: at } = await startServer();
  const client = await connectClient(at);
  await expect(client.call(url)).rejects.toEqual(invalid);
  await expect(client.subscribe([url])).rejects.toEqual(invalid);
  expect(() => client.datagram(url)).toThrow(invalid);
  expect(() => server.publish(url)).toThrow(invalid);
  expect(() => server.command(url, () => ({}))).toThrow(invalid);
  expect(() => parseServerUrl(url)).toThrow(invalid);
  await expect(makeClient().connect(url)).rejects.toEqual(invalid);
});

test('the url of a server may be a URL', () => {
  expect(parseServerUrl(new URL('vsoa://127.0.0.1:3005/a'))).toMatchObject({ port: 3005, path: '/a' });
});

test('with tls: false there is no TLS', async () => {
  const { url } = await startServer({ info: 'plain' });
  expect(await makeClient().connect(url, { tls: false })).toBe('plain');
});

test('a method that is neither GET nor SET is not sent', async () => {
  const { server, url } = await startServer();
  const client = await connectClient(url);
  const called = vi.fn<() => undefined>();
  server.command('/a', called);
  for (const method of ['set', 1]) await expect(client.call('/a', { method: wrong(method) })).rejects.toEqual(refused);
  await client.ping();
  expect(called).not.toHaveBeenCalled();
});

test('a handler that is none is refused', () => {
  expect(() => new Server().command('/a', wrong(undefined))).toThrow(refused);
});

test('a handler that returns what is no answer fails', async () => {
  const { server, url } = await startServer();
  const failed = vi.fn<(message: string) => void>();
  server.on('error', (error) => failed(error.message));
  server.command(
    '/a',
    wrong(() => 'text'),
  );
  server.command(
    '/b',
    wrong(async () => 5),
  );
  server.command(
    '/nothing',
    wrong(() => null),
  );
  const client = await connectClient(url);
  expect((await client.call('/a')).status).toBe(4);
  expect((await client.call('/b')).status).toBe(4);
  expect((await client.call('/nothing')).status).toBe(0);
  expect(failed.mock.calls).toEqual([
    ['the command /a failed: it returned string, and no { status, param, data }'],
    ['the command /b failed: it returned number, and no { status, param, data }'],
  ]);
});

test('a warning says what a handler, or a job, has thrown', async () => {
  const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
  const { server, url } = await startServer();
  server.command('/a', () => {
    throw new Error('the disk is full');
  });
  expect((await (await connectClient(url)).call('/a')).status).toBe(4);
  const jobs = new WorkQueue();
  jobs.add(() => Promise.reject(new Error('no paper')));
  await jobs.idle();
  expect(warn.mock.calls.map(([error]) => String(error))).toEqual([
    'VsoaError: the command /a failed: the disk is full',
    'VsoaError: a job of the queue failed: no paper',
  ]);
  warn.mockRestore();
});

test('a client is not connected while nobody has awaited its connect', async () => {
  const { url } = await startServer();
  const client = new Client();
  const connected = client.connect(url);
  await expect(client.call('/a')).rejects.toMatchObject({ code: 'NOT_CONNECTED' });
  await connected;
  await client.disconnect();
});

test('a signal that is none is refused before anything is sent, and the next call gets its own reply', async () => {
  const { server, url } = await startServer();
  server.command('/', ({ url: asked }) => ({ param: asked }));
  const client = await connectClient(url);
  await expect(client.call('/first', { signal: wrong(5) })).rejects.toEqual(refused);
  expect(await client.call('/second')).toMatchObject({ param: '/second' });
});

test.each(['text', 5, {}, null])('data is bytes, not %j', async (data) => {
  const { url } = await startServer();
  const client = await connectClient(url);
  await expect(client.call('/a', { data: wrong(data) })).rejects.toEqual(refused);
  expect(() => client.datagram('/a', { data: wrong(data) })).toThrow(refused);
  expect(client.pendings).toBe(0);
});

test('an offered stream that nobody comes for, with no listener, is a warning and not the end of the program', async () => {
  const { server } = await startServer();
  const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
  const stream = await server.createStream({ timeout: 10 });
  await new Promise((resolve) => stream.once('close', resolve));
  expect(warn).toHaveBeenCalledWith(expect.objectContaining({ code: 'TIMEOUT' }));
  warn.mockRestore();
});

test('one signal may be for many calls', async () => {
  const { server, url } = await startServer();
  server.command('/a', () => new Promise(() => undefined));
  const client = await connectClient(url);
  const warned = vi.fn<(warning: Error) => void>();
  process.on('warning', warned);
  const controller = new AbortController();
  const calls = Array.from({ length: 50 }, () => client.call('/a', { signal: controller.signal }));
  controller.abort();
  const ends = await Promise.allSettled(calls);
  expect(ends.every(({ status }) => status === 'rejected')).toBe(true);
  await new Promise((resolve) => setImmediate(resolve));
  expect(warned).not.toHaveBeenCalled();
  process.off('warning', warned);
});
