import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { Status } from '../../src/index.ts';
import type { Line } from '../peer/peer.ts';
import { startServer } from '../support.ts';
import { PAYLOADS, PARAM as param, startClientPeer } from './peers.ts';

describe('the npm client with our server', () => {
  test('connects with the right password only', async () => {
    const { port } = await startServer({ passwd: '123456', info: { name: 'ours' } });
    const right = startClientPeer(port, { passwd: '123456' });
    expect(await right.heard('connect')).toEqual({ connect: { name: 'ours' } });
    const wrong = startClientPeer(port, { passwd: 'wrong' });
    expect(await wrong.heard('connectError')).toEqual({ connectError: Status.PASSWORD });
  });

  test('gets back every kind of payload', async () => {
    const { server, port } = await startServer({ info: 'text' });
    server.command('/echo', (request) => ({ param: request.param, data: request.data }));
    const peer = startClientPeer(port);
    expect(await peer.heard('connect')).toEqual({ connect: 'text' });
    for (const { data, ...payload } of PAYLOADS) {
      const sent = { ...payload, ...(data && { data: data.toString('hex') }) };
      expect(await peer.tell({ call: '/echo', ...sent })).toEqual({ done: 'call', tunid: 0, ...sent });
    }
  });

  test('gets and gives bytes in our raw mode', async () => {
    const { server, port } = await startServer({ raw: true });
    server.command('/echo', (request) => ({ param: request.param }));
    server.command('/raw', ({ param: bytes }) => ({ param: { raw: Buffer.isBuffer(bytes) } }));
    const peer = startClientPeer(port);
    await peer.heard('connect');
    expect(await peer.tell({ call: '/echo', param })).toMatchObject({ param });
    expect(await peer.tell({ call: '/raw', param })).toMatchObject({ param: { raw: true } });
  });

  test('gets answers of every status and route, and pings', async () => {
    const { server, port } = await startServer();
    server.command('/a/', (request) => ({ param: { url: request.url, method: request.method } }));
    server.command('/later', async () => ({ param: 'later', status: 0 }));
    server.command('/own', () => ({ status: 200 }));
    server.command('/stream', () => ({ tunnelId: 1234 }));
    const peer = startClientPeer(port);
    await peer.heard('connect');
    const call = (command: Line) => peer.tell(command);
    expect(await call({ call: '/a/b', method: 'SET' })).toMatchObject({ param: { url: '/a/b', method: 'SET' } });
    expect(await call({ call: '/a' })).toMatchObject({ param: { url: '/a', method: 'GET' } });
    expect(await call({ call: '/later' })).toMatchObject({ param: 'later' });
    expect(await call({ call: '/own' })).toMatchObject({ status: 200 });
    expect(await call({ call: '/stream' })).toMatchObject({ tunid: 1234 });
    expect(await call({ call: '/none' })).toMatchObject({ status: Status.INVALID_URL });
    server.command('/', ({ url }) => ({ param: url }));
    expect(await call({ call: '/none' })).toMatchObject({ param: '/none' });
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
    await peer.tell({ subscribe: '/' });
    for (const quick of [false, true]) {
      server.publish('/any/thing', { data: Buffer.alloc(50_000, 1), quick });
      expect(await peer.heard('message')).toEqual({ message: { url: '/any/thing', quick, data: '01'.repeat(50_000) } });
    }
    await peer.tell({ unsubscribe: '/' });
    expect([...client.subscriptions]).toEqual(['/a/', '/b']);
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
