import type { Clock } from '@vsoa-testbench/core';
import { expect, it } from 'vitest';
import { ParseBudget } from '../../plots/parse-budget.ts';

/** How many of the messages of ten seconds are read. */
function read({ bytes, perSecond }: { bytes: number; perSecond: number }): number {
  const clock = { now: 0 };
  const budget = new ParseBudget({ now: () => clock.now } as Clock);
  let count = 0;
  for (let at = 0; at < perSecond * 10; at++) {
    clock.now = (at / perSecond) * 1_000;
    if (budget.take(bytes)) count += 1;
  }
  return count;
}

it('of huge params no more than 32 MiB a second are read, evenly', () => {
  const count = read({ bytes: 262_144, perSecond: 1_000 });
  expect(count).toBeGreaterThan(1_200);
  expect(count).toBeLessThan(1_400);
});

it('a hundred thousand small messages a second are all read', () => {
  expect(read({ bytes: 100, perSecond: 100_000 })).toBe(1_000_000);
});
