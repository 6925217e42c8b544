import { expect, it } from 'vitest';
import { jsonLines } from '../../topics/json-lines.ts';
import { ValueMemory } from '../../topics/value-memory.ts';
import { ValueRing } from '../../topics/value-ring.ts';

function ringOf(count: number, param: string): ValueRing {
  const ring = new ValueRing(new ValueMemory({ perTopic: 10_000 }));
  for (let n = 0; n < count; n++) ring.add(n, false, Buffer.from(param), new Uint8Array());
  return ring;
}

it('many values become lines without holding up what else is to be done', async () => {
  const ring = ringOf(5_000, `[${'1.5,'.repeat(200)}1]`);
  let turns = 0;
  const timer = setInterval(() => {
    turns += 1;
  }, 0);
  const { lines, leftOut } = await jsonLines(ring, 0, 5_000);
  clearInterval(timer);
  expect([lines, leftOut]).toEqual([5_000, 0]);
  expect(turns).toBeGreaterThan(3);
});

it('values that go while lines are made of the others are left out, and counted', async () => {
  const ring = ringOf(5_000, `[${'1.5,'.repeat(200)}1]`);
  const making = jsonLines(ring, 0, 5_000);
  ring.keepNewest(1);
  const { text, lines, leftOut } = await making;
  expect(lines).toBeGreaterThan(0);
  expect(lines + leftOut).toBe(5_000);
  expect(text.trimEnd().split('\n')).toHaveLength(lines);
  expect(text.trimEnd().split('\n').at(-1)).toContain('"number":4999');
});
