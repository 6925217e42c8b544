import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { keepAwake } from '../keep-awake.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

it('keeps the system awake as long as the bench is busy, and no longer than it is asked to', () => {
  const held = new Set<number>();
  let last = 0;
  let busy = false;
  const blocker = {
    start: () => {
      last += 1;
      held.add(last);
      return last;
    },
    stop: (id: number) => void held.delete(id),
  };
  const end = keepAwake(blocker, () => busy);
  const after = (isBusy: boolean) => {
    busy = isBusy;
    vi.advanceTimersByTime(60_000);
    return held.size;
  };
  expect([after(false), after(true), after(true), after(false), after(true)]).toEqual([0, 1, 1, 0, 1]);
  expect(last).toBe(2);
  end();
  expect(held.size).toBe(0);
  expect(after(true)).toBe(0);
});
