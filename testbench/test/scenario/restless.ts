import { Client, VsoaError } from '@vsoa-testbench/core';
import type { ScenarioSpec } from '../../scenario/file/schema.ts';

// What a soak does to a mock: an ECU with all it can have, and a client that comes and goes as it likes.

/** Faults included, of which nothing may be left behind. */
export const SOAKED: ScenarioSpec = {
  scenario: 1,
  seed: 1,
  ecus: [
    {
      name: 'soaked',
      state: { count: 0 },
      commands: [
        { url: '/echo', param: { $expr: 'request.param' }, data: { text: 'data' } },
        { url: '/count', method: 'SET', set: { count: { $expr: '(state.count + 1) % 1000' } }, publish: ['/count'] },
        { url: '/slow', delay: { min: 0, max: 200 }, param: 'late' },
        { url: '/silent', silent: true },
        { url: '/download', stream: { send: { random: 300_000 }, timeout: 500 } },
        { url: '/upload', stream: { receive: true, timeout: 500 } },
        { url: '/paced', stream: { send: { zeros: 1_000_000 }, bytesPerSecond: 500_000, timeout: 500 } },
      ],
      topics: [
        { url: '/count', onChange: true, param: { $state: 'count' } },
        { url: '/fast', every: 10, quick: true, param: { $walk: { min: 0, max: 9, step: 1 } } },
        { url: '/slow', every: 100, param: { text: { $expr: '$string(ms)' } } },
      ],
      datagrams: [
        { url: '/ping', reply: [{ url: '/pong', delay: { exponential: 20 }, param: { $expr: 'request.param' } }] },
      ],
      faults: [
        { kind: 'drop', probability: 0.01 },
        { kind: 'delay', delay: { min: 1, max: 50 }, probability: 0.02 },
        { kind: 'duplicate', probability: 0.01 },
        { kind: 'corrupt', probability: 0.002 },
        { kind: 'cut', probability: 0.002 },
        { kind: 'reset', probability: 0.002 },
        { kind: 'oversized', probability: 0.001 },
        { kind: 'quick-reorder', probability: 0.05 },
      ],
    },
  ],
};

const CALL_TIMEOUT = 300;

/** Comes, does something, and goes, again and again, until `isOver`; answers how often. What fails is part of it. */
export async function restless(url: string, seed: number, isOver: () => boolean): Promise<number> {
  const random = generator(seed);
  let visits = 0;
  while (!isOver()) {
    visits += 1;
    const client = new Client();
    try {
      await client.connect(url, { timeout: 2_000 });
      const deeds = Math.floor(random() * 20);
      for (let deed = 0; deed < deeds && !isOver(); deed++) await act(client, random);
    } catch (error) {
      if (!(error instanceof VsoaError)) throw error;
    }
    // Now and then it is gone while something is on its way.
    if (random() < 0.3) void client.call('/slow', { timeout: CALL_TIMEOUT }).catch(() => undefined);
    await client.disconnect();
  }
  return visits;
}

async function act(client: Client, random: () => number): Promise<unknown> {
  const timeout = CALL_TIMEOUT;
  switch (Math.floor(random() * 10)) {
    case 0:
      return client.subscribe(['/fast', '/slow', '/count'], { timeout });
    case 1:
      return client.unsubscribe('/fast', { timeout });
    case 2:
      return client.datagram('/ping', { param: [random()], quick: random() < 0.5 });
    case 3:
      return client.call('/count', { method: 'SET', timeout });
    case 4:
      // Nobody waits for it.
      return void client.call(random() < 0.5 ? '/slow' : '/silent', { timeout }).catch(() => undefined);
    case 5:
      return exchange(client, '/download', random);
    case 6:
      return exchange(client, '/upload', random);
    case 7:
      return exchange(client, '/paced', random);
    default:
      return client.call('/echo', { param: { text: 'x'.repeat(random() * 1_000) }, timeout });
  }
}

/** Takes it to the end, leaves in the middle, or does not come at all. */
async function exchange(client: Client, url: string, random: () => number): Promise<void> {
  const { tunnelId } = await client.call(url, { timeout: CALL_TIMEOUT });
  const mood = random();
  if (tunnelId === 0 || mood < 0.2) return;
  const stream = await client.createStream(tunnelId, { timeout: 1_000 });
  stream.on('error', () => undefined);
  if (url === '/upload') stream.end(Buffer.alloc(random() * 200_000));
  else stream.end();
  if (mood < 0.6 || url === '/paced') {
    stream.once('data', () => stream.destroy(mood < 0.4 ? new Error('enough') : undefined));
  }
  stream.resume();
  await new Promise((resolve) => stream.once('close', resolve));
}

function generator(seed: number): () => number {
  let state = (seed % 2_147_483_646) + 1;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}
