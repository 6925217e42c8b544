import { expect, test } from 'vitest';
import { clock, timestamp } from '../../src/format/time.ts';

test('a packet time shows local time to the microsecond', () => {
  const at = new Date(2026, 10, 22, 9, 5, 7, 3).getTime() + 0.25;
  expect(clock(at)).toBe('09:05:07.003250');
  expect(timestamp(at)).toBe('2026-11-22 09:05:07.003250');
});

test('the last microsecond of a second does not spill over', () => {
  expect(clock(new Date(2026, 0, 1, 0, 0, 59, 999).getTime() + 0.9995)).toBe('00:00:59.999999');
});
