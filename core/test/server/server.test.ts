import { once } from 'node:events';
import { Socket } from 'node:net';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { PacketType, type RemoteClient, Server, Status } from '../../src/index.ts';
import { connectClient, MemoryTap, makeClient, RawPeer, startServer, until } from '../support.ts';

describe('publishes', () => {
  test('go to higher priorities first, and to nobody who is not authed', async () => {
    const tap = new MemoryTap();
    const { server, url } = await startServer({ tap });
    const remotes: RemoteClient[] = [];
    server.on('connect', (remote) => remotes.push(remote));
    const clients = [];
    for (let count = 0; count < 4; count += 1) clients.push(await connectClient(url));
    for (const client of clients) await client.subscribe('/a');
    const priorities = Promise.all([once(clients[1]!, 'priority'), once(clients[2]!, 'priority')]);
    remotes[1]!.priority = 5;
    remotes[2]!.priority = 7;
    remotes[3]!.authed = false;
    expect(await priorities).toEqual([[5], [7]]);
    server.publish('/a');
    const order = tap.packets.filter(({ type }) => type === PacketType.PUBLISH).map(({ remote }) => remote);
    expect(order).toEqual([2, 1, 0].map((index) => `127.0.0.1:${remotes[index]?.address.port}`));
    remotes[3]!.authed = true;
    const received = once(clients[3]!, 'message');
    server.publish('/a');
    await received;
    for (const wrong of [-1, 8, 1.5, Number.NaN]) {
      expect(() => (remotes[0]!.priority = wrong)).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }));
    }
  });

  test('come once to a client that has subscribed the url in several ways', async () => {
    const { server, url } = await startServer();
    const client = await connectClient(url);
    await client.subscribe(['/', '/a/', '/a/b', '/a/b/']);
    const seen: string[] = [];
    client.on('message', (message) => seen.push(message.url));
    for (const topic of ['/a/b', '/x']) server.publish(topic);
    await client.ping();
    expect(seen).toEqual(['/a/b', '/x']);
    await client.unsubscribe(['/', '/a/b']);
    for (const topic of ['/a/b', '/x']) server.publish(topic);
    await client.ping();
    expect(seen).toEqual(['/a/b', '/x', '/a/b']);
  });

  test('of one tick leave in one write for each client', async () => {
    const { server, url } = await startServer();
    const clients = [await connectClient(url), await connectClient(url)];
    for (const client of clients) await client.subscribe('/');
    let received = 0;
    for (const client of clients) client.on('message', () => (received += 1));
    const write = vi.spyOn(Socket.prototype, 'write');
    for (let count = 0; count < 100; count += 1) server.publish('/a', { param: { count } });
    await until(() => received === 200);
    expect(write).toHaveBeenCalledTimes(2);
    write.mockRestore();
  });

  test('that nobody has subscribed are not sent, and errors are told before anything is sent', async () => {
    const { server, url } = await startServer();
    expect(server.publish('/a')).toBe(false);
    expect(() => server.publish('a')).toThrow(expect.objectContaining({ code: 'INVALID_URL' }));
    const client = await connectClient(url);
    await client.subscribe('/');
    const data = Buffer.alloc(262_144);
    expect(() => server.publish('/a', { data })).toThrow(expect.objectContaining({ code: 'PACKET_TOO_LARGE' }));
    const quick = { data: data.subarray(0, 65_500), quick: true };
    expect(() => server.publish('/a', quick)).toThrow(expect.objectContaining({ code: 'PACKET_TOO_LARGE' }));
    await client.ping();
  });
});

