import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { encodePacket, MAX_PACKET, PacketType, type RemoteClient, type Server } from '../../src/index.ts';
import { batchesOf } from '../../src/robot/subscriptions.ts';
import { MemoryTap, startServer, until } from '../support.ts';
import { answer, failureOf, inState, makeRobot, startRobot, startWelcoming } from './support.ts';

const { SUBSCRIBE, UNSUBSCRIBE, PINGECHO } = PacketType;

async function clientOf(server: Server): Promise<RemoteClient> {
  await until(() => server.clients.size === 1);
  const [client] = server.clients;
  if (client === undefined) throw new Error('no client');
  return client;
}

const statesOf = (states: ReadonlyMap<string, { name: string }>) =>
  Object.fromEntries([...states].map(([url, { name }]) => [url, name]));

describe('subscriptions of a robot', () => {
  test('are remembered while there is no connection, and made with it', async () => {
    const { server, url } = await startServer();
    const { robot } = makeRobot(url);
    await robot.subscribe('/one');
    await robot.subscribe(['/two', '/many/', '/two']);
    expect(statesOf(robot.subscriptions)).toEqual({ '/one': 'waiting', '/two': 'waiting', '/many/': 'waiting' });
    robot.start();
    const client = await clientOf(server);
    await until(() => [...robot.subscriptions.values()].every(({ name }) => name === 'subscribed'));
    expect([...client.subscriptions]).toEqual(['/one', '/two', '/many/']);
    const message = once(robot, 'message');
    server.publish('/many/x', { param: 1 });
    expect((await message)[0]).toMatchObject({ url: '/many/x', param: 1 });
  });

  test('are made again after each reconnect, before anything else is sent, in one packet', async () => {
    const { server, url, port } = await startServer();
    const tap = new MemoryTap();
    const { robot, clock } = await startRobot(url, { tap });
    robot.on('connect', () => robot.datagram('/hello'));
    await robot.subscribe('/a');
    await robot.subscribe(['/b', '/c/']);
    await robot.unsubscribe('/b');
    for (let round = 0; round < 3; round += 1) {
      await server.close();
      await inState(robot, 'waiting');
      expect(statesOf(robot.subscriptions)).toEqual({ '/a': 'waiting', '/c/': 'waiting' });
      await server.start({ host: '127.0.0.1', port });
      tap.packets.length = 0;
      clock.advance(1_000);
      const client = await clientOf(server);
      await until(() => client.subscriptions.size > 0);
      expect([...client.subscriptions]).toEqual(['/a', '/c/']);
      const sent = tap.packets.filter((packet) => packet.sent).map(({ type }) => type);
      expect(sent).toEqual([PacketType.SERVINFO, SUBSCRIBE, PacketType.DATAGRAM]);
    }
  });

  test('that a server refuses are visible, told, and asked for again after the next reconnect', async () => {
    const refused = new Set(['/bad', '/worse/']);
    const asked: string[][] = [];
    const url = await startWelcoming((packet, peer) => {
      if (packet.type === PINGECHO) answer(peer, packet);
      if (packet.type !== SUBSCRIBE) return;
      const urls: string[] = packet.urlLength > 0 ? [packet.url] : JSON.parse(packet.param.toString());
      asked.push(urls);
      answer(peer, packet, { status: urls.some((each) => refused.has(each)) ? 2 : 0 });
      if (urls.length === 1 && urls[0] === '/last') setImmediate(() => peer.socket.destroy());
    });
    const { robot, clock } = await startRobot(url);
    const failed = { code: 'REFUSED_BY_SERVER', status: 2 };
    await expect(robot.subscribe(['/a', '/b', '/bad', '/c', '/worse/'])).rejects.toMatchObject(failed);
    await expect(robot.subscribe('/bad')).rejects.toMatchObject(failed);
    expect(statesOf(robot.subscriptions)).toEqual({
      '/a': 'subscribed',
      '/b': 'subscribed',
      '/bad': 'failed',
      '/c': 'subscribed',
      '/worse/': 'failed',
    });
    expect(robot.subscriptions.get('/bad')).toMatchObject({ reason: failed });
    refused.delete('/worse/');
    await robot.subscribe('/last');
    await inState(robot, 'waiting');
    const error = once(robot, 'error');
    asked.length = 0;
    clock.advance(1_000);
    expect(await error).toMatchObject([failed]);
    expect(asked[0]).toEqual(['/a', '/b', '/bad', '/c', '/worse/', '/last']);
    expect(statesOf(robot.subscriptions)).toMatchObject({ '/bad': 'failed', '/worse/': 'subscribed' });
  });

  test('of which one cannot be are refused as a whole, and none is remembered', async () => {
    const { url } = await startServer();
    const { robot } = await startRobot(url);
    for (const bad of ['', 'a', `/${'é'.repeat(32_768)}`]) {
      await expect(robot.subscribe(['/good', bad])).rejects.toMatchObject({ code: 'INVALID_URL' });
    }
    expect(robot.subscriptions.size).toBe(0);
  });

  test('wait for the next connection where this one goes before the answer', async () => {
    let connections = 0;
    const url = await startWelcoming((packet, peer) => {
      if (packet.type !== SUBSCRIBE) return;
      connections += 1;
      if (connections === 1) peer.socket.destroy();
      else answer(peer, packet);
    });
    const { robot, clock } = await startRobot(url);
    await robot.subscribe(['/a', '/b']);
    expect(statesOf(robot.subscriptions)).toEqual({ '/a': 'waiting', '/b': 'waiting' });
    await inState(robot, 'waiting');
    clock.advance(1_000);
    await until(() => robot.subscriptions.get('/b')?.name === 'subscribed');
  });

  test('that are not answered in time count as failed', async () => {
    const url = await startWelcoming(() => undefined);
    const { robot, clock } = await startRobot(url);
    const failed = failureOf(robot.subscribe('/a', { timeout: 100 }));
    clock.advance(100);
    expect(await failed).toMatchObject({ code: 'TIMEOUT' });
    expect(robot.subscriptions.get('/a')).toMatchObject({ name: 'failed', reason: { code: 'TIMEOUT' } });
  });
});

