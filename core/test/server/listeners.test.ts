import { expect, test } from 'vitest';
import { lookup, PositionServer, Status, WorkQueue } from '../../src/index.ts';
import { connectClient, startServer, uncaught, until } from '../support.ts';

test('listeners of a server that throw keep no client from its answer, and nothing from being told once', async () => {
  const thrown = uncaught();
  const { server, url } = await startServer();
  server.on('connect', (client) => {
    client.on('subscribe', () => {
      throw new Error('subscribe');
    });
    client.on('unsubscribe', () => {
      throw new Error('unsubscribe');
    });
    throw new Error('connect');
  });
  server.on('error', ({ cause }) => {
    throw new Error(`error: ${cause instanceof Error ? cause.message : ''}`);
  });
  server.on('disconnect', () => {
    throw new Error('disconnect');
  });
  server.command('/rejects', () => Promise.reject(new Error('no')));
  server.command('/large', () => Promise.resolve({ param: 'x'.repeat(300_000) }));
  const client = await connectClient(url);
  await client.subscribe('/a');
  await client.unsubscribe('/a');
  expect((await client.call('/rejects')).status).toBe(Status.NO_RESPONDING);
  expect((await client.call('/large')).status).toBe(Status.NO_MEMORY);
  await client.disconnect();
  await until(() => thrown.includes('disconnect'));
  expect(thrown).toEqual([
    'connect',
    'subscribe',
    'unsubscribe',
    'error: no',
    expect.stringContaining('error: the packet has'),
    'disconnect',
  ]);
});

test('a listener of a work queue, or of a position server, that throws keeps nobody from an answer', async () => {
  const thrown = uncaught();
  const positions = new PositionServer({ lookup: ({ name }) => Promise.reject(new Error(name)) });
  positions.on('error', () => {
    throw new Error('position error');
  });
  positions.on('query', () => {
    throw new Error('query');
  });
  await positions.start({ host: '127.0.0.1', port: 0 });
  expect(await lookup('ecu', { servers: `127.0.0.1:${positions.address?.port}` })).toBeUndefined();
  await positions.close();
  const queue = new WorkQueue();
  queue.on('error', () => {
    throw new Error('job');
  });
  queue.add(() => {
    throw new Error('no');
  });
  const second = new Promise<void>((resolve) => {
    queue.add(resolve);
  });
  await second;
  expect(thrown).toEqual(['position error', 'query', 'job']);
});
