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

test('the time follows a machine that slept, and never goes back', () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  vi.advanceTimersByTime(3_600_000);
  systemClock.time();
  const awake = Date.now() + 8 * 3_600_000;
  vi.setSystemTime(awake);
  vi.advanceTimersByTime(1_000);
  expect(systemClock.time()).toBe(awake + 1_000);
  vi.setSystemTime(awake - 3_600_000);
  vi.advanceTimersByTime(1_000);
  expect(systemClock.time()).toBe(awake + 2_000);
});