describe('unsubscribe of a robot', () => {
  test('forgets and tells the server, of one, several or all by the list of what is known', async () => {
    const { server, url } = await startServer();
    const tap = new MemoryTap();
    const { robot } = await startRobot(url, { tap });
    const client = await clientOf(server);
    await robot.subscribe(['/a', '/b', '/c', '/d', '/e']);
    await robot.unsubscribe('/a');
    await robot.unsubscribe(['/b', '/unknown']);
    expect([...client.subscriptions]).toEqual(['/c', '/d', '/e']);
    await robot.unsubscribe();
    expect(client.subscriptions.size).toBe(0);
    expect(robot.subscriptions.size).toBe(0);
    await robot.unsubscribe();
    const sent = tap.packets.filter((packet) => packet.sent && packet.type === UNSUBSCRIBE);
    expect(sent.map(({ bytes }) => bytes.toString('latin1').slice(20).replaceAll('\0', ''))).toEqual([
      '/a',
      '/b',
      '["/c","/d","/e"]',
    ]);
  });

  test('without a connection only forgets', async () => {
    const { server, url } = await startServer();
    const { robot } = makeRobot(url);
    await robot.subscribe(['/a', '/b']);
    await robot.unsubscribe('/a');
    robot.start();
    const client = await clientOf(server);
    await until(() => client.subscriptions.size > 0);
    expect([...client.subscriptions]).toEqual(['/b']);
  });

  test('does not bother a server with what it refused', async () => {
    let unsubscribes = 0;
    const url = await startWelcoming((packet, peer) => {
      if (packet.type === UNSUBSCRIBE) unsubscribes += 1;
      answer(peer, packet, { status: packet.type === SUBSCRIBE ? 5 : 0 });
    });
    const { robot } = await startRobot(url);
    await expect(robot.subscribe('/a')).rejects.toMatchObject({ status: 5 });
    await robot.unsubscribe('/a');
    await robot.ping();
    expect(unsubscribes).toBe(0);
  });

  test('is told where the server refuses, but not where the connection goes', async () => {
    const url = await startWelcoming((packet, peer) => {
      if (packet.type === UNSUBSCRIBE && packet.url === '/b') peer.socket.destroy();
      else answer(peer, packet, { status: packet.type === UNSUBSCRIBE ? 2 : 0 });
    });
    const { robot } = await startRobot(url);
    await robot.subscribe(['/a', '/b']);
    await expect(robot.unsubscribe('/a')).rejects.toMatchObject({ code: 'REFUSED_BY_SERVER', status: 2 });
    await expect(robot.unsubscribe('/b')).resolves.toBeUndefined();
    expect(robot.subscriptions.size).toBe(0);
  });
});

describe('the packets of many urls', () => {
  test('are as few as can hold them, and each is within the limit', () => {
    const urls = Array.from({ length: 30_000 }, (_, index) => `/vehicle/"é中/${index}`);
    const batches = batchesOf(urls);
    expect(batches.flat()).toEqual(urls);
    const sizes = batches.map((batch) => encodePacket({ type: SUBSCRIBE, param: batch }).length);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(MAX_PACKET);
    expect(batches).toHaveLength(Math.ceil(sizes.reduce((sum, size) => sum + size, 0) / MAX_PACKET));
  });

  test('a url whose JSON would be too long goes by itself, as the url of its packet', () => {
    const long = `/${'\u0001'.repeat(65_000)}`;
    expect(batchesOf(['/a', long, '/b'])).toEqual([['/a'], [long], ['/b']]);
    expect(encodePacket({ type: SUBSCRIBE, url: long }).length).toBeLessThan(MAX_PACKET);
    expect(batchesOf([])).toEqual([]);
  });

  test('reach a server of ours', async () => {
    const { server, url } = await startServer({ limits: { subscriptionBytes: 16_777_216 } });
    const { robot } = makeRobot(url);
    await robot.subscribe(Array.from({ length: 30_000 }, (_, index) => `/vehicle/${index}`));
    robot.start();
    const client = await clientOf(server);
    await until(() => client.subscriptions.size === 30_000);
    expect(server.isSubscribed('/vehicle/29999')).toBe(true);
  });
});
