import { once } from 'node:events';
import { describe, expect, onTestFinished, test } from 'vitest';
import { Client, type JsonValue, type Message, Status } from '../src/index.ts';
import { type Line, Peer } from './peer/peer.ts';
import { connectClient, makeClient, startServer, until } from './support.ts';

const param: JsonValue = { text: 'é中😀', list: [1, 2.5, null, true], nested: { a: '' } };

async function startServerPeer(options: Line = {}) {
  const peer = new Peer('vsoa-server.cjs', options);
  onTestFinished(() => peer.kill());
  const { port } = await peer.heard('ready');
  return { peer, url: `vsoa://127.0.0.1:${String(port)}` };
}

function startClientPeer(port: number, options: Line = {}) {
  const peer = new Peer('vsoa-client.cjs', { port, ...options });
  onTestFinished(() => peer.kill());
  return peer;
}

describe('our client with the npm server', () => {
  test('connects with the right password, and is told its id and the server info', async () => {
    const { url } = await startServerPeer({ passwd: '123456', info: { name: 'ECU', n: 1 } });
    const client = makeClient();
    expect(await client.connect(url, { passwd: '123456' })).toEqual({ name: 'ECU', n: 1 });
    expect(client.clientId).toBeTypeOf('number');
  });

  test.each([{}, { passwd: 'wrong' }])('is refused with %j', async (options) => {
    const { url } = await startServerPeer({ passwd: '123456' });
    const client = makeClient();
    await expect(client.connect(url, options)).rejects.toMatchObject({
      name: 'ConnectError',
      code: 'INVALID_PASSWORD',
    });
    expect(client.state).toBe('closed');
  });

  test('gets back every kind of payload', async () => {
    const { url } = await startServerPeer();
    const client = await connectClient(url);
    const data = Buffer.from([0, 1, 255]);
    expect(await client.call('/echo', { param })).toMatchObject({ param, status: 0 });
    expect(await client.call('/echo', { param: 'text' })).toMatchObject({ param: 'text' });
    expect(await client.call('/echo', { param: [1, 'x'], data })).toMatchObject({ param: [1, 'x'], data });
    const onlyData = await client.call('/echo', { data });
    expect(onlyData.param).toBeUndefined();
    expect(onlyData.data).toEqual(data);
    const nothing = await client.call('/echo');
    expect(nothing.paramBytes).toHaveLength(0);
    const large = { param: 'x'.repeat(100_000), data: Buffer.alloc(100_000, 7) };
    expect(await client.call('/echo', large)).toMatchObject(large);
  });

  test('tells GET from SET, finds routes below a prefix, and hands statuses over', async () => {
    const { url } = await startServerPeer();
    const client = await connectClient(url);
    expect((await client.call('/method')).param).toEqual({ method: 'GET' });
    expect((await client.call('/method', { method: 'SET' })).param).toEqual({ method: 'SET' });
    expect((await client.call('/under/a/b')).param).toEqual({ url: '/under/a/b' });
    expect((await client.call('/status/130')).status).toBe(130);
    expect((await client.call('/none')).status).toBe(Status.INVALID_URL);
    expect(await client.ping()).toBeGreaterThan(0);
  });

  test('gets what is published on both channels on one, many and all urls, until it unsubscribes', async () => {
    const { peer, url } = await startServerPeer();
    const client = await connectClient(url);
    await client.subscribe('/one');
    await client.subscribe(['/many/', '/other']);
    const messages: Message[] = [];
    client.on('message', (message) => messages.push(message));
    const seen = () => messages.map((message) => [message.url, message.param, message.quick]);

    await peer.tell({ publish: '/one', param });
    await peer.tell({ publish: '/ones', param });
    await peer.tell({ publish: '/many/a', param: 'x', data: '00ff' });
    await until(() => messages.length === 2);
    await peer.tell({ publish: '/other', param: [1], quick: true });
    await until(() => messages.length === 3);
    expect(seen()).toEqual([
      ['/one', param, false],
      ['/many/a', 'x', false],
      ['/other', [1], true],
    ]);
    expect(messages[1]?.data).toEqual(Buffer.from([0, 255]));

    await client.unsubscribe('/one');
    expect(await peer.tell({ subscribed: '/one' })).toEqual({ done: 'subscribed' });
    expect(await peer.heard('subscribed')).toEqual({ subscribed: false });
    await client.unsubscribe();
    await peer.tell({ subscribed: '/many/a' });
    expect(await peer.heard('subscribed')).toEqual({ subscribed: false });
  });

  test('exchanges datagrams on both channels and hears its priority', async () => {
    const { peer, url } = await startServerPeer();
    const client = await connectClient(url);
    for (const quick of [false, true]) {
      expect(client.datagram('/up', { param, data: Buffer.from('hi'), quick })).toBe(true);
      expect(await peer.heard('datagram')).toEqual({ datagram: { url: '/up', quick, param, data: '6869' } });
      const received = once(client, 'datagram');
      await peer.tell({ datagram: '/down', param: { quick }, quick });
      const [message] = await received;
      expect([message.url, message.param, message.quick]).toEqual(['/down', { quick }, quick]);
    }
    const priority = once(client, 'priority');
    await peer.tell({ priority: 5 });
    expect(await priority).toEqual([5]);
  });

  test('a kill of the server ends the calls that wait, once, and tells why', async () => {
    const { peer, url } = await startServerPeer();
    const client = await connectClient(url);
    const call = client.call('/silent');
    // Answered after the call was read: bytes that a killed process has not read would make it a reset.
    await client.ping();
    const disconnected = once(client, 'disconnect');
    await Promise.all([peer.kill(), expect(call).rejects.toMatchObject({ code: 'CLOSED_BY_SERVER' })]);
    expect(await disconnected).toMatchObject([{ code: 'CLOSED_BY_SERVER' }]);
    expect(client.state).toBe('closed');
  });
});

