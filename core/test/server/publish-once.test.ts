import { expect, test } from 'vitest';
import type { JsonValue } from '../../src/index.ts';
import { connectClient, startServer, until } from '../support.ts';

const SUBSCRIBERS = 20;

test.each([false, true])('a publish is encoded once, however many have subscribed (quick: %s)', async (quick) => {
  const { server, url } = await startServer();
  let received = 0;
  for (let count = 0; count < SUBSCRIBERS; count += 1) {
    const client = await connectClient(url);
    client.on('message', ({ param }) => {
      if (param === 'encoded') received += 1;
    });
    await client.subscribe('/a');
  }
  let encoded = 0;
  const param: unknown = {
    toJSON: () => {
      encoded += 1;
      return 'encoded';
    },
  };
  expect(server.publish('/a', { param: param as JsonValue, quick })).toBe(true);
  await until(() => received === SUBSCRIBERS);
  expect(encoded).toBe(1);
});
