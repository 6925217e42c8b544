import { EventEmitter } from 'node:events';
import type { Stream } from '@vsoa-testbench/core';
import { expect, test } from 'vitest';
import { SeenBytes } from '../../streams/seen-bytes.ts';

/** A stream that is watched; what it gives out is what a device sent over it. */
function watched(seen: SeenBytes, id: number): (text: string) => void {
  const stream = Object.assign(new EventEmitter(), { connection: { id } });
  seen.watch(stream as unknown as Stream);
  return (text) => stream.emit('data', Buffer.from(text));
}

test('what a device sent over a stream is kept by its connection, in its order', () => {
  const seen = new SeenBytes();
  const one = watched(seen, 1);
  one('abc');
  watched(seen, 2)('x'.repeat(5_000));
  one('def');
  expect(seen.of(1, 6)).toEqual({ bytes: Buffer.from('abcdef'), missing: 0 });
  expect(seen.of(2, 5_000)?.bytes.toString()).toBe('x'.repeat(5_000));
  expect(seen.of(3, 1)).toBeUndefined();
});

test('of a large stream its start is kept; a newer one takes the place of the oldest, which takes no more room', () => {
  const seen = new SeenBytes(8);
  const old = watched(seen, 1);
  for (const text of ['abcd', 'efgh', 'ijkl']) old(text);
  expect(seen.of(1, 12)).toEqual({ bytes: Buffer.from('abcdefgh'), missing: 0 });
  watched(seen, 2)('new');
  old('more');
  expect(seen.of(1, 16)).toBeUndefined();
  expect(seen.of(2, 3)?.bytes.toString()).toBe('new');
});
