import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { sharedBlock } from '../../streams/blocks.ts';
import { release } from '../../streams/release.ts';

const KIB = 1_024;

test('a chunk that was released is empty, also where a part of it was taken before', () => {
  const chunk = Buffer.from(new ArrayBuffer(64 * KIB));
  release(chunk.subarray(KIB));
  expect(chunk.length).toBe(0);
});

test('its memory is there again at once', () => {
  const before = process.memoryUsage.rss();
  for (let turn = 0; turn < 4_096; turn++) release(Buffer.from(new ArrayBuffer(256 * KIB)).fill(turn));
  expect(process.memoryUsage.rss() - before).toBeLessThan(64 * KIB * KIB);
});

test('what may be in use elsewhere is left alone', () => {
  const ofThePool = Buffer.from('a few bytes');
  const small = randomBytes(100);
  const shared = sharedBlock();
  for (const chunk of [ofThePool, small, shared]) release(chunk);
  expect([ofThePool.length, small.length, shared.length]).toEqual([11, 100, 1_048_576]);
});
