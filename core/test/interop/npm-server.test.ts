import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { Client, type Message, Status } from '../../src/index.ts';
import { Peer } from '../peer/peer.ts';
import { connectClient, makeClient, until } from '../support.ts';
import { PAYLOADS, PARAM as param, startServerPeer } from './peers.ts';

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
    for (const payload of PAYLOADS) {
      const { status, param: answered, data } = await client.call('/echo', payload);
      expect({ status, param: answered, data }).toEqual({
        status: 0,
        param: undefined,
        data: Buffer.alloc(0),
        ...payload,
      });
    }
  });

  test('hands over numbers, booleans and null, which it could not send itself', async () => {
    const { peer, url } = await startServerPeer();
    const client = await connectClient(url);
    for (const value of [0, -1.5, true, false, null]) {
      client.datagram('/value', { param: value });
      expect(await peer.heard('datagram')).toEqual({ datagram: { url: '/value', quick: false, param: value } });
    }
  });

  // Version 1.5.1 of the package crashes with its own option `rawParam`, so only one side is raw.
  test('gets and gives bytes in raw mode', async () => {
    const { url } = await startServerPeer();
    const client = await connectClient(url, { raw: true });
    const bytes = Buffer.from('{"spaces" : [1,  2]}');
    expect((await client.call('/echo', { param: bytes })).param).toEqual(Buffer.from('{"spaces":[1,2]}'));
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

    await client.subscribe('/');
    await peer.tell({ publish: '/any/thing', data: '01'.repeat(200_000) });
    await until(() => messages.length === 4);
    await peer.tell({ publish: '/any/quick', data: '02'.repeat(50_000), quick: true });
    await until(() => messages.length === 5);
    expect(messages.slice(3).map(({ url: topic, data, quick }) => [topic, data, quick])).toEqual([
      ['/any/thing', Buffer.alloc(200_000, 1), false],
      ['/any/quick', Buffer.alloc(50_000, 2), true],
    ]);
    await client.unsubscribe('/');

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
