import { expect, onTestFinished, test, vi } from 'vitest';
import type { TrafficRow } from '../../../testbench/contract.ts';
import { PAGE, RowCache, RUSH_MS } from '../../src/traffic/row-cache.ts';
import { row } from '../harness.ts';

/** A log of `end` rows of which those before `first` were evicted; reads wait until they are let through. */
function slowLog(end: number, first = 0) {
  const log = { end, first, reads: [] as [number, number][], waiting: [] as (() => void)[] };
  const read = (from: number, to: number) => {
    log.reads.push([from, to]);
    const rows: TrafficRow[] = [];
    for (let index = Math.max(from, log.first); index < Math.min(to, log.end); index += 1) rows.push(row(index));
    return new Promise<TrafficRow[]>((resolve) => {
      log.waiting.push(() => resolve(rows));
    });
  };
  const letThrough = async () => {
    for (const resolve of log.waiting.splice(0)) resolve();
    await settled();
  };
  return { log, cache: new RowCache(read), letThrough };
}

async function settled(): Promise<void> {
  await new Promise((resolve) => {
    setTimeout(resolve);
  });
}

test('a view is read by pages, each of them once', async () => {
  const { log, cache, letThrough } = slowLog(1_000);
  cache.want({ from: PAGE - 2, to: PAGE + 2, end: 1_000, total: 1_000 });
  cache.want({ from: PAGE - 2, to: PAGE + 2, end: 1_000, total: 1_000 });
  await letThrough();
  cache.want({ from: 0, to: 2 * PAGE, end: 1_000, total: 1_000 });
  expect(log.reads).toEqual([
    [0, PAGE],
    [PAGE, 2 * PAGE],
  ]);
  expect(cache.row(PAGE)?.index).toBe(PAGE);
});

test('a page that was not full when it was read is read again when more of it is wanted', async () => {
  const { log, cache, letThrough } = slowLog(10);
  cache.want({ from: 0, to: 10, end: 10, total: 10 });
  await letThrough();
  expect(cache.row(12)).toBeUndefined();
  log.end = 20;
  cache.want({ from: 0, to: 20, end: 20, total: 20 });
  await letThrough();
  expect(cache.row(12)?.index).toBe(12);
});

test('evicted rows are no rows, and are not asked for for ever', async () => {
  const { log, cache, letThrough } = slowLog(PAGE, 5);
  cache.want({ from: 0, to: PAGE, end: PAGE, total: PAGE });
  await letThrough();
  cache.want({ from: 0, to: PAGE, end: PAGE, total: PAGE });
  expect(log.reads).toHaveLength(1);
  expect(cache.row(4)).toBeUndefined();
  expect(cache.row(5)?.index).toBe(5);
});

test('following a log that grows, one read runs at a time, and the end shown is one whose rows are there', async () => {
  const { log, cache, letThrough } = slowLog(10);
  void cache.follow(10, 20);
  log.end = 30;
  void cache.follow(20, 20);
  void cache.follow(29, 20);
  expect(log.reads).toHaveLength(1);
  expect(cache.readyEnd()).toBe(0);
  await letThrough();
  expect(cache.readyEnd()).toBe(10);
  await letThrough();
  expect(log.reads).toHaveLength(2);
  expect(cache.readyEnd()).toBe(29);
  expect(cache.row(28)?.index).toBe(28);
});

test('a tail that passes faster than anyone reads is read ten times a second, and at last as far as it went', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  let reads = 0;
  let end = 0;
  const cache = new RowCache((from, to) => {
    reads += 1;
    return Promise.resolve(Array.from({ length: to - from }, (_, i) => row(from + i)));
  });
  // 33 ms from one to the next, a whole page of rows each: for a second.
  for (let batch = 0; batch < 30; batch += 1) {
    end += PAGE;
    void cache.follow(end, 30);
    await vi.advanceTimersByTimeAsync(33);
  }
  expect(reads).toBeGreaterThanOrEqual(9);
  expect(reads).toBeLessThanOrEqual(11);
  await vi.advanceTimersByTimeAsync(RUSH_MS);
  expect(cache.readyEnd()).toBe(end);

  // A few rows at a time are shown as they come.
  reads = 0;
  for (let batch = 0; batch < 10; batch += 1) {
    end += 1;
    void cache.follow(end, 30);
    await vi.advanceTimersByTimeAsync(33);
    expect(cache.readyEnd()).toBe(end);
  }
});

