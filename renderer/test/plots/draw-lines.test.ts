import { expect, test } from 'vitest';
import { drawLines } from '../../src/plots/draw-lines.ts';
import { SeriesCache } from '../../src/plots/series-cache.ts';

const silent = () => undefined;

/** Writes down what is drawn. */
function recorder() {
  const calls: string[] = [];
  const note =
    (name: string) =>
    (...at: number[]) =>
      void calls.push(`${name} ${at.map((each) => Math.round(each)).join(' ')}`.trim());
  const context = {
    save: silent,
    restore: silent,
    beginPath: silent,
    clip: silent,
    rect: silent,
    stroke: silent,
    moveTo: note('move'),
    lineTo: note('line'),
    fillRect: note('dot'),
  } as unknown as CanvasRenderingContext2D;
  return { context, calls };
}

function drawn(values: number[], steps = false, step = 1): string[] {
  const cache = new SeriesCache();
  const span = { from: 0, to: 10 };
  const reading = cache.missing({ ...span, bucketMs: 1, generation: 0, newest: 10 });
  if (!reading) throw new Error('nothing is missing');
  const times = Float64Array.from(values.keys(), (at) => at * step);
  cache.take(reading, { times, values: Float64Array.from(values) }, { newest: 10, shown: 0 });
  const { context, calls } = recorder();
  const area = { left: 0, top: 0, width: 10, height: 10 };
  const look = { colour: 'red', faded: false, focused: false };
  drawLines(context, area, [{ cache, span, range: { min: 0, max: 10 }, steps, ...look }], 1);
  return calls;
}

test('a line goes from value to value, and is broken at a gap', () => {
  expect(drawn([1, 2, Number.NaN, 3, 4])).toEqual(['move 0 9', 'line 1 8', 'move 3 7', 'line 4 6']);
});

test('a value that stands alone is a dot', () => {
  expect(drawn([1, Number.NaN, 3, Number.NaN]).filter((call) => call.startsWith('dot'))).toHaveLength(2);
});

test('in steps a value holds until the next', () => {
  expect(drawn([1, 3], true)).toEqual(['move 0 9', 'line 1 9', 'line 1 7']);
});

test('where there are many points to a pixel, a column of them is one stroke, joined to the one before', () => {
  const values = Array.from({ length: 30 }, (_, at) => (at < 10 ? at % 2 : 5));
  const calls = drawn(values, false, 0.1);
  expect(calls).toEqual(['move 1 9', 'line 1 11', 'move 2 5', 'line 2 10', 'move 3 5', 'line 3 6']);
});

test('a gap between columns stays empty, and a line leads over columns that have no point', () => {
  const gap = Array.from({ length: 30 }, (_, at) => (at >= 10 && at < 20 ? Number.NaN : 5));
  expect(drawn(gap, false, 0.1)).toEqual(['move 1 5', 'line 1 6', 'move 3 5', 'line 3 6']);
  const sparse = Array.from({ length: 30 }, (_, at) => at);
  expect(drawn(sparse, false, 3).length).toBeGreaterThan(0);
});
