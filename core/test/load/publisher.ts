// Publishes as fast as its readers acknowledge by datagrams, and looks at its own memory meanwhile.
import { setImmediate } from 'node:timers/promises';
import { type RemoteClient, Server, type VsoaError } from '../../src/index.ts';

export interface PublisherOptions {
  publishes: number;
  subscribers: number;
  readers: number;
  /** Publishes that the slowest reader may be behind. */
  window: number;
  length: number;
  queuedBytes: number;
  sendTimeout: number;
  stallTimeout: number;
}

export interface Outcome {
  /** Bytes, each after a collection of garbage; the first when a tenth was published. */
  memory: { heap: number; rss: number }[];
  /** Of those that are still connected. */
  dropped: number[];
  cutOff: { code: string | null; dropped: number }[];
}

const options: PublisherOptions = JSON.parse(process.argv[2] ?? '{}');
const { publishes, subscribers, readers, window, length, queuedBytes, sendTimeout, stallTimeout } = options;
const server = new Server({ sendTimeout, limits: { queuedBytes, stallTimeout } });
const acknowledged = new Map<RemoteClient, number>();
const cutOff: Outcome['cutOff'] = [];
let subscribed = 0;
let wake: () => void = () => undefined;

server.on('connect', (client) => {
  client.once('subscribe', () => {
    subscribed += 1;
    wake();
  });
});
server.on('datagram', (client, message) => {
  acknowledged.set(client, message.data.readUInt32BE(0));
  wake();
});
server.on('disconnect', (client: RemoteClient, error: VsoaError | null) => {
  cutOff.push({ code: error?.code ?? null, dropped: client.dropped });
  wake();
});
await server.start({ host: '127.0.0.1', port: 0 });
process.send?.({ port: server.address?.port });
await untilTrue(() => subscribed === subscribers);

const memory: Outcome['memory'] = [];
for (let published = 0; published < publishes; ) {
  const slowest = acknowledged.size < readers ? 0 : Math.min(...acknowledged.values());
  if (published - slowest >= window) {
    await woken();
    continue;
  }
  const data = Buffer.alloc(length);
  data.writeUInt32BE(published);
  server.publish('/load', { data });
  published += 1;
  if (published % (publishes / 10) === 0) memory.push(measured());
  if (published % 100 === 0) await setImmediate();
}
await untilTrue(() => cutOff.length > 0 && Math.min(...acknowledged.values()) === publishes);
const outcome: Outcome = { memory, dropped: [...server.clients].map(({ dropped }) => dropped), cutOff };
process.send?.({ outcome });

function measured(): { heap: number; rss: number } {
  globalThis.gc?.();
  const { heapUsed, external, rss } = process.memoryUsage();
  return { heap: heapUsed + external, rss };
}

async function untilTrue(condition: () => boolean): Promise<void> {
  while (!condition()) await woken();
}

function woken(): Promise<void> {
  return new Promise((resolve) => {
    wake = resolve;
  });
}
