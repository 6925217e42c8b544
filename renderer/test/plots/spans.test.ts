import { describe, expect, test } from 'vitest';
import type { PlotData } from '../../../testbench/contract.ts';
import { axisNumber, shortValue } from '../../src/plots/numbers.ts';
import { axisRange, bucketMsOf, LIVE, panned, partOf, spanOf, zoomed } from '../../src/plots/spans.ts';

const data = (change: Partial<PlotData>): PlotData => ({
  generation: 0,
  points: 0,
  bytes: 0,
  cap: 0,
  evicted: 0,
  unread: 0,
  oldest: null,
  newest: null,
  ...change,
});

describe('the time in view', () => {
  test('follows the newest value, or has all of them', () => {
    expect(spanOf(LIVE, 10_000, data({ oldest: 5_000, newest: 60_000 }))).toEqual({ from: 50_000, to: 60_000 });
    expect(spanOf(LIVE, null, data({ oldest: 5_000, newest: 60_000 }))).toEqual({ from: 5_000, to: 60_000 });
    expect(spanOf(LIVE, null, data({ oldest: 5_000, newest: 5_000 })).from).toBeLessThan(5_000);
  });

  test('stands still where somebody said so', () => {
    const still = { kind: 'still', from: 1, to: 2, since: 0 } as const;
    expect(spanOf(still, 10_000, data({ newest: 99 }))).toMatchObject({ from: 1, to: 2 });
  });

  test('is zoomed around the pointer, moved by parts, and narrowed to what was dragged over, in either direction', () => {
    expect(zoomed({ from: 0, to: 100 }, 0.5, 0.25)).toEqual({ from: 12.5, to: 62.5 });
    expect(zoomed({ from: 0, to: 10 }, 0.001).to - zoomed({ from: 0, to: 10 }, 0.001).from).toBe(5);
    expect(panned({ from: 0, to: 100 }, -0.1)).toEqual({ from: -10, to: 90 });
    expect(partOf({ from: 0, to: 100 }, 0.8, 0.2)).toEqual({ from: 20, to: 80 });
  });

  test('has from one to two buckets a pixel, of a size that stays while it grows', () => {
    for (const length of [5, 999, 10_000, 3_600_000]) {
      const buckets = length / bucketMsOf({ from: 0, to: length }, 800) / 800;
      expect(buckets).toBeGreaterThanOrEqual(1);
      expect(buckets).toBeLessThanOrEqual(2);
    }
    expect(bucketMsOf({ from: 0, to: 10_000 }, 900)).toBe(bucketMsOf({ from: 0, to: 10_033 }, 900));
  });
});

describe('an axis', () => {
  test('holds all values with some room, and stays while they change a little', () => {
    const range = axisRange({ min: -3, max: 97 });
    expect(range).toEqual({ min: -10, max: 105 });
    expect(axisRange({ min: -3.2, max: 96.4 })).toEqual(range);
    expect(axisRange({ min: 5, max: 5 })).toEqual({ min: 4.5, max: 5.5 });
    expect(axisRange({ min: 0, max: 0 })).toEqual({ min: -1, max: 1 });
    expect(axisRange(null)).toEqual({ min: 0, max: 1 });
  });

  test('has numbers that fit beside it', () => {
    expect(axisNumber(0.25, [0, 0.25, 0.5])).toBe('0.25');
    expect(axisNumber(50, [0, 50, 100])).toBe('50');
    for (const scale of [1e-300, 1e-9, 1, 1e7, 1e15, 1e300]) {
      const all = [0, 1, 2, 3].map((at) => at * scale);
      for (const value of all) expect(axisNumber(value, all).length).toBeLessThan(10);
    }
  });
});

test('a value in a legend has six digits at most, and fits its column', () => {
  const values = [0, 12, 1 / 3, -1 / 3, -1234.56789, 1e12, 1e-9, -1.2345e-300, 123_456_789, 0.001234567, Number.NaN];
  expect(values.map(shortValue)).toEqual([
    '0',
    '12',
    '0.333333',
    '-0.33333',
    '-1234.57',
    '1.00e+12',
    '1.000e-9',
    '-1.2e-300',
    '123456789',
    '0.001235',
    '–',
  ]);
});
