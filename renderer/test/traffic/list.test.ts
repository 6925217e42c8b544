import { expect, test, vi } from 'vitest';
import type { BenchApi, TrafficRow } from '../../../testbench/contract.ts';
import { useAnnouncement } from '../../src/state/announce.ts';
import { applyBatch } from '../../src/state/events.ts';
import { useSelection } from '../../src/state/selection.ts';
import { undoLast, useToasts } from '../../src/state/toasts.ts';
import { useTraffic, useView } from '../../src/state/traffic.ts';
import { clearLog, copyPicked, goToProblem, jumpToPair, toggleMarks } from '../../src/traffic/act.ts';
import {
  follow,
  goTo,
  pick,
  pickedRange,
  scrollTo,
  spanNow,
  togglePause,
  topNow,
  useList,
} from '../../src/traffic/list.ts';
import { rowCache } from '../../src/traffic/rows.ts';
import { showTraffic } from '../../src/traffic/show.ts';
import { ROW_HEIGHT } from '../../src/traffic/viewport.ts';
import { answers, benchWith, row, stats, view } from '../harness.ts';

/** A bench with `count` packets; a filter of `/n` lets every n-th through. */
function benchOf(
  count: number,
  change: (index: number) => Partial<TrafficRow> = () => ({}),
  more: Partial<BenchApi> = {},
) {
  let every = 1;
  let id = 0;
  const indexAt = (position: number) => position * every;
  const shown = () => ({ id, first: 0, end: Math.ceil(count / every), scanned: count, total: count });
  benchWith({
    trafficRows: ({ from, to }) => {
      const rows: TrafficRow[] = [];
      for (let at = from; at < Math.min(to, shown().end); at += 1) {
        rows.push(row(indexAt(at), { position: at, ...change(indexAt(at)) }));
      }
      return answers(rows);
    },
    trafficPosition: ({ index }) => answers(Math.ceil(index / every)),
    setTrafficView: (wish) => {
      every = wish.filter === '' ? 1 : Number(wish.filter.slice(1));
      id += 1;
      return answers(view({ ...wish, ...shown() }));
    },
    ...more,
  });
  useTraffic.setState(stats({ end: count }));
  useView.setState(view(shown()));
  useList.setState({ height: 10 * ROW_HEIGHT });
}

const settled = () => vi.waitFor(() => expect(useList.getState().picked).not.toBeNull());

test('choosing a row stops the list, shows the packet, and brings the row into view', async () => {
  benchOf(1_000);
  pick(500);
  expect(useList.getState().following).toBe(false);
  await vi.waitFor(() => expect(useSelection.getState().item).toEqual({ kind: 'packet', source: 'live', index: 500 }));
  expect(topNow()).toBeLessThanOrEqual(500);
  expect(topNow() + 10).toBeGreaterThanOrEqual(501);
});

test('a range grows from where it began, in both directions', () => {
  benchOf(1_000);
  pick(500);
  pick(503, true);
  expect(pickedRange()).toEqual({ from: 500, to: 504 });
  pick(498, true);
  expect(pickedRange()).toEqual({ from: 498, to: 501 });
  pick(10);
  expect(pickedRange()).toEqual({ from: 10, to: 11 });
});

test('the packet that was chosen is chosen again under another filter, and in view', async () => {
  benchOf(10_000);
  pick(600);
  await vi.waitFor(() => expect(useSelection.getState().item).not.toBeNull());
  await showTraffic({ filter: '/10' });
  await settled();
  expect(useList.getState().picked).toEqual({ anchor: 60, cursor: 60 });
  expect(topNow()).toBeLessThanOrEqual(60);
  expect(topNow() + 10).toBeGreaterThanOrEqual(61);
});

test('a packet that the filter leaves out stays in the inspector, and the list stands where it would be', async () => {
  benchOf(10_000);
  pick(605);
  rowCache.want({ from: 590, to: 620, end: 10_000, total: 10_000 });
  await vi.waitFor(() => expect(rowCache.row(605)).toBeDefined());
  await vi.waitFor(() => expect(useSelection.getState().item).not.toBeNull());
  await showTraffic({ filter: '/10' });
  await vi.waitFor(() => expect(useList.getState().top).toBeGreaterThan(0));
  expect(useList.getState().picked).toBeNull();
  expect(useSelection.getState().item).toMatchObject({ index: 605 });
  expect(Math.abs(topNow() - 60)).toBeLessThan(10);
});

test('a list that follows goes on following under another filter', async () => {
  benchOf(1_000);
  await showTraffic({ filter: '/10' });
  expect(useList.getState().following).toBe(true);
});

