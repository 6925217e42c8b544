import type { Clock } from '@vsoa-testbench/core';
import { expect, it } from 'vitest';
import { ParseBudget } from '../../plots/parse-budget.ts';

it('reading params takes less than a third of the time, however much comes', () => {
  const clock = { now: 0 };
  const budget = new ParseBudget({ now: () => clock.now } as Clock);
  let spent = 0;
  let unread = 0;
  const read = (cost: number) => {
    if (!budget.allows()) {
      unread += 1;
      return;
    }
    budget.spend(() => {
      clock.now += cost;
    });
    spent += cost;
  };
  // A message of 3 ms each ms, for a minute.
  while (clock.now < 60_000) {
    clock.now += 1;
    read(3);
  }
  expect(spent / clock.now).toBeLessThan(0.31);
  expect(spent / clock.now).toBeGreaterThan(0.25);
  expect(unread).toBeGreaterThan(1_000);
});

it('a thousand small messages a second are all read', () => {
  const clock = { now: 0 };
  const budget = new ParseBudget({ now: () => clock.now } as Clock);
  for (let at = 0; at < 10_000; at++) {
    clock.now += 1;
    expect(budget.allows()).toBe(true);
    budget.spend(() => {
      clock.now += 0.01;
    });
  }
});
