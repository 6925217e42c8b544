import { expect, test } from 'vitest';
import { branchesOf, branchUrl, rowsOf, treeOf } from '../../../src/panes/subscriptions/tree.ts';
import { treeMove } from '../../../src/ui/tree-keys.ts';
import { TypeAhead } from '../../../src/ui/type-ahead.ts';

const everything = () => true;
const pathsOf = (urls: string[]) => rowsOf(treeOf(urls), everything).map(({ node }) => node.path);

test('urls are split at slashes, numbers in the order of numbers', () => {
  expect(pathsOf(['/wheel/10/rpm', '/wheel/2', '/speed'])).toEqual([
    '/speed',
    '/wheel',
    '/wheel/2',
    '/wheel/10',
    '/wheel/10/rpm',
  ]);
});

test('strange urls have a place too: with a slash at the end, twice, without one, empty', () => {
  expect(pathsOf(['/a/', '/a', '//a', 'a', '']).toSorted()).toEqual(['', '/', '//a', '/a', '/a/', 'a']);
});

test('a url of thousands of slashes is a few levels deep', () => {
  const url = '/x'.repeat(2_000);
  const rows = rowsOf(treeOf([url]), everything);
  expect(rows).toHaveLength(32);
  expect(rows.at(-1)?.node).toMatchObject({ path: url, listed: true });
});

test('a row knows its place among its siblings, and whether something is below it', () => {
  const rows = rowsOf(treeOf(['/a/b', '/a/c', '/d']), (path) => path !== '/never');
  expect(rows.map(({ level, open, position, siblings }) => [level, open, position, siblings])).toEqual([
    [1, true, 1, 2],
    [2, null, 1, 2],
    [2, null, 2, 2],
    [1, null, 2, 2],
  ]);
  expect(branchesOf(treeOf(['/a/b/c', '/d/e']))).toEqual(['/a', '/a/b', '/d']);
  expect([branchUrl('/a'), branchUrl('/a/')]).toEqual(['/a/', '/a/']);
});

test('2,000 topics make a tree', () => {
  const urls = Array.from({ length: 2_000 }, (_, n) => `/ecu${n % 20}/group${n % 100}/signal${n}`);
  expect(pathsOf(urls)).toHaveLength(2_000 + 100 + 20);
});

test('keys lead through a tree as they do elsewhere', () => {
  const rows = rowsOf(treeOf(['/a/b', '/a/c', '/d']), everything);
  const name = (index: number) => rows[index]?.node.name.slice(1) ?? '';
  const press = (key: string, at: number) => treeMove({ key, timeStamp: 0 }, rows, at, 10, new TypeAhead(), name);
  expect(press('ArrowRight', 0)).toEqual({ kind: 'go', to: 1 });
  expect(press('ArrowLeft', 0)).toEqual({ kind: 'fold', folded: true });
  expect(press('ArrowLeft', 2)).toEqual({ kind: 'go', to: 0 });
  expect(press('ArrowLeft', 3)).toBeNull();
  expect(press('ArrowRight', 3)).toBeNull();
  expect(press('End', 0)).toEqual({ kind: 'go', to: 3 });
  expect(press('d', 0)).toEqual({ kind: 'go', to: 3 });
  expect(press('Enter', 0)).toEqual({ kind: 'enter' });
  const folded = rowsOf(treeOf(['/a/b']), () => false);
  expect(treeMove({ key: 'ArrowRight', timeStamp: 0 }, folded, 0, 10, new TypeAhead(), name)).toEqual({
    kind: 'fold',
    folded: false,
  });
});
