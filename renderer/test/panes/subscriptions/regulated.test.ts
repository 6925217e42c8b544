import { act, renderHook } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { useRegulated } from '../../../src/panes/subscriptions/use-regulated.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const start = (periodMs: number | null) =>
  renderHook(({ value, period }: { value: number; period: number | null }) => useRegulated(value, period), {
    initialProps: { value: 0, period: periodMs },
  });
const pass = (ms: number) =>
  act(() => {
    vi.advanceTimersByTime(ms);
  });

test('a value changes at most once in a period, and the newest wins', () => {
  const { result, rerender } = start(1_000);
  rerender({ value: 1, period: 1_000 });
  pass(0);
  expect(result.current).toBe(1);
  for (let value = 2; value <= 30; value++) {
    rerender({ value, period: 1_000 });
    pass(30);
  }
  expect(result.current).toBe(1);
  pass(130);
  expect(result.current).toBe(30);
});

test('the last value is shown in the end, although nothing comes after it', () => {
  const { result, rerender } = start(250);
  rerender({ value: 1, period: 250 });
  pass(0);
  rerender({ value: 2, period: 250 });
  pass(249);
  expect(result.current).toBe(1);
  pass(1);
  expect(result.current).toBe(2);
});

test('without a period it is shown as it comes, and when it is taken away at once', () => {
  const { result, rerender } = start(5_000);
  rerender({ value: 1, period: 5_000 });
  pass(0);
  rerender({ value: 2, period: 5_000 });
  expect(result.current).toBe(1);
  rerender({ value: 2, period: null });
  expect(result.current).toBe(2);
  rerender({ value: 3, period: null });
  expect(result.current).toBe(3);
});
