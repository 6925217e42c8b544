import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import type { Message } from '../../src/index.ts';
import { connectClient, startServer, until } from '../support.ts';

/** Every tenth is longer than what a socket reads at a time, so that packets span chunks. */
const LENGTHS = [0, 1, 3, 17, 100, 160, 900, 4_000, 30_000, 150_000];
const ROUNDS = 60;

interface Kept {
  message: Message;
  hash: string;
}

function hashOf({ url, paramBytes, data }: Message): string {
  return createHash('sha256').update(`${url}\n`).update(paramBytes).update(data).digest('hex');
}

function keep(kept: Kept[], message: Message): void {
  kept.push({ message, hash: hashOf(message) });
}

const changed = (kept: readonly Kept[]) => kept.filter(({ message, hash }) => hashOf(message) !== hash);

/** Random bytes, never the same twice, as param and data of one packet. */
function payload(index: number): { param: Buffer; data: Buffer } {
  const bytes = randomBytes(LENGTHS[index % LENGTHS.length] ?? 0);
  const cut = bytes.length >> 1;
  return { param: bytes.subarray(0, cut), data: bytes.subarray(cut) };
}

describe('what was handed out is never written to again, however much comes afterwards', () => {
  test('at a server: requests and datagrams', async () => {
    const kept: Kept[] = [];
    const { server, url } = await startServer();
    server.command('/', (request) => {
      keep(kept, request);
      return { param: request.paramBytes };
    });
    server.on('datagram', (_, message) => keep(kept, message));
    const clients = [await connectClient(url), await connectClient(url)];
    let quick = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      const calls = clients.flatMap((client) =>
        LENGTHS.map((_, index) => {
          client.datagram(`/datagram/${round}`, payload(index));
          if (client.datagram('/quick', { ...payload(index % 8), quick: true })) quick += 1;
          return client.call(`/call/${round}`, payload(index));
        }),
      );
      await Promise.all(calls);
    }
    const inOrder = ROUNDS * clients.length * LENGTHS.length * 2;
    await until(() => kept.filter(({ message }) => !message.quick).length === inOrder);
    await until(() => kept.some(({ message }) => message.quick));
    expect(quick).toBeGreaterThan(0);
    expect(new Set(kept.map(({ hash }) => hash)).size).toBeGreaterThan(inOrder / 2);
    expect(changed(kept)).toEqual([]);
  });

  test('at a client: replies, publishes and datagrams', async () => {
    const kept: Kept[] = [];
    const { server, url } = await startServer();
    server.command('/', (request) => payload(request.data.length));
    const connected = once(server, 'connect');
    const client = await connectClient(url);
    const [remote] = await connected;
    client.on('message', (message) => keep(kept, message));
    client.on('datagram', (message) => keep(kept, message));
    await client.subscribe('/');
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const index of LENGTHS.keys()) {
        server.publish(`/publish/${round}`, payload(index));
        server.publish('/quick', { ...payload(index % 8), quick: true });
        remote.datagram(`/datagram/${round}`, payload(index));
      }
      const replies = await Promise.all(LENGTHS.map((_, index) => client.call('/a', { data: Buffer.alloc(index) })));
      for (const reply of replies) keep(kept, reply);
    }
    await client.ping();
    const inOrder = ROUNDS * LENGTHS.length * 3;
    expect(kept.filter(({ message }) => !message.quick)).toHaveLength(inOrder);
    await until(() => kept.some(({ message }) => message.quick));
    expect(changed(kept)).toEqual([]);
  });

  test('at two clients, which read into the same memory', async () => {
    const kept: Kept[] = [];
    const { server, url } = await startServer();
    server.command('/', (request) => payload(request.data.length));
    const clients = [await connectClient(url), await connectClient(url)];
    for (let round = 0; round < ROUNDS; round += 1) {
      const calls = LENGTHS.flatMap((_, index) =>
        clients.map((client) => client.call('/', { data: Buffer.alloc(index) })),
      );
      for (const reply of await Promise.all(calls)) keep(kept, reply);
    }
    expect(kept).toHaveLength(ROUNDS * LENGTHS.length * clients.length);
    expect(changed(kept)).toEqual([]);
  });
});

test('a client that keeps a short message keeps little of what it was read into', async () => {
  const { server, url } = await startServer();
  server.command('/', () => ({ param: 'short' }));
  const client = await connectClient(url);
  const reply = await client.call('/');
  expect(reply.paramBytes.buffer.byteLength).toBeLessThanOrEqual(Buffer.poolSize);
});
