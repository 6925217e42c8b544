import { act, renderHook } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { DatagramRow, ReceivedDatagrams } from '../../../../testbench/contract.ts';
import { useDatagramList } from '../../../src/panes/datagrams/received/use-list.ts';
import { answers, benchWith } from '../../harness.ts';

const stats = (first: number, end: number): ReceivedDatagrams => ({
  deviceId: 'd1',
  first,
  end,
  bytes: 0,
  maxBytes: 1,
  maxCount: 1,
  evicted: 0,
  evictedBytes: 0,
  perSecond: 0,
});

const row = (index: number): DatagramRow => ({
  index,
  time: index,
  quick: false,
  url: '/a',
  paramLength: 0,
  dataLength: 0,
  preview: '',
});

/** A list of ten rows, and reads that are answered when the test says so. */
function listOf(first: number, end: number) {
  const reads: (() => Promise<void>)[] = [];
  benchWith({
    datagramRows: ({ indexes }) =>
      new Promise((resolve) => {
        reads.push(() => act(async () => resolve(await answers(indexes.map(row)))));
      }),
  });
  const hook = renderHook((props) => useDatagramList({ deviceId: 'd1', text: '', height: 240, ...props }), {
    initialProps: { stats: stats(first, end), paused: false },
  });
  return { hook, reads };
}

const shown = ({ span, view, row: at }: ReturnType<typeof useDatagramList>) => ({
  end: span.end,
  rows: Array.from({ length: view.to - view.from }, (_, n) => at(view.from + n)?.index),
});

test('a list that follows a flood goes from one end that was read to the next, and shows no rows that are not there', async () => {
  const { hook, reads } = listOf(0, 100);
  // More have come before the first read is answered.
  hook.rerender({ stats: stats(0, 500), paused: false });
  await reads.shift()?.();
  expect(shown(hook.result.current)).toEqual({ end: 100, rows: Array.from({ length: 10 }, (_, n) => 90 + n) });
  await reads.shift()?.();
  expect(shown(hook.result.current)).toEqual({ end: 500, rows: Array.from({ length: 10 }, (_, n) => 490 + n) });
});

test('while more come than are read, what was read is shown', async () => {
  const { hook, reads } = listOf(0, 100);
  for (const end of [300, 600, 900, 1_200]) {
    await reads.shift()?.();
    hook.rerender({ stats: stats(end - 200, end), paused: false });
    await reads.shift()?.();
    const { end: shownEnd, rows } = shown(hook.result.current);
    expect(shownEnd).toBeGreaterThan(end - 301);
    expect(rows).toHaveLength(10);
    expect(rows).not.toContain(undefined);
  }
});

test('a pause holds the end, and says how many wait', async () => {
  const { hook, reads } = listOf(0, 100);
  await reads.shift()?.();
  hook.rerender({ stats: stats(0, 100), paused: true });
  hook.rerender({ stats: stats(0, 130), paused: true });
  expect(hook.result.current.span.end).toBe(100);
  expect(hook.result.current.waiting).toBe(30);
  hook.rerender({ stats: stats(0, 130), paused: false });
  await reads.shift()?.();
  expect(hook.result.current.waiting).toBe(0);
});
