import { expect, test } from 'vitest';
import { keepDigits, MAX_SHOWN, parseParam } from '../../src/payload/parse.ts';

test('a small param is shown whole', () => {
  expect(parseParam('{"a":[1,null,"x"]}')).toEqual({ value: { a: [1, null, 'x'] }, total: 5, shown: 5, cutTexts: 0 });
});

test('a long list is cut, and says of how many', () => {
  const parsed = parseParam(JSON.stringify(Array.from({ length: 60_000 }, (_, i) => i)));
  expect(parsed).toMatchObject({ total: 60_001, shown: MAX_SHOWN });
  expect(parsed?.value).toHaveLength(MAX_SHOWN - 1);
});

test('a long text is cut, and counted', () => {
  const parsed = parseParam(JSON.stringify({ short: 'x', long: 'y'.repeat(200_000) }));
  expect(parsed).toMatchObject({ total: 3, shown: 3, cutTexts: 1 });
  expect(parsed?.value).toEqual({ short: 'x', long: `${'y'.repeat(10_000)}…` });
});

test('a number stands as it came, also where a double cannot hold it', () => {
  const digits = '9007199254740993';
  const kept = keepDigits('id', Number(digits), { source: digits }) as Date;
  expect(kept.toISOString()).toBe(digits);
  expect((keepDigits('x', 1.1, { source: '1.10' }) as Date).toISOString()).toBe('1.10');
  expect(keepDigits('id', 12.5, { source: '12.5' })).toBe(12.5);
  expect(keepDigits('id', '9', {})).toBe('9');
});

test('a key named __proto__ is a key like any other', () => {
  const value = parseParam('{"__proto__":{"x":1}}')?.value as object;
  expect(Object.keys(value)).toEqual(['__proto__']);
  expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
});

test('nesting deeper than the stack, and text that is no JSON, are left to the text view', () => {
  const deep = 120_000;
  expect(parseParam('['.repeat(deep) + ']'.repeat(deep))).toBeUndefined();
  expect(parseParam('{')).toBeUndefined();
});
