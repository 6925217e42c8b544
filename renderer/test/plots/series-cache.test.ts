import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { PlotPoints } from '../../../testbench/contract.ts';
import { type Reading, SeriesCache, type Span } from '../../src/plots/series-cache.ts';

interface Point {
  time: number;
  value: number;
}

const points = fc
  .array(fc.record({ step: fc.integer({ min: 0, max: 40 }), value: fc.integer({ min: -50, max: 50 }) }), {
    minLength: 1,
    maxLength: 400,
  })
  .map((steps) => {
    let time = 1_000;
    return steps.map(({ step, value }): Point => ({ time: (time += step), value }));
  });

// A failing run prints its seed.
test('whatever is looked at one after the other, and however the data grows, all that is to be drawn is there', () => {
  fc.assert(
    fc.property(
      points,
      fc.array(
        fc.record({
          /** How much of the points has come by then. */
          grown: fc.double({ min: 0, max: 1, noNaN: true }),
          from: fc.integer({ min: 900, max: 9_000 }),
          length: fc.integer({ min: 5, max: 4_000 }),
          bucketMs: fc.constantFrom(1, 4, 16),
          live: fc.boolean(),
        }),
        { minLength: 1, maxLength: 12 },
      ),
      (all, looks) => {
        const cache = new SeriesCache();
        let come = 0;
        for (const look of looks) {
          come = Math.max(come, Math.ceil(look.grown * all.length));
          const known = all.slice(0, Math.max(1, come));
          const newest = known.at(-1)?.time ?? 0;
          const span = look.live
            ? { from: newest - look.length, to: newest }
            : { from: look.from, to: look.from + look.length };
          draw(cache, known, span, look.bucketMs, newest);
          expect(drawnIn(cache, span)).toEqual(toBeDrawn(known, span));
        }
      },
    ),
    { numRuns: 500 },
  );
});

test('what follows the newest reads only what is new', () => {
  const cache = new SeriesCache();
  const all = Array.from({ length: 10_000 }, (_, at): Point => ({ time: at, value: at % 7 }));
  draw(cache, all.slice(0, 9_000), { from: 7_999, to: 8_999 }, 1, 8_999);
  const next = cache.missing({ from: 8_032, to: 9_032, bucketMs: 1, generation: 0, newest: 9_032 });
  expect(next).toMatchObject({ from: 8_999, to: 9_032 });
});

test('when nothing has come, nothing is read', () => {
  const cache = new SeriesCache();
  const all = [{ time: 5, value: 1 }];
  draw(cache, all, { from: 0, to: 10 }, 1, 5);
  expect(cache.missing({ from: 0, to: 10, bucketMs: 1, generation: 0, newest: 5 })).toBeNull();
});

test('what was cleared is not shown any more', () => {
  const cache = new SeriesCache();
  draw(cache, [{ time: 5, value: 1 }], { from: 0, to: 10 }, 1, 5);
  const wanted = { from: 0, to: 10, bucketMs: 1, generation: 1, newest: 5 };
  expect(cache.missing(wanted)).toMatchObject({ from: 0, to: 10 });
  expect(cache.start).toBe(cache.end);
});

test('the value at the cursor is the nearest', () => {
  const cache = new SeriesCache();
  const all = [1, 4, 9].map((time) => ({ time, value: time * 10 }));
  expect(cache.nearest(3)).toBeNull();
  draw(cache, all, { from: 0, to: 10 }, 1, 9);
  expect([0, 2, 3, 6, 7, 20].map((time) => cache.nearest(time)?.value)).toEqual([10, 10, 40, 40, 90, 90]);
});

function draw(cache: SeriesCache, known: Point[], span: Span, bucketMs: number, newest: number): void {
  const reading = cache.missing({ ...span, bucketMs, generation: 0, newest });
  if (reading) cache.take(reading, read(known, reading), { newest, shown: span.from });
}

/** As the bench answers where every bucket is small: all points of the span, and those at its edges. */
function read(known: Point[], { from, to }: Reading): PlotPoints {
  const before = known.findLast(({ time }) => time < from);
  const after = known.find(({ time }) => time > to);
  const found = [before, ...known.filter(({ time }) => time >= from && time <= to), after].filter((point) => !!point);
  return {
    times: Float64Array.from(found, ({ time }) => time),
    values: Float64Array.from(found, ({ value }) => value),
  };
}

interface Drawn {
  inside: Point[];
  before: Point | undefined;
  extent: { min: number; max: number } | null;
}

function drawnIn(cache: SeriesCache, span: Span): Drawn {
  const all = Array.from({ length: cache.end - cache.start }, (_, at) => ({
    time: cache.times[cache.start + at] as number,
    value: cache.values[cache.start + at] as number,
  }));
  return { ...toBeDrawn(all, span), extent: cache.extent(span) };
}

function toBeDrawn(all: Point[], { from, to }: Span): Drawn {
  const inside = all.filter(({ time }) => time >= from && time <= to);
  const values = inside.map(({ value }) => value);
  const extent = values.length === 0 ? null : { min: Math.min(...values), max: Math.max(...values) };
  return { inside, before: all.findLast(({ time }) => time < from), extent };
}