test('a paused list stays paused at its packet under another filter', async () => {
  benchOf(1_000);
  follow();
  useList.setState({ following: false });
  togglePause();
  expect(useList.getState().paused?.index).toBe(1_000);
  await showTraffic({ filter: '/10' });
  await vi.waitFor(() => expect(useList.getState().paused?.position).toBe(100));
  useView.setState({ end: 5_000 });
  expect(spanNow().end).toBe(100);
});

test('another source is shown from its start, and live traffic at its end', async () => {
  benchOf(1_000);
  await showTraffic({ source: 'capture-1' });
  expect(useList.getState().following).toBe(false);
  expect(topNow()).toBe(0);
  await showTraffic({ source: 'live' });
  expect(useList.getState().following).toBe(true);
});

test('of two wishes given at once the second keeps what the first asked for', async () => {
  benchOf(1_000);
  await Promise.all([showTraffic({ filter: '/10' }), showTraffic({ from: 5, to: 9 })]);
  expect(useView.getState()).toMatchObject({ filter: '/10', from: 5, to: 9 });
});

test('what is told of a view that was replaced is not shown any more', () => {
  benchOf(10);
  applyBatch({ view: view({ id: 5, filter: 'new' }) });
  applyBatch({ view: view({ id: 4, filter: 'old' }) });
  expect(useView.getState().filter).toBe('new');
});

test('the reply is found from its request, and what is not in the list is said to be elsewhere', async () => {
  benchOf(10_000);
  scrollTo(0);
  await jumpToPair(row(3, { pair: { index: 900, rttMs: 1, url: '/a' } }));
  expect(useList.getState().picked).toEqual({ anchor: 900, cursor: 900 });
  expect(Math.abs(topNow() + 5 - 900)).toBeLessThan(2);
  await showTraffic({ filter: '/10' });
  await settled();
  await goTo(901);
  expect(useSelection.getState().item).toMatchObject({ index: 901 });
  expect(useAnnouncement.getState()).toMatchObject({ key: 'traffic.notInList', values: { index: 901 } });
});

test('a request without a reply says so', async () => {
  benchOf(10);
  await jumpToPair(row(3, { unanswered: true }));
  expect(useAnnouncement.getState().key).toBe('traffic.stillUnanswered');
  await jumpToPair(row(3));
  expect(useAnnouncement.getState().key).toBe('traffic.noPair');
});

test('the next and the previous problem are asked for from where the keyboard is, or from the end', async () => {
  const asked: unknown[] = [];
  const found = [7_000, null, 12];
  benchOf(20_000, undefined, {
    trafficProblem: (request) => (asked.push(request), answers(found.shift() ?? null)),
  });
  pick(5);
  await goToProblem(1);
  expect(useList.getState().picked?.cursor).toBe(7_000);
  await goToProblem(1);
  expect(useAnnouncement.getState().key).toBe('traffic.noProblem');
  useList.setState({ picked: null });
  await goToProblem(-1);
  expect(useList.getState().picked?.cursor).toBe(12);
  expect(asked).toMatchObject([
    { from: 5, step: 1 },
    { from: 7_000, step: 1 },
    { from: 20_000, step: -1 },
  ]);
});

test('what is cleared can be taken back', async () => {
  let back = 0;
  benchOf(100, undefined, {
    clearTraffic: () => answers(100),
    undoClearTraffic: () => {
      back += 1;
      return answers(back === 1);
    },
  });
  useToasts.setState(useToasts.getInitialState(), true);
  await clearLog();
  await clearLog();
  expect(useToasts.getState().toasts.at(-1)).toMatchObject({ key: 'traffic.cleared', values: { count: 100 } });
  undoLast();
  undoLast();
  await vi.waitFor(() => expect(useToasts.getState().toasts.map(({ key }) => key)).toEqual(['traffic.clearedForGood']));
  expect(back).toBe(2);
});

test('marking marks all that is chosen, and again takes the marks away', async () => {
  const marks = new Map<number, boolean>();
  benchOf(100, (index) => ({ marked: marks.get(index) ?? false }), {
    markTraffic: ({ from, to, marked }) => {
      for (let index = from; index < to; index += 1) marks.set(index, marked);
      return answers(to - from);
    },
  });
  pick(3);
  pick(5, true);
  await toggleMarks();
  expect([...marks]).toEqual([3, 4, 5].map((index) => [index, true]));
  await toggleMarks();
  expect([...marks.values()]).toEqual([false, false, false]);
});

test('more than the clipboard is given is neither copied nor marked in part, and said to be too much', async () => {
  benchOf(20_000);
  useList.setState({ picked: { anchor: 0, cursor: 10_000 } });
  await copyPicked('json');
  expect(useAnnouncement.getState().key).toBe('traffic.copyTooMany');
  await toggleMarks();
  expect(useAnnouncement.getState().key).toBe('traffic.markTooMany');
});
