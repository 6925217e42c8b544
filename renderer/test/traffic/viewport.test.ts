import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  clampTop,
  isScaled,
  lastTop,
  MAX_SCROLL,
  ROW_HEIGHT,
  revealed,
  rowsInView,
  scrollHeight,
  scrollOf,
  topOf,
} from '../../src/traffic/viewport.ts';

const spans = fc
  .record({ first: fc.nat(1e9), rows: fc.integer({ min: 0, max: 2e7 }), height: fc.integer({ min: 240, max: 2_000 }) })
  .map(({ first, rows, height }) => ({ first, end: first + rows, height }));

test('a short list scrolls px for px', () => {
  const span = { first: 100, end: 200, height: 240 };
  expect(scrollHeight(span)).toBe(100 * ROW_HEIGHT);
  expect(scrollOf(span, 110)).toBe(10 * ROW_HEIGHT);
  expect(topOf(span, 10 * ROW_HEIGHT)).toBe(110);
  expect(rowsInView(span, 110)).toEqual({ from: 110, to: 120 });
});

test('a list of millions stays under what a browser can lay out, and both its ends can be reached', () => {
  const span = { first: 5_000_000, end: 15_000_000, height: 960 };
  expect(isScaled(span)).toBe(true);
  expect(scrollHeight(span)).toBe(MAX_SCROLL);
  expect(topOf(span, 0)).toBe(span.first);
  expect(topOf(span, MAX_SCROLL - span.height)).toBe(lastTop(span));
  expect(rowsInView(span, lastTop(span)).to).toBe(span.end);
});

test('eviction at the start moves the scroll bar, not the rows', () => {
  const before = { first: 0, end: 1_000, height: 480 };
  const after = { first: 300, end: 1_300, height: 480 };
  expect(rowsInView(before, 500)).toEqual(rowsInView(after, 500));
  expect(scrollOf(after, 500)).toBe(scrollOf(before, 200));
});

test('a view whose rows were all evicted stands at the oldest row held', () => {
  expect(clampTop({ first: 300, end: 1_300, height: 480 }, 120)).toBe(300);
});

test('the scroll bar and the top follow from each other, for any log', () => {
  fc.assert(
    fc.property(spans, fc.double({ min: 0, max: 1, noNaN: true }), (span, part) => {
      const top = clampTop(span, span.first + part * (span.end - span.first));
      const scroll = scrollOf(span, top);
      expect(scroll).toBeGreaterThanOrEqual(0);
      expect(scroll).toBeLessThanOrEqual(Math.max(0, scrollHeight(span) - span.height) + 0.001);
      expect(Math.abs(topOf(span, scroll) - top)).toBeLessThan(0.001);
    }),
  );
});

test('no row outside the log is ever asked for, and a revealed row is in full view', () => {
  fc.assert(
    fc.property(spans, fc.nat(), fc.double({ min: 0, max: 1, noNaN: true }), (span, pick, part) => {
      if (span.end === span.first) return;
      const row = span.first + (pick % (span.end - span.first));
      const top = revealed(span, clampTop(span, span.first + part * (span.end - span.first)), row);
      const { from, to } = rowsInView(span, top);
      expect(from).toBeGreaterThanOrEqual(span.first);
      expect(to).toBeLessThanOrEqual(span.end);
      expect(top).toBeLessThanOrEqual(row + 0.001);
      expect(top + span.height / ROW_HEIGHT).toBeGreaterThanOrEqual(row + 1 - 0.001);
    }),
  );
});
