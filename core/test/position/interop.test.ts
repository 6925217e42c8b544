import { describe, expect, onTestFinished, test } from 'vitest';
import { lookup } from '../../src/index.ts';
import { type Line, Peer } from '../peer/peer.ts';
import { makeClient, startServer } from '../support.ts';
import { startPositionServer, UdpPeer } from './support.ts';

describe('our lookup with the npm position server', () => {
  const table = [
    { name: 'Ecu', domain: 2, addr: '127.0.0.1', port: 3001, security: false },
    { name: 'ecu', domain: 10, addr: '::1', port: 3002, security: true },
  ];

  test('finds what the table has, by family, whatever the case', async () => {
    const { servers } = await startPositionPeer(table);
    const four = { host: '127.0.0.1', port: 3001, domain: 2, security: false };
    expect(await lookup('ecu', { servers })).toEqual(four);
    expect(await lookup('ECU', { servers, domain: 2 })).toEqual(four);
    expect(await lookup('ECU', { servers, domain: 10 })).toEqual({
      host: '::1',
      port: 3002,
      domain: 10,
      security: true,
    });
  });

  test('is told by its callback, and of names that nobody knows', async () => {
    const { servers, peer } = await startPositionPeer(table);
    expect(await lookup('dynamic', { servers })).toEqual({ host: '127.0.0.9', port: 9, domain: 2, security: true });
    expect(await lookup('nobody', { servers, domain: 10 })).toBeUndefined();
    expect([await peer.heard('query'), await peer.heard('query')]).toEqual([
      { query: 'dynamic', domain: 0 },
      { query: 'nobody', domain: 10 },
    ]);
  });

  test('leads our client to a server', async () => {
    const { port } = await startServer({ info: 'found' });
    const { servers } = await startPositionPeer([{ name: 'ecu', domain: 2, addr: '127.0.0.1', port, security: false }]);
    expect(await makeClient({ position: { servers } }).connect('vsoa://ECU')).toBe('found');
  });
});

describe('the npm client with our position server', () => {
  test('finds what the table and the callback know', async () => {
    const { server, address } = await startPositionServer({
      table: [{ name: 'ecu', host: '127.0.0.1', port: 3001 }],
      lookup: ({ name }) => (name === 'dynamic' ? { host: '::1', port: 9, security: true } : undefined),
    });
    const peer = startLookupPeer({ lookup: ['ECU', 'dynamic', 'nobody'] }, address);
    const lines = [await peer.heard('found'), await peer.heard('found'), await peer.heard('found')];
    const addresses = Object.fromEntries(lines.map(({ found, address: where }) => [String(found), where]));
    expect(addresses).toEqual({
      ECU: { name: 'ECU', addr: '127.0.0.1', port: 3001, domain: 2, security: false },
      dynamic: { name: 'dynamic', addr: '::1', port: 9, domain: 10, security: true },
      nobody: null,
    });
    expect([server.queries, server.notFound, server.malformed]).toEqual([3, 1, 0]);
  });

  test('is led to our server, past a position server that does not know it', async () => {
    const { port } = await startServer({ info: 'found' });
    const [empty, { address }] = await Promise.all([
      startPositionServer(),
      startPositionServer({ table: [{ name: 'ecu', host: '127.0.0.1', port }] }),
    ]);
    const peer = startLookupPeer({ connect: 'vsoa://ecu' }, `${empty.address},${address}`);
    expect(await peer.heard('connect')).toEqual({ connect: 'found' });
    expect(empty.server.notFound).toBe(1);
  });

  test('does not connect in the clear where we say that TLS is needed', async () => {
    const table = [{ name: 'ecu', host: '127.0.0.1', port: 1, security: true }];
    const { address } = await startPositionServer({ table });
    const peer = startLookupPeer({ connect: 'vsoa://ecu' }, address);
    expect(await peer.heard('connectError')).toEqual({ connectError: 'Secure connection is required!' });
  });
});

async function startPositionPeer(table: Line[]) {
  const free = await UdpPeer.open();
  const { port } = free.socket.address();
  await free.close();
  const peer = new Peer('vsoa-position.cjs', { port, table });
  onTestFinished(() => peer.kill());
  await peer.heard('ready');
  return { peer, servers: `127.0.0.1:${port}` };
}

function startLookupPeer(options: Line, servers: string) {
  const peer = new Peer('vsoa-lookup.cjs', options, { VSOA_POS_SERVER: servers });
  onTestFinished(() => peer.kill());
  return peer;
}
