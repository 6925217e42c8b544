import { fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { BenchApi } from '../../../testbench/contract.ts';
import { dragField } from '../../src/payload/fields/drag.ts';
import {
  fieldRows,
  indexOf,
  parseFields,
  pathOf,
  pathText,
  placeOf,
  textOf,
  valueAt,
} from '../../src/payload/fields/field-rows.ts';
import { FieldTree } from '../../src/payload/fields/field-tree.tsx';
import { numericFields } from '../../src/payload/fields/numeric-fields.ts';
import { answers, benchWith } from '../harness.ts';

const place = { deviceId: 'd1', url: '/speed' };
const rowsOf = (text: string, folds: [string, boolean][] = []) =>
  fieldRows(parseFields(text)?.value, new Map(folds)).map((row) => [pathText(pathOf(row)), textOf(row), row.open]);

beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(400);
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(300);
});
afterEach(() => void vi.restoreAllMocks());

test('JSON is rows of fields', () => {
  expect(rowsOf('{"kmh":1.5,"list":[-2,"x"],"empty":{},"a key":null}')).toEqual([
    ['', '{4}', true],
    ['kmh', '1.5', null],
    ['list', '[2]', true],
    ['list[0]', '-2', null],
    ['list[1]', '"x"', null],
    ['empty', '{0}', null],
    ['["a key"]', 'null', null],
  ]);
});

test('a list of many is folded until it is opened; what was folded by hand stays so', () => {
  const many = JSON.stringify({ many: Array.from({ length: 201 }, (_, n) => n) });
  expect(rowsOf(many)).toHaveLength(2);
  expect(rowsOf(many, [['["many"]', true]])).toHaveLength(203);
  expect(rowsOf('{"a":{"b":1}}', [['["a"]', false]])).toHaveLength(2);
});

test('a list of a quarter of a million bytes has all of its rows', () => {
  const list = Array.from({ length: 60_000 }, (_, n) => n);
  const rows = fieldRows(parseFields(JSON.stringify(list))?.value, new Map());
  expect(rows).toHaveLength(60_001);
  const last = rows.at(-1);
  expect(last && [pathText(pathOf(last)), textOf(last)]).toEqual(['[59999]', '59999']);
});

test('a long text is folded to its start, and unfolds into lines that are all of it', () => {
  const long = `${'line of text\n'.repeat(50)}${'x'.repeat(1_000)}`;
  const value = { short: 'x', long, after: 1 };
  const folded = fieldRows(value, new Map());
  expect(folded.map(({ open }) => open)).toEqual([true, null, false, null]);
  expect(folded[2] && textOf(folded[2])).toMatch(/^"line of text\\n.*…$/);
  const rows = fieldRows(value, new Map([['["long"]', true]]), 64);
  const lines = rows.slice(3, -1).map((row) => textOf(row));
  expect(lines.slice(0, 50).join('\n')).toBe('line of text\n'.repeat(50).trim());
  expect(lines.slice(50).join('')).toBe('x'.repeat(1_000));
});

test('a row is found again among others, the lines of a text as well, unless it is folded away', () => {
  const value = { a: { b: [1, 2] }, long: 'y'.repeat(900), b: { b: 3 } };
  const folds = new Map([['["long"]', true]]);
  const rows = fieldRows(value, folds);
  for (const [at, row] of rows.entries()) expect(indexOf(rows, placeOf(row))).toBe(at);
  const folded = fieldRows(value, new Map([['["a"]', false]]));
  expect(indexOf(folded, { path: ['a', 'b'], line: 0 })).toBe(-1);
  expect(indexOf(folded, { path: ['long'], line: 2 })).toBe(-1);
  expect(indexOf(folded, { path: ['b', 'b'], line: 0 })).toBe(4);
});

test('a key named __proto__ is a key like any other', () => {
  expect(rowsOf('{"__proto__":{"x":1}}').map(([path]) => path)).toEqual(['', '__proto__', '__proto__.x']);
});

test('what is no JSON, or nested too deep, has no rows', () => {
  expect(parseFields('{')).toBeUndefined();
  const deep = parseFields('['.repeat(100_000) + ']'.repeat(100_000));
  expect(deep === undefined || fieldRows(deep.value, new Map()).length < 10).toBe(true);
});

test('a value is found by its path, and only its own', () => {
  const value = { a: [{ b: 5 }] };
  expect(valueAt(value, ['a', 0, 'b'])).toEqual({ value: 5 });
  expect(valueAt(value, ['a', 1])).toBeNull();
  expect(valueAt(value, ['constructor'])).toBeNull();
});

test('numbers of a message are found, at most so many', () => {
  const text = '{"x":1,"deep":{"y":[2,"3",true]},"z":-1e400}';
  expect(numericFields(text, 10)).toEqual([['x'], ['deep', 'y', 0], ['z']]);
  expect(numericFields(text, 2)).toHaveLength(2);
  expect(numericFields('5', 10)).toEqual([[]]);
  expect(numericFields('no', 10)).toEqual([]);
});

test('a field is dragged as what plots take, and as text for everybody else', () => {
  const data: Record<string, string> = {};
  const dataTransfer = { setData: (type: string, text: string) => (data[type] = text), effectAllowed: '' };
  dragField({ dataTransfer } as never, { ...place, path: ['wheel', 2] });
  expect(JSON.parse(data['application/x-vsoa-field'] ?? '')).toEqual({ ...place, path: ['wheel', 2] });
  expect(data['text/plain']).toBe('/speed wheel[2]');
});

test('Enter plots the number that the keys are at, and opens and closes what has something below it', () => {
  const addSeries = vi.fn<BenchApi['addSeries']>(() => answers({ plotId: 'p', seriesId: 's' }));
  benchWith({ addSeries });
  render(<FieldTree label="Param" text='{"kmh":5,"gear":"D"}' topic={place} />);
  const tree = screen.getByRole('tree', { name: 'Param' });
  expect(screen.getAllByRole('treeitem').map((item) => item.getAttribute('draggable'))).toEqual([null, 'true', null]);
  fireEvent.keyDown(tree, { key: 'ArrowDown' });
  fireEvent.keyDown(tree, { key: 'ArrowDown' });
  fireEvent.keyDown(tree, { key: 'Enter' });
  expect(addSeries).toHaveBeenCalledWith({ field: { ...place, path: ['kmh'] } });
  fireEvent.keyDown(tree, { key: 'Home' });
  fireEvent.keyDown(tree, { key: 'Enter' });
  expect(screen.getAllByRole('treeitem')).toHaveLength(1);
  expect(addSeries).toHaveBeenCalledTimes(1);
});

test('what came on no topic can be looked at, but not plotted', () => {
  render(<FieldTree label="Param" text='{"kmh":5}' />);
  expect(screen.getAllByRole('treeitem').map((item) => item.getAttribute('draggable'))).toEqual([null, null]);
  expect(screen.queryByRole('button', { hidden: true })).toBeNull();
});

test('of a large value only the rows in view are drawn, and End leads to the last', () => {
  render(<FieldTree label="Param" text={JSON.stringify(Array.from({ length: 60_000 }, (_, n) => n))} />);
  expect(screen.getAllByRole('treeitem').length).toBeLessThan(60);
  fireEvent.keyDown(screen.getByRole('tree'), { key: 'End' });
  expect(screen.getByRole('tree').getAttribute('aria-activedescendant')).toMatch(/-60000$/);
});
