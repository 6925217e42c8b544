import { expect, test } from 'vitest';
import { pathText } from '../../src/plots/names.ts';
import { numericFields, parsePath } from '../../src/plots/numeric-fields.ts';

test('numbers and truths of a param can be plotted, wherever they are', () => {
  const text = '{"speed":1.5,"on":true,"name":"x","none":null,"wheels":[{"rpm":7},{"rpm":8}],"a b":{"c.d":0}}';
  expect(numericFields(text)?.map(({ path, value }) => [pathText(path), value])).toEqual([
    ['speed', 1.5],
    ['on', true],
    ['wheels[0].rpm', 7],
    ['wheels[1].rpm', 8],
    ['["a b"]["c.d"]', 0],
  ]);
  expect(numericFields('7')).toEqual([{ path: [], value: 7 }]);
  expect(numericFields('{')).toBeUndefined();
  expect(numericFields(`[${Array.from({ length: 5_000 }, () => 1).join(',')}]`)).toHaveLength(1_000);
});

test('a path that is written is the one that was meant', () => {
  for (const path of [['a'], ['a', 0, 'b'], [3], ['a b', 'c.d', '"', '速度'], ['车速', 'x-y']]) {
    expect(parsePath(pathText(path))).toEqual(path);
  }
  expect(parsePath('x-y.z')).toEqual(['x-y', 'z']);
  expect(parsePath('')).toEqual([]);
  for (const wrong of ['a..b', 'a[', 'a[x]', '["x]', 'a b', '.']) expect(parsePath(wrong)).toBeUndefined();
});
