import { expect, test } from 'vitest';
import { age, bytes, count, duration, exact, rate } from '../../src/format/quantity.ts';

test('counts stay exact while they fit, and then get three digits and a unit', () => {
  expect([0, 9_999, 10_000, 12_345, 999_499, 4_560_000].map(count)).toEqual([
    '0',
    '9,999',
    '10.0 k',
    '12.3 k',
    '999 k',
    '4.56 M',
  ]);
});

test('a number that rounds up to the next digit keeps three digits', () => {
  expect(count(99_960)).toBe('100 k');
  expect(bytes(9.999 * 1_024)).toBe('10.0 KiB');
});

test('rates carry their unit', () => {
  expect([0, 0.94, 9.8, 9.96, 48.2, 12_345].map(rate)).toEqual(['0/s', '0.9/s', '9.8/s', '10/s', '48/s', '12.3 k/s']);
});

test('sizes are binary', () => {
  expect([0, 512, 4_096, 4 * 1_048_576].map(bytes)).toEqual(['0 B', '512 B', '4.00 KiB', '4.00 MiB']);
});

test('durations go from hundredths of a millisecond to hours', () => {
  expect([0.421, 1.84, 12.34, 123.4, 3_210, 125_000, 7_380_000].map(duration)).toEqual([
    '0.42 ms',
    '1.84 ms',
    '12.3 ms',
    '123 ms',
    '3.2 s',
    '2 min 5 s',
    '2 h 3 min',
  ]);
});

test('ages go in whole steps, and a clock that runs behind gives no negative one', () => {
  expect([-50, 999, 42_000, 200_000, 7_300_000, 200_000_000].map(age)).toEqual([
    '0 s',
    '0 s',
    '42 s',
    '3 min',
    '2 h',
    '2 d',
  ]);
});

test('the exact value keeps up to three decimals', () => {
  expect(exact(1_234_567.891)).toBe('1,234,567.891');
});
