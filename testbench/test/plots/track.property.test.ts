import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Track } from '../../plots/track.ts';

interface Point {
  time: number;
  value: number;
}

// A failing run prints its seed.
const points = fc
  .array(
    fc.record({
      step: fc.oneof({ weight: 8, arbitrary: fc.integer({ min: 0, max: 3 }) }, fc.integer({ min: 0, max: 5_000 })),
      value: fc.oneof(
        { weight: 9, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 }) },
        fc.constant(Number.NaN),
      ),
    }),
    { maxLength: 3_000 },
  )
  .map((steps) => {
    let time = 1_700_000_000_000;
    return steps.map(({ step, value }): Point => ({ time: (time += step), value }));
  });

const range = fc.record({
  start: fc.integer({ min: -10, max: 3_000 }),
  length: fc.integer({ min: 0, max: 8_000 }),
  bucketMs: fc.oneof(fc.integer({ min: 1, max: 700 }), fc.double({ min: 0.01, max: 50, noNaN: true })),
});

test('a bucket holds its first, last, lowest and highest point, and nothing that was not there', () => {
  fc.assert(
    fc.property(points, range, (all, { start, length, bucketMs }) => {
      const from = (all[0]?.time ?? 0) + start;
      const to = from + length;
      const read = pointsOf(trackOf(all).read({ from, to, bucketMs, edges: false }));
      const inside = all.filter(({ time }) => time >= from && time <= to);
      expectSubsequence(read, inside);
      const [expected, found] = [buckets(inside, bucketMs), buckets(read, bucketMs)];
      expect([...found.keys()]).toEqual([...expected.keys()]);
      for (const [bucket, raw] of expected) {
        const shown = found.get(bucket) as Point[];
        expect(extremes(shown)).toEqual(extremes(raw));
        expect(shown.at(0)).toEqual(raw.at(0));
        expect(shown.at(-1)).toEqual(raw.at(-1));
        expect(shown.length).toBeLessThanOrEqual(6);
      }
    }),
    { numRuns: 300 },
  );
});

test('totals of a range are those of its points', () => {
  fc.assert(
    fc.property(points, range, (all, { start, length }) => {
      const from = (all[0]?.time ?? 0) + start;
      const to = from + length;
      const { points: count, min, max, mean } = trackOf(all).summarize(from, to);
      const values = all
        .filter(({ time, value }) => time >= from && time <= to && !Number.isNaN(value))
        .map((p) => p.value);
      expect(count).toBe(values.length);
      if (values.length === 0) return;
      expect(min).toBe(Math.min(...values));
      expect(max).toBe(Math.max(...values));
      expect(Math.abs(mean - values.reduce((a, b) => a + b, 0) / values.length)).toBeLessThan(1e-6);
    }),
  );
});

test('with edges the points before and after the range come along', () => {
  fc.assert(
    fc.property(points, range, (all, { start, length }) => {
      const from = (all[0]?.time ?? 0) + start;
      const to = from + length;
      const read = pointsOf(trackOf(all).read({ from, to, bucketMs: 1, edges: true }));
      const before = all.findLast(({ time }) => time < from);
      const after = all.find(({ time }) => time > to);
      const inside = all.filter(({ time }) => time >= from && time <= to);
      expect(read.at(0)).toEqual(before ?? inside.at(0) ?? after);
      expect(read.at(-1)).toEqual(after ?? inside.at(-1) ?? before);
    }),
  );
});

test('all points are walked, whatever their number', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 40_000 }), (count) => {
      const track = new Track();
      for (let at = 0; at < count; at++) track.append(at, at * 2);
      let walked = 0;
      for (const { time, value } of track.walk(0, count)) {
        if (time !== walked || value !== walked * 2) throw new Error(`wrong at ${walked}`);
        walked += 1;
      }
      expect(walked).toBe(count);
    }),
    { numRuns: 20 },
  );
});

function trackOf(all: Point[]): Track {
  const track = new Track();
  for (const { time, value } of all) track.append(time, value);
  return track;
}

function pointsOf({ times, values }: { times: Float64Array; values: Float64Array }): Point[] {
  return Array.from(times, (time, at) => ({ time, value: values[at] as number }));
}

function buckets(all: Point[], bucketMs: number): Map<number, Point[]> {
  const found = new Map<number, Point[]>();
  for (const point of all) {
    const bucket = Math.floor(point.time / bucketMs);
    found.set(bucket, [...(found.get(bucket) ?? []), point]);
  }
  return found;
}

function extremes(all: Point[]): { min: number; max: number; gaps: boolean } {
  const values = all.map(({ value }) => value).filter((value) => !Number.isNaN(value));
  return { min: Math.min(...values), max: Math.max(...values), gaps: values.length < all.length };
}

/** Every point that was read is one that was there, in their order. */
function expectSubsequence(read: Point[], all: Point[]): void {
  let at = 0;
  for (const point of read) {
    while (at < all.length && !(all[at]?.time === point.time && Object.is(all[at]?.value, point.value))) at += 1;
    expect(at).toBeLessThan(all.length);
    at += 1;
  }
}
