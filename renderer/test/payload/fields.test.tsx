import { fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { BenchApi } from '../../../testbench/contract.ts';
import { dragField } from '../../src/payload/fields/drag.ts';
import { fieldRows, parseFields, pathText, valueAt } from '../../src/payload/fields/field-rows.ts';
import { FieldTree } from '../../src/payload/fields/field-tree.tsx';
import { numericFields } from '../../src/payload/fields/numeric-fields.ts';
import { answers, benchWith } from '../harness.ts';

const place = { deviceId: 'd1', url: '/speed' };
const rowsOf = (text: string, folds: [string, boolean][] = []) =>
  fieldRows(parseFields(text)?.value, new Map(folds)).map(({ path, text: shown, open }) => [
    pathText(path),
    shown,
    open,
  ]);

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
