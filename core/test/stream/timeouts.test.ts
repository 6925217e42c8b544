import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { FakeClock } from '../fake-clock.ts';
import { until } from '../support.ts';
import { failure, linked, offer, rawClient, StreamTap } from './support.ts';

const MUCH = 20_000_000;

test('without timeouts a silent peer is waited for', async () => {
  const clock = new FakeClock();
  const { server } = await linked({}, { clock });
  expect([server.idleTimeout, server.sendTimeout, server.keepAlive]).toEqual([Infinity, Infinity, false]);
  server.write(Buffer.alloc(MUCH));
  expect(clock.timers).toBe(0);
});

test('a stream on which nothing moves for idleTimeout fails with TIMEOUT', async () => {
  const clock = new FakeClock();
  const tap = new StreamTap();
  const { server, client } = await linked({ idleTimeout: 1_000 }, { clock, tap });
  server.resume();
  clock.advance(900);
  client.write('alive');
  await until(() => server.receivedBytes === 5);
  clock.advance(900);
  await turn();
  server.write('me too');
  await until(() => server.writableLength === 0);
  clock.advance(900);
  await turn();
  expect(server.destroyed).toBe(false);
  clock.advance(100);
  expect(await failure(server)).toMatchObject({ code: 'TIMEOUT' });
  expect(await failure(client)).toMatchObject({ code: 'CONNECTION_LOST' });
  await until(() => server.closed);
  expect(tap.events.at(-1)?.event).toMatchObject({ kind: 'STREAM_CLOSE', error: 'TIMEOUT' });
  expect(clock.timers).toBe(0);
});

test('a peer that takes nothing for sendTimeout is an error; one that has nothing to take is none', async () => {
  const clock = new FakeClock();
  const server = await offer({ sendTimeout: 1_000 }, { clock });
  await rawClient(server.tunnelId);
  await until(() => server.linked);
  clock.advance(5_000);
  await turn();
  expect(server.destroyed).toBe(false);
  server.write(Buffer.alloc(MUCH));
  await until(() => {
    clock.advance(500);
    return server.destroyed;
  });
  expect(await failure(server)).toMatchObject({ code: 'SEND_TIMEOUT' });
});

test('a peer that takes a large write slowly is no stalled peer', async () => {
  const clock = new FakeClock();
  const server = await offer({ sendTimeout: 1_000 }, { clock });
  const raw = await rawClient(server.tunnelId);
  await until(() => server.linked);
  server.write(Buffer.alloc(MUCH));
  while (raw.bytesRead < MUCH) {
    const before = server.sentBytes;
    await until(() => {
      raw.read();
      return server.sentBytes > before || raw.bytesRead === MUCH;
    });
    clock.advance(900);
    await turn();
    expect(server.errored).toBe(null);
  }
});

test('the times can be changed while the stream runs, and must be times', async () => {
  const clock = new FakeClock();
  const { server } = await linked({}, { clock });
  server.keepAlive = 5_000;
  server.keepAlive = false;
  expect(() => {
    server.keepAlive = 0;
  }).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }));
  expect(() => {
    server.idleTimeout = -1;
  }).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }));
  server.idleTimeout = 500;
  server.idleTimeout = Infinity;
  expect(clock.timers).toBe(0);
  server.idleTimeout = 700;
  clock.advance(700);
  expect(await failure(server)).toMatchObject({ code: 'TIMEOUT' });
});
