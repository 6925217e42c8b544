import { once } from 'node:events';
import { expect, test } from 'vitest';
import type { Client, RemoteClient, VsoaError } from '../../src/index.ts';
import { makeClient, startServer, until } from '../support.ts';

const CLIENTS = 1_000;
const AT_A_TIME = 50;
const PUBLISHES = 100;
/** TCP at both ends, UDP at the clients, and some for the rest of the process. */
const FILES = CLIENTS * 3 + 200;

test('1,000 clients connect, subscribe, each get every publish in order, and leave nothing behind', {
  timeout: 60_000,
}, async ({ skip }) => {
  const files = openFilesLimit();
  skip(files < FILES, `needs ${FILES} open files, the limit is ${files}`);
  const { server, url } = await startServer();
  const left: [RemoteClient, VsoaError | null][] = [];
  server.on('disconnect', (...args) => left.push(args));
  const received: number[][] = [];
  const clients: Client[] = [];
  while (clients.length < CLIENTS) {
    const some = Array.from({ length: AT_A_TIME }, () => makeClient());
    await Promise.all(some.map((client) => client.connect(url)));
    await Promise.all(some.map((client) => client.subscribe('/load/')));
    for (const client of some) {
      const counts: number[] = [];
      received.push(counts);
      client.on('message', (message) => counts.push(message.data.readUInt32BE(0)));
    }
    clients.push(...some);
  }
  expect([server.clients.size, new Set(clients.map(({ clientId }) => clientId)).size]).toEqual([CLIENTS, CLIENTS]);

  const sent = Array.from({ length: PUBLISHES }, (_, count) => count);
  for (const count of sent) {
    const data = Buffer.alloc(4);
    data.writeUInt32BE(count);
    expect(server.publish('/load/all', { param: { text: 'for each of them' }, data })).toBe(true);
  }
  await Promise.all(clients.map((client) => client.ping()));
  expect(received.filter((counts) => counts.join() !== sent.join())).toEqual([]);

  await Promise.all(clients.map((client) => client.disconnect()));
  await until(() => left.length === CLIENTS);
  expect(new Set(left.map(([remote]) => remote)).size).toBe(CLIENTS);
  expect([server.clients.size, server.isSubscribed('/load/all'), server.ignoredPackets]).toEqual([0, false, 0]);
  const last = makeClient();
  const connected = once(server, 'connect');
  await last.connect(url);
  await connected;
});

function openFilesLimit(): number {
  const report = process.report.getReport() as { userLimits?: { open_files?: { soft?: number | string } } };
  const soft = report.userLimits?.open_files?.soft ?? 'unlimited';
  return typeof soft === 'number' ? soft : Infinity;
}
