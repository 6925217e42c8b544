import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hasLongLine, wrap } from '../../src/payload/wrap.ts';

test('a text is long where one of its lines is', () => {
  expect(hasLongLine('')).toBe(false);
  expect(hasLongLine('x\n'.repeat(100_000))).toBe(false);
  expect(hasLongLine(`a\n${'x'.repeat(20_000)}\nb`)).toBe(true);
});

test('lines are as long as there is room, and end where the text has them end', () => {
  expect(wrap('abcdefgh', 3)).toEqual(['abc', 'def', 'gh']);
  expect(wrap('ab\ncdef\n', 3)).toEqual(['ab', 'cde', 'f', '']);
});

test('a wide character takes the room of two, and none is split', () => {
  expect(wrap('车速ab', 4)).toEqual(['车速', 'ab']);
  expect(wrap('a🚗b', 2)).toEqual(['a', '🚗', 'b']);
});

test('nothing of any text is lost or added', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), fc.integer({ min: 2, max: 40 }), (text, columns) => {
      expect(wrap(text, columns).join('').replaceAll('\n', '')).toBe(text.replaceAll('\n', ''));
    }),
  );
});