test('another view is read at once, however fast the one before passed', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const { log, cache } = slowLog(1_000);
  void cache.follow(1_000, 30);
  for (const resolve of log.waiting.splice(0)) resolve();
  await vi.advanceTimersByTimeAsync(0);
  void cache.follow(2_000, 30);
  await vi.advanceTimersByTimeAsync(0);
  const before = log.reads.length;
  cache.clear();
  void cache.follow(500, 30);
  await vi.advanceTimersByTimeAsync(0);
  expect(log.reads.length).toBeGreaterThan(before);
});

test('rows of a log that was cleared do not turn up in the new one', async () => {
  const { cache, letThrough } = slowLog(10);
  cache.want({ from: 0, to: 10, end: 10, total: 10 });
  cache.clear();
  await letThrough();
  expect(cache.row(3)).toBeUndefined();
});

test('a log that is shorter than it was is a new one', async () => {
  const { log, cache, letThrough } = slowLog(10);
  void cache.follow(10, 5);
  await letThrough();
  log.end = 3;
  void cache.follow(3, 5);
  expect(cache.row(8)).toBeUndefined();
  await letThrough();
  expect(cache.readyEnd()).toBe(3);
});

test('following goes on in a log that was cleared while its rows were read', async () => {
  const { log, cache, letThrough } = slowLog(10);
  void cache.follow(10, 5);
  log.end = 4;
  void cache.follow(4, 5);
  await letThrough();
  void cache.follow(4, 5);
  await letThrough();
  expect(cache.readyEnd()).toBe(4);
});

test('a failed read leaves its rows wanted', async () => {
  let fails = true;
  const cache = new RowCache(() => (fails ? Promise.reject(new Error('the door is gone')) : Promise.resolve([row(0)])));
  cache.want({ from: 0, to: 1, end: 1, total: 1 });
  await settled();
  expect(cache.row(0)).toBeUndefined();
  fails = false;
  cache.want({ from: 0, to: 1, end: 1, total: 1 });
  await settled();
  expect(cache.row(0)?.index).toBe(0);
});

test('it keeps a few pages only, and forgets those read longest ago', async () => {
  const cache = new RowCache((from) => Promise.resolve([row(from)]));
  for (let page = 0; page < 100; page += 1) {
    cache.want({ from: page * PAGE, to: page * PAGE + 1, end: 100 * PAGE, total: 100 * PAGE });
    await settled();
  }
  expect(cache.row(0)).toBeUndefined();
  expect(cache.row(99 * PAGE)?.index).toBe(99 * PAGE);
});

test('following goes on by itself where another view came while rows of the one before were read', async () => {
  const { cache, letThrough } = slowLog(10);
  void cache.follow(10, 5);
  cache.clear();
  await letThrough();
  await letThrough();
  expect(cache.readyEnd()).toBe(10);
  expect(cache.row(9)?.index).toBe(9);
});

test('rows that are asked for again are shown as they were until they are there', async () => {
  const { log, cache, letThrough } = slowLog(10);
  const all = { from: 0, to: 10, end: 10, total: 10 };
  cache.want(all);
  await letThrough();
  cache.refresh();
  expect(cache.row(3)?.index).toBe(3);
  cache.want(all);
  expect(log.reads).toHaveLength(2);
  await letThrough();
  expect(cache.row(3)?.index).toBe(3);
});

test('a request that waits for its reply is read again when more has come, once in a while, and else not', async () => {
  vi.useFakeTimers();
  let unanswered = true;
  let reads = 0;
  const cache = new RowCache(() => {
    reads += 1;
    return Promise.resolve([row(0, { unanswered })]);
  });
  const want = (total: number) => cache.want({ from: 0, to: 1, end: 1, total });
  want(1);
  await vi.advanceTimersByTimeAsync(0);
  want(1);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(reads).toBe(1);

  for (let total = 2; total < 40; total += 1) want(total);
  expect(reads).toBe(1);
  unanswered = false;
  await vi.advanceTimersByTimeAsync(600);
  expect(reads).toBe(2);
  expect(cache.row(0)?.unanswered).toBe(false);
  want(50);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(reads).toBe(2);
  vi.useRealTimers();
});
