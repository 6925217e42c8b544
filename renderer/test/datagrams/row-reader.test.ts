import { expect, test } from 'vitest';
import type { DatagramRow } from '../../../testbench/contract.ts';
import { RowReader } from '../../src/datagrams/row-reader.ts';

const row = (index: number): DatagramRow => ({
  index,
  time: index,
  quick: false,
  url: '/a',
  paramLength: 0,
  dataLength: 0,
  preview: '',
});

/** A reader whose reads are answered when the test says so. */
function reader() {
  const asked: { indexes: number[]; answer: (rows: DatagramRow[] | Error) => Promise<void> }[] = [];
  const rows = new RowReader(
    (indexes) =>
      new Promise((resolve, reject) => {
        asked.push({
          indexes,
          answer: async (found) => {
            if (found instanceof Error) reject(found);
            else resolve(found);
            await Promise.resolve();
            await Promise.resolve();
          },
        });
      }),
  );
  return { rows, asked };
}

test('one read runs at a time, and then only what is wanted by then and not there', async () => {
  const { rows, asked } = reader();
  rows.want([1, 2]);
  rows.want([2, 3]);
  rows.want([2, 9]);
  expect(asked.map(({ indexes }) => indexes)).toEqual([[1, 2]]);
  await asked[0]?.answer([row(1), row(2)]);
  await expect.poll(() => asked.map(({ indexes }) => indexes)).toEqual([[1, 2], [9]]);
  await asked[1]?.answer([row(9)]);
  expect(rows.has([1, 2, 9])).toBe(true);
  rows.want([1, 9]);
  expect(asked).toHaveLength(2);
});

test('what is gone is not asked for again and again', async () => {
  const { rows, asked } = reader();
  rows.want([1]);
  await asked[0]?.answer([]);
  rows.want([1]);
  expect(asked).toHaveLength(1);
  expect(rows.has([1])).toBe(true);
  expect(rows.row(1)).toBeUndefined();
});

test('a read that fails is tried again when the rows are wanted again', async () => {
  const { rows, asked } = reader();
  rows.want([1]);
  await asked[0]?.answer(new Error('no such device'));
  await expect
    .poll(() => {
      rows.want([1]);
      return asked.length;
    })
    .toBe(2);
});

test('keeps no more than some thousand rows', async () => {
  const rows = new RowReader((indexes) => Promise.resolve(indexes.map(row)));
  const all = Array.from({ length: 5 }, (_, page) => Array.from({ length: 1_000 }, (_none, at) => page * 1_000 + at));
  for (const page of all) {
    rows.want(page);
    await expect.poll(() => rows.has(page)).toBe(true);
  }
  expect(rows.row(0)).toBeUndefined();
  expect(rows.row(4_999)).toBeDefined();
});
