import { expect, test } from 'vitest';
import { PacketType } from '../../src/index.ts';
import { connectClient, RawPeer } from '../support.ts';
import { Child } from './child.ts';
import type { Outcome, PublisherOptions } from './publisher.ts';

const PUBLISHES = 100_000;
const READERS = 49;
const ACKNOWLEDGED = 500;
const options: PublisherOptions = {
  publishes: PUBLISHES,
  subscribers: READERS + 1,
  readers: READERS,
  window: 1_000,
  length: 500,
  queuedBytes: 1_048_576,
  // Other work on the machine may hold the readers for a while, which must not look like a peer that never reads.
  sendTimeout: 3_000,
  stallTimeout: 8_000,
};
/** If all that the slow one does not take were kept, it would be 50 MB. */
const FLAT = 10_000_000;
const FLAT_RSS = 60_000_000;

test('of 100,000 publishes 49 subscribers get each one, in order, while one that never reads is cut off and the memory stays flat', {
  timeout: 120_000,
}, async () => {
  const publisher = await Child.start('publisher.ts', options);
  const port = await publisher.heard<number>('port');
  const slow = await RawPeer.connect(port);
  await slow.handshake();
  slow.send({ type: PacketType.SUBSCRIBE, url: '/load' });
  await slow.next();
  slow.socket.pause();

  const received = ofEach(0);
  let outOfOrder = 0;
  for (let index = 0; index < READERS; index += 1) {
    const client = await connectClient(`vsoa://127.0.0.1:${port}`);
    client.on('message', ({ data }) => {
      if (data.readUInt32BE(0) !== received[index]) outOfOrder += 1;
      received[index]! += 1;
      if (received[index]! % ACKNOWLEDGED !== 0) return;
      const taken = Buffer.alloc(4);
      taken.writeUInt32BE(received[index]!);
      client.datagram('/taken', { data: taken });
    });
    await client.subscribe('/load');
  }

  const { memory, dropped, cutOff } = await publisher.heard<Outcome>('outcome');
  expect(outOfOrder).toBe(0);
  expect(received).toEqual(ofEach(PUBLISHES));
  expect(dropped).toEqual(ofEach(0));
  expect(cutOff).toEqual([{ code: 'SEND_TIMEOUT', dropped: expect.any(Number) }]);
  expect(cutOff[0]?.dropped).toBeGreaterThan(0);
  expect(memory).toHaveLength(10);
  expect(growth(memory.map(({ heap }) => heap))).toBeLessThan(FLAT);
  expect(growth(memory.map(({ rss }) => rss))).toBeLessThan(FLAT_RSS);
});

function growth(bytes: readonly number[]): number {
  return Math.max(...bytes) - (bytes[0] ?? 0);
}

function ofEach(count: number): number[] {
  return Array.from({ length: READERS }, () => count);
}
