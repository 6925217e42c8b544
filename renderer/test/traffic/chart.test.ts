import { expect, test } from 'vitest';
import { barOf, bucketAt, timeAt, windowOf } from '../../src/traffic/chart.ts';

const chart = { from: 1_000, bucketMs: 10, packets: [1, 2, 3, 4], matching: [0, 1, 1, 0], failed: [0, 0, 1, 0] };

test('live traffic is asked for as far back as was chosen, in as many bars as there is room for', () => {
  expect(windowOf({ from: null, to: null, lastMs: 60_000 }, 100_000, 400)).toEqual({
    from: 40_000,
    to: 100_000,
    buckets: 100,
  });
});

test('a span that the list is narrowed to is what the chart shows', () => {
  expect(windowOf({ from: 5, to: 9, lastMs: 60_000 }, 100_000, 400)).toMatchObject({ from: 5, to: 9 });
  expect(windowOf({ from: null, to: null, lastMs: null }, 100_000, 4)).toEqual({ from: null, to: null, buckets: 1 });
});

test('a place on the chart is a time and a bar, at its edges too', () => {
  expect([timeAt(chart, 0), timeAt(chart, 0.5), timeAt(chart, 2)]).toEqual([1_000, 1_020, 1_040]);
  expect([bucketAt(chart, 0), bucketAt(chart, 0.5), bucketAt(chart, 1)]).toEqual([0, 2, 3]);
  expect(barOf(chart, 2)).toEqual({ from: 1_020, to: 1_030, packets: 3, matching: 1, failed: 1 });
});
