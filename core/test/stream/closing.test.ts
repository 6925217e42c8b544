import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { FakeClock } from '../fake-clock.ts';
import { until } from '../support.ts';
import { closed, failure, linked, offer, open, rawClient, StreamTap, textOf } from './support.ts';

const MUCH = 20_000_000;

describe.each([{ secure: false }, { secure: true }])(
  'what was written arrives before the end ($secure)',
  ({ secure }) => {
    test.each(['end', 'destroy', 'close'] as const)('of %s', async (how) => {
      const { server, client } = await linked({ secure });
      for (let chunk = 0; chunk < 20; chunk += 1) server.write(Buffer.alloc(MUCH / 20, chunk));
      void server[how]();
      let received = 0;
      for await (const chunk of client) received += chunk.length;
      expect(received).toBe(MUCH);
      if (how === 'end') server.resume();
      await closed(server);
      expect(server.sentBytes).toBe(MUCH);
      expect(server.errored).toBe(null);
    });

    test('of a destroy while the peer is sending, too', async () => {
      const { server, client } = await linked({ secure });
      client.write(Buffer.alloc(MUCH));
      server.write(Buffer.alloc(MUCH));
      server.destroy();
      let received = 0;
      for await (const chunk of client) received += chunk.length;
      expect(received).toBe(MUCH);
    });

    test('of a loop that is left', async () => {
      const { server, client } = await linked({ secure });
      client.write('go');
      server.write(Buffer.alloc(MUCH));
      for await (const chunk of server) {
        expect(String(chunk)).toBe('go');
        break;
      }
      expect(server.destroyed).toBe(true);
      let received = 0;
      for await (const chunk of client) received += chunk.length;
      expect(received).toBe(MUCH);
    });
  },
);

test('what is held back by cork arrives too', async () => {
  const { server, client } = await linked();
  server.cork();
  server.cork();
  server.write('held ');
  server.write('back');
  server.destroy();
  expect(await textOf(client)).toBe('held back');
});

test('callbacks of writes that a destroy overtook are called when they are done', async () => {
  const { server, client } = await linked();
  const outcomes: unknown[] = [];
  for (let chunk = 0; chunk < 20; chunk += 1) server.write(Buffer.alloc(1_000_000), (error) => outcomes.push(error));
  server.destroy();
  client.allowHalfOpen = false;
  client.resume();
  await closed(server);
  expect(outcomes).toHaveLength(20);
  expect(outcomes.every((error) => !error)).toBe(true);
});

test('a write callback that always writes more does not keep a destroyed stream alive', async () => {
  const { server, client } = await linked();
  const again = (error?: Error | null) => {
    if (!error) server.write(Buffer.alloc(1_000), again);
  };
  again();
  server.write('x'.repeat(MUCH));
  server.destroy();
  client.allowHalfOpen = false;
  client.resume();
  await closed(server);
  expect(server.errored).toBe(null);
});

test('nothing is read any more from a stream that is closed, and close resolves when the peer has ended', async () => {
  const { server, client } = await linked();
  const got: Buffer[] = [];
  server.on('data', (chunk: Buffer) => got.push(chunk));
  const over = server.close();
  client.write('too late');
  await textOf(client);
  client.end();
  await over;
  expect(server.closed).toBe(true);
  expect(got).toEqual([]);
  await server.close();
});

test('a peer that takes nothing of what was written has as long as linger, then it is lost, which is told', async () => {
  const clock = new FakeClock();
  const tap = new StreamTap();
  const server = await offer({}, { clock, tap });
  const raw = await rawClient(server.tunnelId);
  await until(() => server.linked);
  server.write(Buffer.alloc(MUCH));
  const over = server.close({ linger: 3_000 });
  expect(raw.readableFlowing).toBe(null);
  await until(() => {
    clock.advance(1_000);
    return server.closed;
  });
  await over;
  expect(await failure(server)).toMatchObject({ code: 'SEND_TIMEOUT' });
  const { sentBytes } = server;
  expect(sentBytes).toBeLessThan(MUCH);
  expect(tap.events.at(-1)?.event).toMatchObject({ kind: 'STREAM_CLOSE', error: 'SEND_TIMEOUT', sentBytes });
});

test('a peer that took everything and does not end is left after linger, which is no failure', async () => {
  const clock = new FakeClock();
  const server = await offer({}, { clock });
  const raw = await rawClient(server.tunnelId);
  await until(() => server.linked);
  server.write('all');
  const text = textOf(raw);
  const over = server.close({ linger: 3_000 });
  expect(await text).toBe('all');
  clock.advance(6_000);
  await over;
  expect(server.errored).toBe(null);
});

test.each([{ secure: false }, { secure: true }])('linger 0 closes at once by a reset ($secure)', async ({ secure }) => {
  const { server, client } = await linked({ secure });
  let failures = 0;
  server.on('error', () => (failures += 1));
  server.write(Buffer.alloc(MUCH));
  await server.close({ linger: 0 });
  expect(failures).toBe(0);
  client.resume();
  expect(await failure(client)).toMatchObject({ code: 'CONNECTION_LOST' });
});

test('a peer that resets while we wait for it is told only where something is lost', async () => {
  const lossless = await offer();
  const patient = await rawClient(lossless.tunnelId);
  await until(() => lossless.linked);
  const over = lossless.close();
  patient.resume();
  await once(patient, 'end');
  patient.resetAndDestroy();
  await over;
  expect(lossless.errored).toBe(null);

  const lossy = await offer();
  const rude = await rawClient(lossy.tunnelId);
  await until(() => lossy.linked);
  lossy.write(Buffer.alloc(MUCH));
  const gone = lossy.close();
  rude.resetAndDestroy();
  await gone;
  expect(lossy.errored).toMatchObject({ code: 'CONNECTION_LOST' });
});

test('who waits for a write that a reset overtook is told that it was not sent', async () => {
  const { server } = await linked();
  const outcome = new Promise((resolve) => server.write(Buffer.alloc(MUCH), resolve));
  await server.close({ linger: 0 });
  expect(await outcome).toMatchObject({ code: 'ABORTED' });
});

test('an offer that is closed is one no more', async () => {
  const server = await offer();
  await server.close();
  await expect(open(server.tunnelId)).rejects.toMatchObject({ code: 'UNREACHABLE' });
});
