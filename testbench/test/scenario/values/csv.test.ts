import { expect, test } from 'vitest';
import { rowsOf } from '../../../scenario/values/csv.ts';

const rows = (text: string) => rowsOf(Buffer.from(text));

test('rows are params by the names of their columns', () => {
  expect(rows('speed,gear,ok,note\n1.5,D,true,"a ""b"", c"\r\n-2e3,007,null,\n')).toEqual([
    { speed: 1.5, gear: 'D', ok: true, note: 'a "b", c' },
    { speed: -2_000, gear: '007', ok: null },
  ]);
});

test('line ends between quotes, and a byte order mark', () => {
  expect(rows('\uFEFFa,b\n"x\ny",1\n')).toEqual([{ a: 'x\ny', b: 1 }]);
});

test.each([
  ['', 'the file is empty'],
  ['a,b\n', 'no row but the one'],
  ['a,a\n1,2', 'the column a is there twice'],
  ['a,\n1,2', 'column 2 has no name'],
  ['a,b\n1\n', 'line 2: the row has 1 cells'],
  ['a\n"1', 'line 2, column 1: a quote is not closed'],
  ['a\n"1"2', 'a comma is expected'],
  [`${'x,'.repeat(1_000)}y\n`, 'at most 1000 cells'],
])('%j is refused: %s', (text, why) => {
  expect(() => rows(text)).toThrow(why);
});

test('columns of any name are keys like any other', () => {
  expect(JSON.stringify(rows('__proto__,constructor\n1,2\n'))).toBe('[{"__proto__":1,"constructor":2}]');
});
