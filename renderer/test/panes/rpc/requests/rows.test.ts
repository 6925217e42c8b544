import { expect, test } from 'vitest';
import type { RequestNode } from '../../../../../testbench/contract.ts';
import { besides, dropPlace, inwards, outwards, rowsOf, sideOf } from '../../../../src/panes/rpc/requests/rows.ts';

const folder = (id: string): RequestNode => ({ ...place(id), kind: 'folder' });
const request = (id: string): RequestNode => ({
  ...place(id),
  kind: 'request',
  method: 'GET',
  problem: null,
  revision: '1',
});
const place = (id: string) => {
  const parts = id.split('/');
  return { id, name: parts.at(-1) ?? '', parent: parts.length > 1 ? parts.slice(0, -1).join('/') : null };
};

const nodes = [folder('A'), request('A/a'), folder('A/B'), request('A/B/b'), request('A/c'), folder('D')];
const shown = (folded: string[], search = '') => rowsOf(nodes, folded, search).map(({ node }) => node.id);

test('rows are what is in open folders, with their places for who cannot see them', () => {
  expect(shown([])).toEqual(['A', 'A/a', 'A/B', 'A/B/b', 'A/c', 'D']);
  expect(shown(['A/B'])).toEqual(['A', 'A/a', 'A/B', 'A/c', 'D']);
  expect(shown(['A'])).toEqual(['A', 'D']);
  expect(rowsOf(nodes, [], '')[4]).toMatchObject({ level: 2, open: null, position: 3, siblings: 3 });
});

test('a search shows what has the text, the folders it is in, and all of a folder that has it, folded or not', () => {
  expect(shown(['A'], 'B')).toEqual(['A', 'A/B', 'A/B/b']);
  expect(shown([], 'd')).toEqual(['D']);
  expect(shown([], 'nothing')).toEqual([]);
});

test('by keys one moves among its siblings, into the folder before it and out of its own', () => {
  expect(besides(nodes, 'A/a', 1)).toEqual({ parent: 'A', to: 1 });
  expect(besides(nodes, 'A/a', -1)).toBeNull();
  expect(besides(nodes, 'D', 1)).toBeNull();
  expect(inwards(nodes, 'A/c')).toEqual({ parent: 'A/B', to: 1 });
  expect(inwards(nodes, 'A/a')).toBeNull();
  expect(outwards(nodes, 'A/B/b')).toEqual({ parent: 'A', to: 2 });
  expect(outwards(nodes, 'A')).toBeNull();
});

test('what is dropped on a request goes before or behind it, on a folder into it, and never into itself', () => {
  const [, a, b] = rowsOf(nodes, ['A/B'], '');
  if (!a || !b) throw new Error('no rows');
  expect([sideOf(a, 0.2), sideOf(a, 0.8)]).toEqual(['before', 'after']);
  expect([sideOf(b, 0.1), sideOf(b, 0.5), sideOf(b, 0.9)]).toEqual(['before', 'into', 'after']);
  expect(dropPlace(nodes, 'A/c', a.node, 'after')).toEqual({ parent: 'A', to: 1 });
  expect(dropPlace(nodes, 'A/a', b.node, 'after')).toEqual({ parent: 'A', to: 1 });
  expect(dropPlace(nodes, 'A/a', b.node, 'into')).toEqual({ parent: 'A/B', to: 0 });
  expect(dropPlace(nodes, 'A', b.node, 'into')).toBeNull();
  expect(dropPlace(nodes, 'A/a', a.node, 'before')).toBeNull();
});