describe('the npm client with our server', () => {
  test('connects with the right password only', async () => {
    const { port } = await startServer({ passwd: '123456', info: { name: 'ours' } });
    const right = startClientPeer(port, { passwd: '123456' });
    expect(await right.heard('connect')).toEqual({ connect: { name: 'ours' } });
    const wrong = startClientPeer(port, { passwd: 'wrong' });
    expect(await wrong.heard('connectError')).toEqual({ connectError: Status.PASSWORD });
  });

  test('gets answers with every kind of payload, status and route', async () => {
    const { server, port } = await startServer({ info: 'text' });
    server.command('/echo', (request) => ({ param: request.param, data: request.data }));
    server.command('/a/', (request) => ({ param: { url: request.url, method: request.method } }));
    server.command('/later', async () => ({ param: 'later', status: 0 }));
    server.command('/own', () => ({ status: 200 }));
    server.command('/stream', () => ({ tunnelId: 1234 }));
    const peer = startClientPeer(port);
    expect(await peer.heard('connect')).toEqual({ connect: 'text' });
    const call = (command: Line) => peer.tell(command);
    expect(await call({ call: '/echo', param, data: '00ff' })).toMatchObject({ param, data: '00ff' });
    expect(await call({ call: '/a/b', method: 'SET' })).toMatchObject({ param: { url: '/a/b', method: 'SET' } });
    expect(await call({ call: '/later' })).toMatchObject({ param: 'later' });
    expect(await call({ call: '/own' })).toMatchObject({ status: 200 });
    expect(await call({ call: '/none' })).toMatchObject({ status: Status.INVALID_URL });
    expect(await call({ call: '/stream' })).toMatchObject({ tunid: 1234 });
    expect(await call({ ping: true })).toEqual({ done: 'ping' });
  });

  test('gets publishes and datagrams on both channels, and its datagrams reach us on both', async () => {
    const { server, port } = await startServer();
    const connected = once(server, 'connect');
    const peer = startClientPeer(port);
    const [client] = await connected;
    await peer.heard('connect');
    expect(await peer.tell({ subscribe: ['/a/', '/b'] })).toEqual({ done: 'subscribe' });
    expect([...client.subscriptions]).toEqual(['/a/', '/b']);
    for (const quick of [false, true]) {
      expect(server.publish('/a/x', { param, data: Buffer.from('hi'), quick })).toBe(true);
      expect(await peer.heard('message')).toEqual({ message: { url: '/a/x', quick, param, data: '6869' } });
      expect(client.datagram('/down', { param: { quick }, quick })).toBe(true);
      expect(await peer.heard('datagram')).toEqual({ datagram: { url: '/down', quick, param: { quick } } });
      const received = once(server, 'datagram');
      await peer.tell({ datagram: '/up', param, data: '00', quick });
      const [from, message] = await received;
      expect(from).toBe(client);
      expect([message.url, message.param, message.quick]).toEqual(['/up', param, quick]);
    }
    await peer.tell({ unsubscribe: '/b' });
    expect([...client.subscriptions]).toEqual(['/a/']);
    await peer.tell({ unsubscribe: null });
    expect(server.isSubscribed('/a/x')).toBe(false);
  });

  test('a kill of the client is seen', async () => {
    const { server, port } = await startServer();
    const peer = startClientPeer(port);
    await peer.heard('connect');
    const left = once(server, 'disconnect');
    await peer.kill();
    await left;
    expect(server.clients.size).toBe(0);
  });
});

test('a client can connect again after its server was killed and started anew', async () => {
  const client = new Client();
  for (let round = 0; round < 2; round += 1) {
    const peer = new Peer('vsoa-server.cjs', {});
    const { port } = await peer.heard('ready');
    await client.connect(`vsoa://127.0.0.1:${String(port)}`);
    const disconnected = once(client, 'disconnect');
    await peer.kill();
    await disconnected;
    expect(client.state).toBe('closed');
  }
});
