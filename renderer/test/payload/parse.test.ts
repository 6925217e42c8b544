import { expect, test } from 'vitest';
import { keepDigits } from '../../src/payload/parse.ts';

test('a number stands as it came, also where a double cannot hold it', () => {
  const digits = '9007199254740993';
  const kept = keepDigits('id', Number(digits), { source: digits }) as Date;
  expect(kept.toISOString()).toBe(digits);
  expect((keepDigits('x', 1.1, { source: '1.10' }) as Date).toISOString()).toBe('1.10');
  expect(keepDigits('id', 12.5, { source: '12.5' })).toBe(12.5);
  expect(keepDigits('id', '9', {})).toBe('9');
});
