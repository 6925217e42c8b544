import { expect, test } from 'vitest';
import { moved } from '../../src/ui/list-keys.ts';
import { TypeAhead } from '../../src/ui/type-ahead.ts';

const names = ['battery', 'body', 'brake', 'camera'];
const textOf = (index: number) => names[index] ?? '';

test('letters typed in quick succession lead to the row that begins so', () => {
  const typeAhead = new TypeAhead();
  expect(typeAhead.find('b', -1, 4, textOf, 0)).toBe(0);
  expect(typeAhead.find('r', 0, 4, textOf, 100)).toBe(2);
});

test('after a pause a new word begins', () => {
  const typeAhead = new TypeAhead();
  typeAhead.find('b', -1, 4, textOf, 0);
  expect(typeAhead.find('c', 0, 4, textOf, 5_000)).toBe(3);
});

test('the same letter again goes on to the next row', () => {
  const typeAhead = new TypeAhead();
  expect(typeAhead.find('b', -1, 4, textOf, 0)).toBe(0);
  expect(typeAhead.find('b', 0, 4, textOf, 100)).toBe(1);
  expect(typeAhead.find('b', 1, 4, textOf, 200)).toBe(2);
  expect(typeAhead.find('b', 2, 4, textOf, 300)).toBe(0);
});

test('keys that are no letters find nothing', () => {
  expect(new TypeAhead().find('ArrowDown', 0, 4, textOf, 0)).toBeNull();
});

test('arrows, pages, Home and End move within the list', () => {
  expect(moved('ArrowDown', -1, 4, 10)).toBe(0);
  expect(moved('ArrowUp', -1, 4, 10)).toBe(3);
  expect(moved('ArrowDown', 3, 4, 10)).toBe(3);
  expect(moved('PageUp', 3, 4, 2)).toBe(1);
  expect(moved('End', 0, 4, 2)).toBe(3);
  expect(moved('Home', 3, 4, 2)).toBe(0);
  expect(moved('ArrowDown', 0, 0, 2)).toBeNull();
  expect(moved('a', 0, 4, 2)).toBeNull();
});
