import { expect, onTestFinished, test, vi } from 'vitest';
import { systemClock } from '../src/index.ts';

test.each([Infinity, 3_000_000_000])('a timer of %d ms does not come at once', (ms) => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  let came = false;
  systemClock.setTimeout(() => (came = true), ms);
  vi.advanceTimersByTime(1_000_000);
  expect(came).toBe(false);
});
