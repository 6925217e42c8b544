import { createHash } from 'node:crypto';
import { getEventListeners, setMaxListeners } from 'node:events';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { connectClient, startServer, until } from '../support.ts';
import { closed, linked, sourceOf } from './support.ts';

const MIB = 1_048_576;

test.each([{ secure: false }, { secure: true }])(
  '64 MiB each way at once arrive as they were sent ($secure)',
  async ({ secure }) => {
    const { server, client } = await linked({ secure });
    const sources = { server: sourceOf(64 * MIB, 1), client: sourceOf(64 * MIB, 2) };
    const hashes = { server: createHash('sha256'), client: createHash('sha256') };
    await Promise.all([
      pipeline(sources.server.source, server),
      pipeline(sources.client.source, client),
      pipeline(client, hashes.server),
      pipeline(server, hashes.client),
    ]);
    expect(hashes.server.digest('hex')).toBe(sources.server.sha256());
    expect(hashes.client.digest('hex')).toBe(sources.client.sha256());
    await Promise.all([closed(server), closed(client)]);
  },
  30_000,
);

test.each([{ secure: false }, { secure: true }])(
  'a slow reader makes the writer wait, and memory stays flat ($secure)',
  async ({ secure }) => {
    const { server, client } = await linked({ secure });
    const { source, sha256 } = sourceOf(256 * MIB, 3);
    const hash = createHash('sha256');
    let mostWaiting = 0;
    let mostMemory = 0;
    const slow = new Writable({
      highWaterMark: 1,
      write(chunk: Buffer, _, done) {
        hash.update(chunk);
        mostWaiting = Math.max(mostWaiting, server.writableLength, client.readableLength);
        mostMemory = Math.max(mostMemory, process.memoryUsage().arrayBuffers);
        setImmediate(done);
      },
    });
    const before = process.memoryUsage().arrayBuffers;
    await Promise.all([pipeline(source, server), pipeline(client, slow)]);
    expect(hash.digest('hex')).toBe(sha256());
    // A chunk of the source may be 1 MB, and is taken whole.
    expect(mostWaiting).toBeLessThan(server.writableHighWaterMark + 2 * MIB);
    expect(mostMemory - before).toBeLessThan(100 * MIB);
  },
  30_000,
);

test('a reader that stops makes the writer stop', async () => {
  const { server, client } = await linked();
  const { source } = sourceOf(256 * MIB, 4);
  source.pipe(server);
  client.once('data', () => client.pause());
  let sent = -1;
  await until(() => {
    const stands = server.writableNeedDrain && server.sentBytes === sent;
    sent = server.sentBytes;
    return stands;
  });
  expect(server.sentBytes).toBeLessThan(64 * MIB);
  expect(client.readableLength).toBeLessThan(client.readableHighWaterMark + MIB);
});

test('many small writes are sent together', async () => {
  const { server, client } = await linked();
  const hash = createHash('sha256');
  for (let index = 0; index < 100_000; index += 1) {
    server.write(`${index},`);
    hash.update(`${index},`);
  }
  server.end();
  const received = createHash('sha256');
  await pipeline(client, received);
  expect(received.digest('hex')).toBe(hash.digest('hex'));
}, 30_000);

test('10,000 streams that open and close leave nothing behind', async () => {
  const { server, url } = await startServer();
  const client = await connectClient(url);
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const { signal } = new AbortController();
  setMaxListeners(200, signal);
  const openAndClose = async () => {
    const offered = await server.createStream({ signal });
    const opened = await client.createStream(offered.tunnelId, { signal });
    opened.end('x');
    offered.end('y');
    opened.resume();
    offered.resume();
    await Promise.all([closed(opened), closed(offered)]);
  };
  const round = async (count: number) => {
    for (let index = 0; index < count; index += 50) await Promise.all(Array.from({ length: 50 }, openAndClose));
    collect();
  };
  await round(1_000);
  const before = { handles: handles(), heap: process.memoryUsage().heapUsed };
  await round(9_000);
  await until(() => handles() <= before.handles);
  collect();
  expect(process.memoryUsage().heapUsed - before.heap).toBeLessThan(4 * MIB);
  expect(getEventListeners(signal, 'abort')).toEqual([]);
}, 120_000);

function handles(): number {
  return process.getActiveResourcesInfo().filter((name) => name.startsWith('TCP')).length;
}
