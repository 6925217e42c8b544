import { expect, test } from 'vitest';
import { movedByte } from '../../src/payload/hex-view.tsx';

const press = (key: string, change = {}) => ({ key, ctrlKey: false, altKey: false, metaKey: false, ...change });
const from = (at: number) => (key: string, change?: object) => movedByte(press(key, change), at, 100, 8, 4);

test('arrows lead to the next byte and line, and keep to the column', () => {
  const key = from(20);
  expect([key('ArrowRight'), key('ArrowLeft'), key('ArrowDown'), key('ArrowUp')]).toEqual([21, 19, 28, 12]);
});

test('the ends of line and packet are reached, and not passed', () => {
  expect([from(20)('Home'), from(20)('End')]).toEqual([16, 23]);
  expect([from(20)('Home', { ctrlKey: true }), from(20)('End', { ctrlKey: true })]).toEqual([0, 99]);
  expect([from(0)('ArrowLeft'), from(99)('ArrowRight'), from(3)('ArrowUp'), from(97)('ArrowDown')]).toEqual([
    0, 99, 3, 97,
  ]);
  expect([from(20)('PageUp'), from(20)('PageDown'), from(90)('PageDown')]).toEqual([0, 52, 99]);
});

test('from no byte the first key leads to the first', () => {
  expect([from(-1)('ArrowRight'), from(-1)('ArrowDown')]).toEqual([0, 0]);
});

test('keys that are not of the bytes, and no bytes at all, lead nowhere', () => {
  expect(from(20)('a')).toBeNull();
  expect(from(20)('ArrowDown', { ctrlKey: true })).toBeNull();
  expect(movedByte(press('End'), 0, 0, 8, 4)).toBeNull();
});