describe('a command', () => {
  test('answers when its promise does, in whatever order', async () => {
    const { server, url } = await startServer();
    const held: (() => void)[] = [];
    server.command('/', (request) => new Promise((resolve) => held.push(() => resolve({ param: request.param }))));
    const client = await connectClient(url);
    const replies = [1, 2, 3].map((param) => client.call('/a', { param }));
    await until(() => held.length === 3);
    for (const answer of held.toReversed()) answer();
    expect((await Promise.all(replies)).map(({ param }) => param)).toEqual([1, 2, 3]);
  });

  test('that throws or rejects answers status 4, and the program is told', async () => {
    const { server, url } = await startServer();
    const errors: unknown[] = [];
    server.on('error', (error) => errors.push(error.cause));
    server.command('/throws', () => {
      throw new Error('one');
    });
    server.command('/rejects', () => Promise.reject(new Error('two')));
    const client = await connectClient(url);
    expect((await client.call('/throws')).status).toBe(Status.NO_RESPONDING);
    expect((await client.call('/rejects')).status).toBe(Status.NO_RESPONDING);
    expect(errors).toMatchObject([{ message: 'one' }, { message: 'two' }]);
  });

  test('whose answer is too large answers status 6, and the program is told', async () => {
    const { server, url } = await startServer();
    const failed = once(server, 'error');
    server.command('/', () => ({ param: 'x'.repeat(300_000) }));
    const client = await connectClient(url);
    expect((await client.call('/a')).status).toBe(Status.NO_MEMORY);
    expect(await failed).toMatchObject([{ cause: { code: 'PACKET_TOO_LARGE' } }]);
  });

  test.each([{ status: 256 }, { status: -1 }, { tunnelId: 65_536 }])(
    'whose answer no packet can hold answers status 4: %j',
    async (answer) => {
      const { server, url } = await startServer();
      const failed = once(server, 'error');
      server.command('/', () => answer);
      const client = await connectClient(url);
      expect((await client.call('/a')).status).toBe(Status.NO_RESPONDING);
      expect(await failed).toMatchObject([{ cause: { code: 'INVALID_ARGUMENT' } }]);
    },
  );

  test('whose answer alone is more than half of what may wait does not stop the reading of requests', async () => {
    const { server, url } = await startServer({ limits: { queuedBytes: 100_000 } });
    server.command('/', () => ({ data: Buffer.alloc(60_000) }));
    const client = await connectClient(url);
    await client.call('/a');
    expect(await client.ping()).toBeGreaterThan(0);
  });

  test('that answers nothing answers success; one that was removed is not there', async () => {
    const { server, url } = await startServer();
    server.command('/a', () => undefined);
    const client = await connectClient(url);
    expect(await client.call('/a')).toMatchObject({ status: 0, tunnelId: 0, statusName: 'success' });
    server.removeCommand('/a');
    expect((await client.call('/a')).status).toBe(Status.INVALID_URL);
    expect(() => server.command('a', () => undefined)).toThrow(expect.objectContaining({ code: 'INVALID_URL' }));
  });

  test('cannot be asked more often at a time than the limit', async () => {
    const { server, url } = await startServer({ limits: { unanswered: 2 } });
    const held: (() => void)[] = [];
    server.command('/', () => new Promise<void>((resolve) => held.push(resolve)));
    const client = await connectClient(url);
    const calls = [client.call('/a'), client.call('/a'), client.call('/a')];
    expect((await calls[2])?.status).toBe(Status.NO_MEMORY);
    for (const answer of held) answer();
    expect((await Promise.all(calls)).map(({ status }) => status)).toEqual([0, 0, Status.NO_MEMORY]);
  });

  test('gets bytes in raw mode, and raw clients do', async () => {
    const { server, url } = await startServer({ raw: true, info: { parsed: true } });
    server.command('/', (request) => ({ param: [Buffer.isBuffer(request.param)] }));
    const client = await connectClient(url, { raw: true });
    expect(client.serverInfo).toEqual({ parsed: true });
    expect((await client.call('/a', { param: { a: 1 } })).param).toEqual(Buffer.from('[true]'));
  });
});

test('password and info can be changed while it runs', async () => {
  const { server, url } = await startServer();
  const first = await connectClient(url);
  server.passwd = 'new';
  server.info = { version: 2 };
  await expect(makeClient().connect(url)).rejects.toMatchObject({ code: 'INVALID_PASSWORD' });
  expect(await makeClient().connect(url, { passwd: 'new' })).toEqual({ version: 2 });
  await first.ping();
});

