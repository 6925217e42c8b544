import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, expect, it, vi } from 'vitest';
import type { Chunk } from '../../traffic/chunk.ts';
import { compileFilter } from '../../traffic/filter/compile.ts';
import { TooSlow } from '../../traffic/filter/guard.ts';
import { parseFilter } from '../../traffic/filter/parser.ts';
import { TrafficLog } from '../../traffic/log.ts';
import { type RowFilter, Selection } from '../../traffic/selection.ts';
import { packet, tapConnection, tell } from '../packets.ts';
import { never } from './support.ts';

afterEach(() => void vi.restoreAllMocks());

function logOf(count: number): TrafficLog {
  const log = new TrafficLog();
  for (let n = 0; n < count; n++) tell(log, packet({ url: '/a' }), false, false, tapConnection(1), n);
  return log;
}

/** Lets all through, and takes so long for each packet; tells how many it was run over at once. */
function slowFilter(msPerPacket: () => number): { filter: RowFilter; runs: number[] } {
  let now = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => now);
  const runs: number[] = [];
  const run = (_: unknown, from: number, to: number, out: Uint16Array): number => {
    runs.push(to - from);
    now += (to - from) * msPerPacket();
    for (let row = from; row < to; row++) out[row - from] = row;
    return to - from;
  };
  return { filter: { costly: false, run }, runs };
}

it('a filter that takes long for a packet is run over few at once, and over more when it is quicker', () => {
  let msPerPacket = 1;
  const { filter, runs } = slowFilter(() => msPerPacket);
  const selection = new Selection(logOf(7_000), filter);
  selection.advance(400, never);
  expect(Math.max(...runs.slice(1))).toBeLessThanOrEqual(3);
  msPerPacket = 0;
  selection.advance(7_000, never);
  expect(runs.at(-2)).toBeGreaterThan(1_000);
  expect(selection.end).toBe(7_000);
});

it('a few packets that come quickly do not make the next run a long one', () => {
  const { filter, runs } = slowFilter(() => 0);
  const selection = new Selection(logOf(8_000), filter);
  for (let n = 1; n <= 100; n++) selection.advance(n, never);
  selection.advance(8_000, never);
  expect(runs[100]).toBeLessThanOrEqual(256);
});

it('does not hold what was evicted, also where nobody reads it', async () => {
  const log = new TrafficLog({ cap: 65_536 });
  const selection = new Selection(log, slowFilter(() => 0).filter);
  const add = () => {
    tell(log, packet({ url: '/a' }), false, false, tapConnection(1), 0);
    selection.advance(log.end, never);
  };
  add();
  const oldest = new WeakRef(log.chunkOf(0) as Chunk);
  while (log.first === 0) add();
  add();
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  // What a weak reference points to is held until the loop has had its turn.
  await new Promise((resolve) => setImmediate(resolve));
  collect();
  expect(oldest.deref()).toBeUndefined();
  expect(selection.end).toBe(log.end);
});

it.each(['param.a contains "x"', 'param.a =~ /x/'])(
  'a param that is nested too deeply for %s is left out and counted, and the others are found',
  (text) => {
    const log = new TrafficLog();
    const deep = `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
    for (const param of ['{"a":"x"}', deep, '{"a":["x"]}'])
      tell(log, packet({ url: '/a', param }), false, false, tapConnection(1), 0);
    const parsed = parseFilter(text);
    if (!parsed) throw new Error('the filter is empty');
    const selection = new Selection(log, compileFilter(parsed, { log, marks: new Set(), now: 0 }));
    selection.advance(3, never);
    expect([selection.indexAt(0), selection.indexAt(1), selection.end]).toEqual([0, 2, 2]);
    expect(selection.gaveUp).toBe(1);
  },
);

it('a regex that runs away now and then in much traffic does not stop the filter', () => {
  const log = logOf(0);
  const filter: RowFilter = {
    costly: false,
    run(chunk, from, to) {
      const first = chunk.first + from;
      const end = chunk.first + to;
      // Each 20,000th.
      if (Math.floor((end - 1) / 20_000) * 20_000 >= first) throw new TooSlow();
      return 0;
    },
  };
  const selection = new Selection(log, filter);
  const bytes = packet({ url: '/a' });
  for (let n = 0; n < 700_000; n++) tell(log, bytes, false, false, tapConnection(1), n);
  selection.advance(log.end, never);
  expect(selection.gaveUp).toBe(35);
  expect(selection.stopped).toBe(false);
});
