import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { TrafficRow } from '../../contract.ts';
import { readChart } from '../../traffic/chart.ts';
import { compileFilter } from '../../traffic/filter/compile.ts';
import { parseFilter } from '../../traffic/filter/parser.ts';
import { TrafficLog } from '../../traffic/log.ts';
import { Source } from '../../traffic/source.ts';
import { View } from '../../traffic/view.ts';
import { packet, tapConnection, tell } from '../packets.ts';
import { never, rowsOf } from './support.ts';

const step = fc.oneof(
  {
    weight: 20,
    arbitrary: fc.record({
      packets: fc.integer({ min: 1, max: 400 }),
      length: fc.constantFrom(0, 10, 300),
      late: fc.boolean(),
      // As in a file of several interfaces: what one captured follows what another did.
      shift: fc.constantFrom(0, 0, -5_000, 20_000),
    }),
  },
  { weight: 10, arbitrary: fc.record({ advance: fc.integer({ min: 1, max: 5 }) }) },
  { weight: 1, arbitrary: fc.record({ cap: fc.integer({ min: 5_000, max: 150_000 }) }) },
  { weight: 1, arbitrary: fc.constant('clear' as const) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** Some of them are requests and replies, some failed, some match. */
function append(log: TrafficLog, { packets, length, late, shift }: Extract<Step, { packets: number }>): void {
  for (let n = 0; n < packets; n++) {
    const at = log.end;
    const param = (at % 3 === 0 ? 'match' : 'other').padEnd(length);
    const bytes = packet({
      type: 1 + (at % 4),
      flags: at % 2,
      status: at % 5,
      seqno: at >> 2,
      url: `/${at % 11}`,
      param,
    });
    const time = 6_000 + shift + at * 10 - (late && at % 7 === 0 ? 500 : 0);
    tell(log, bytes, at % 2 === 0, false, tapConnection(1), time);
  }
}

/** Ends after so many looks at the clock. */
function looks(count: number): () => boolean {
  let left = count;
  return () => --left <= 0;
}

const filters = [
  { filter: 'param contains match', test: (row: TrafficRow) => row.preview.startsWith('match') },
  { filter: 'url == /3', test: (row: TrafficRow) => (row.pair && row.reply ? row.pair.url : row.url) === '/3' },
  {
    filter: '!(url == /3) && status != 0',
    test: (row: TrafficRow) => row.reply && row.status !== 0 && row.url !== '/3' && row.pair?.url !== '/3',
  },
  {
    filter: 'type == publish || failed',
    test: (row: TrafficRow) => row.type === 'PUBLISH' || (row.reply && row.status !== 0),
  },
  { filter: '', test: () => true },
];

it('a view shows what the filter and the span let through, whatever comes, goes and is cleared meanwhile', () => {
  fc.assert(
    fc.property(
      fc.array(step, { maxLength: 30 }),
      fc.constantFrom(...filters),
      fc.option(fc.tuple(fc.nat(20_000), fc.nat(20_000)), { nil: null }),
      (steps, { filter, test }, span) => {
        const log = new TrafficLog({ cap: 60_000 });
        const source = new Source('live', log);
        const parsed = parseFilter(filter);
        const compiled = parsed && compileFilter(parsed, { log, marks: source.marks, now: 0 });
        const [from, to] = span ?? [null, null];
        const view = new View({ id: 1, source, filter, compiled, from, to, now: () => 0 });
        const positions = new Map<number, number>();
        const isNarrowed = compiled !== null || span !== null;
        // As it was when the filter looked: the request of a reply may be evicted later.
        const passed: number[] = [];
        let looked = 0;
        const look = (each: Step) => {
          if (each === 'clear') source.clear();
          else if ('packets' in each) append(log, each);
          else if ('cap' in each) log.cap = each.cap;
          else view.advance(looks(each.advance));
          const { first, end, scanned, total } = view.describe();
          expect(total).toBe(log.end - log.first);
          const upTo = isNarrowed ? log.first + scanned : log.end;
          for (const row of rowsOf(source, looked, upTo)) {
            if (test(row) && row.time >= (from ?? 0) && row.time < (to ?? 1e9)) passed.push(row.index);
          }
          looked = Math.max(looked, upTo);
          const expected = passed.filter((index) => index >= log.first);
          const shown = Array.from({ length: end - first }, (_, at) => view.indexAt(first + at));
          expect(shown).toEqual(expected);
          for (const [at, index] of expected.entries()) {
            expect(positions.get(index) ?? first + at).toBe(first + at);
            positions.set(index, first + at);
            expect(view.positionOf(index)).toBe(first + at);
            expect(view.positionOf(Math.min(index + 1, log.end))).toBe(first + at + 1);
          }
        };
        for (const each of [...steps, { advance: 1_000_000 }]) look(each);
        expect(view.advance(never)).toBe(true);
        expect(view.describe().scanned).toBe(log.end - log.first);
      },
    ),
    { numRuns: 150, verbose: 1 },
  );
});

it('a chart counts each packet once, in the bucket of its time', () => {
  fc.assert(
    fc.property(
      fc.array(step, { maxLength: 12 }),
      fc.option(fc.tuple(fc.nat(20_000), fc.nat(20_000)), { nil: null }),
      fc.integer({ min: 1, max: 2_000 }),
      (steps, span, buckets) => {
        const log = new TrafficLog({ cap: 100_000 });
        const source = new Source('live', log);
        const compiled = compileFilter({ kind: 'search', text: 'match' }, { log, marks: source.marks, now: 0 });
        const view = new View({ id: 1, source, filter: 'match', compiled, from: null, to: null, now: () => 0 });
        for (const each of steps) if (typeof each === 'object' && 'packets' in each) append(log, each);
        view.advance(never);
        const [from, to] = span ?? [null, null];
        const chart = readChart(source, view.matching, { from, to, buckets });
        expect(chart.packets.length).toBeLessThanOrEqual(buckets);
        const rows = rowsOf(source);
        const naive = (test: (row: TrafficRow) => boolean) =>
          chart.packets.map(
            (_, n) =>
              rows.filter((row) => Math.floor((row.time - chart.from) / chart.bucketMs) === n && test(row)).length,
          );
        expect(chart.packets).toEqual(naive(() => true));
        expect(chart.matching).toEqual(naive((row) => row.preview.startsWith('match')));
        expect(chart.failed).toEqual(naive((row) => row.reply && row.status !== 0));
        const low = from ?? Math.min(...rows.map(({ time }) => time), rows.length > 0 ? 1e9 : 0);
        const high = Math.max(low, to ?? Math.max(0, ...rows.map(({ time }) => time)));
        expect(chart.from).toBeLessThanOrEqual(low);
        expect(chart.from + chart.packets.length * chart.bucketMs).toBeGreaterThan(high);
      },
    ),
    { numRuns: 60, verbose: 1 },
  );
});
