import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { fetch, PacketType, type ServerOptions } from '../src/index.ts';
import { FakeClock } from './fake-clock.ts';
import { startPositionServer } from './position/support.ts';
import { MemoryTap, startRaw, startServer, until } from './support.ts';

async function startEcho(options: ServerOptions = {}) {
  const started = await startServer({ info: { name: 'ecu' }, ...options });
  started.server.command('/echo/', ({ url, method, param, data }) => ({
    param: { url, method, got: JSON.stringify(param) },
    data,
  }));
  started.server.command('/silent', () => new Promise(() => undefined));
  return started;
}

test('asks once, and leaves nothing open', async () => {
  const { server, url } = await startEcho({ passwd: 'p' });
  const tap = new MemoryTap();
  const left = once(server, 'disconnect');
  const data = Buffer.from('data');
  const reply = await fetch(`${url}/echo/a`, { passwd: 'p', method: 'SET', param: [1], data, tap, label: 'once' });
  expect(reply).toMatchObject({
    status: 0,
    param: { url: '/echo/a', method: 'SET', got: '[1]' },
    data,
    serverInfo: { name: 'ecu' },
  });
  await left;
  expect(server.clients.size).toBe(0);
  expect(tap.packets.map(({ type }) => type)).toEqual([
    PacketType.SERVINFO,
    PacketType.SERVINFO,
    PacketType.RPC,
    PacketType.RPC,
  ]);
  expect(new Set(tap.packets.map(({ label }) => label))).toEqual(new Set(['once']));
});

test('a server that does not close its end does not make it last longer than was given', async () => {
  const clock = new FakeClock();
  const url = await startRaw(async (peer) => {
    // Read on, and never ended from this side.
    peer.socket.allowHalfOpen = true;
    const { seqno } = await peer.next();
    peer.send({ type: PacketType.SERVINFO, flags: 1, seqno, data: Buffer.alloc(4) });
    const request = await peer.next();
    clock.advance(400);
    peer.send({ type: PacketType.RPC, flags: 1, seqno: request.seqno });
    peer.socket.once('end', () => clock.advance(100));
  });
  await expect(fetch(`${url}/a`, { clock, timeout: 500 })).resolves.toMatchObject({ status: 0 });
  expect(clock.now()).toBe(500);
});

test('a status that is not 0 is a reply too', async () => {
  const { url } = await startEcho();
  expect(await fetch(`${url}/other`)).toMatchObject({ status: 3, serverInfo: { name: 'ecu' } });
});

test('goes where the position server says', async () => {
  const { port } = await startEcho();
  const { address } = await startPositionServer({ table: [{ name: 'ecu', host: '127.0.0.1', port }] });
  expect(await fetch('vsoa://ecu/echo/', { position: { servers: address } })).toMatchObject({ status: 0 });
});

test.each(['vsoa://127.0.0.1:3005', 'vsoa://127.0.0.1/echo', 'http://127.0.0.1/echo'])('refuses %s', async (url) => {
  await expect(fetch(url)).rejects.toMatchObject({ code: 'INVALID_URL' });
});

describe('it fails, and nothing stays open, where', () => {
  test('the password is wrong', async () => {
    const { server, url } = await startEcho({ passwd: 'p' });
    await expect(fetch(`${url}/echo/`, { passwd: 'q' })).rejects.toMatchObject({ code: 'INVALID_PASSWORD' });
    expect(server.clients.size).toBe(0);
  });

  test('nobody listens', async () => {
    const { server, url } = await startEcho();
    await server.close();
    await expect(fetch(`${url}/echo/`)).rejects.toMatchObject({ code: 'UNREACHABLE' });
  });

  test('what is to be sent cannot be', async () => {
    const { server, url } = await startEcho();
    const left = once(server, 'disconnect');
    await expect(fetch(`${url}/echo/`, { data: Buffer.alloc(300_000) })).rejects.toMatchObject({
      code: 'PACKET_TOO_LARGE',
    });
    await left;
  });

  test('it is aborted while the server thinks', async () => {
    const { server, url } = await startEcho();
    const left = once(server, 'disconnect');
    const abort = new AbortController();
    const failed = fetch(`${url}/silent`, { signal: abort.signal }).catch((error: unknown) => error);
    await until(() => server.clients.size === 1);
    abort.abort('enough');
    expect(await failed).toMatchObject({ code: 'ABORTED', cause: 'enough' });
    await left;
  });

  test('it is aborted before it begins', async () => {
    const { server, url } = await startEcho();
    server.on('connect', () => expect.unreachable());
    await expect(fetch(`${url}/echo/`, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'ABORTED' });
  });

  test('the server never answers the handshake', async () => {
    const clock = new FakeClock();
    const url = await startRaw((peer) => void peer.next().then(() => clock.advance(10_000)));
    await expect(fetch(`${url}/echo/`, { clock })).rejects.toMatchObject({ code: 'SERVER_NO_RESPONDING' });
    expect(clock.timers).toBe(0);
  });

  test('the time is over, of which connecting has its share', async () => {
    const clock = new FakeClock();
    const url = await startRaw(async (peer) => {
      const { seqno } = await peer.next();
      clock.advance(400);
      peer.send({ type: PacketType.SERVINFO, flags: 1, seqno, data: Buffer.alloc(4) });
      await peer.next();
      clock.advance(600);
    });
    await expect(fetch(`${url}/silent`, { clock, timeout: 1_000 })).rejects.toMatchObject({ code: 'TIMEOUT' });
    expect(clock.timers).toBe(0);
  });

  test('the server leaves instead of answering', async () => {
    const url = await startRaw(async (peer) => {
      const { seqno } = await peer.next();
      peer.send({ type: PacketType.SERVINFO, flags: 1, seqno, data: Buffer.alloc(4) });
      await peer.next();
      peer.socket.end();
    });
    await expect(fetch(`${url}/a`)).rejects.toMatchObject({ code: 'CLOSED_BY_SERVER' });
  });
});