test('an info that no packet can hold is refused where it is given', () => {
  const server = new Server();
  const info = '车'.repeat(100_000);
  expect(() => (server.info = info)).toThrow(expect.objectContaining({ code: 'PACKET_TOO_LARGE' }));
  expect(server.info).toBeUndefined();
  expect(() => new Server({ info })).toThrow(expect.objectContaining({ code: 'PACKET_TOO_LARGE' }));
});

test('a server can be started by a name, and both channels have its address', async () => {
  const server = new Server();
  await server.start({ host: 'localhost', port: 0 });
  onTestFinished(() => server.close());
  const client = await connectClient(`vsoa://127.0.0.1:${server.address?.port}`);
  const datagram = once(server, 'datagram');
  client.datagram('/a', { quick: true });
  await datagram;
  const nowhere = new Server().start({ host: 'no-such-host.invalid', port: 0 });
  await expect(nowhere).rejects.toMatchObject({ code: 'ERROR' });
});

test('TCP and UDP have the same port when the system chooses it', async () => {
  const { server, port } = await startServer();
  const peer = await RawPeer.connect(port);
  expect((await peer.handshake()).data).toHaveLength(4);
  expect(server.address).toEqual({ host: '127.0.0.1', port });
});

test('IPv6 works on both channels', async () => {
  const server = new Server();
  await server.start({ host: '::1', port: 0 });
  const client = await connectClient(`vsoa://[::1]:${server.address?.port}`);
  const remote = [...server.clients][0]!;
  const received = once(server, 'datagram');
  client.datagram('/a', { quick: true });
  await received;
  const answered = once(client, 'datagram');
  remote.datagram('/b', { quick: true });
  await answered;
  expect([remote.address.host, client.remoteAddress?.host]).toEqual(['::1', '::1']);
  await server.close();
});

test('close gives clients what is queued for them, and the server can start again on the same port', async () => {
  const { server, port, url } = await startServer();
  const client = await connectClient(url);
  await client.subscribe('/');
  let received = 0;
  client.on('message', () => (received += 1));
  const disconnected = once(client, 'disconnect');
  for (let count = 0; count < 100; count += 1) server.publish('/a');
  await server.close();
  expect(await disconnected).toMatchObject([{ code: 'CLOSED_BY_SERVER' }]);
  expect([received, server.address, server.clients.size]).toEqual([100, undefined, 0]);
  await server.start({ host: '127.0.0.1', port });
  await connectClient(url);
});

test('a close while it starts, or while it closes, ends in closed', async () => {
  const server = new Server();
  const started = server.start({ host: '127.0.0.1', port: 0 });
  await expect(server.start({ port: 0 })).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
  const closed = [server.close(), server.close()];
  await started;
  await Promise.all(closed);
  expect(server.address).toBeUndefined();
  await server.close();
});

test('a remote client tells what it has subscribed, and can be closed', async () => {
  const { server, url } = await startServer();
  const connected = once(server, 'connect');
  const client = await connectClient(url);
  const [remote] = await connected;
  const events: unknown[] = [];
  remote.on('subscribe', (urls: string[]) => events.push(urls));
  remote.on('unsubscribe', (urls: string[] | 'all') => events.push(urls));
  await client.subscribe('/a/');
  await client.subscribe(['/b', '/c']);
  expect(['/a/x', '/b', '/b/x'].map((topic) => remote.isSubscribed(topic))).toEqual([true, true, false]);
  await client.unsubscribe('/b');
  await client.unsubscribe();
  expect(events).toEqual([['/a/'], ['/b', '/c'], ['/b'], 'all']);
  const disconnected = once(client, 'disconnect');
  remote.close();
  expect(await disconnected).toMatchObject([{ code: 'CLOSED_BY_SERVER' }]);
  await until(() => remote.closed);
});
