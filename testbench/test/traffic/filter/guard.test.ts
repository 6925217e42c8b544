import { expect, it } from 'vitest';
import { compileFilter } from '../../../traffic/filter/compile.ts';
import { TooSlow, withinTime } from '../../../traffic/filter/guard.ts';
import { parseFilter } from '../../../traffic/filter/parser.ts';
import { TrafficLog } from '../../../traffic/log.ts';
import { Selection } from '../../../traffic/selection.ts';
import { packet, tapConnection, tell } from '../../packets.ts';

const RUNAWAY = /^(a+)+$/;
const trap = `${'a'.repeat(60)}!`;

it('work that ends in time is done', () => {
  let done = 0;
  withinTime(() => done++, 1_000);
  expect(done).toBe(1);
});

it('an error of the work is its own', () => {
  const error = new RangeError('mine');
  expect(() =>
    withinTime(() => {
      throw error;
    }, 1_000),
  ).toThrow(error);
});

it('a regex that runs away is broken off', () => {
  expect(() => withinTime(() => RUNAWAY.test(trap), 10)).toThrow(TooSlow);
  let done = false;
  withinTime(() => {
    done = true;
  }, 1_000);
  expect(done).toBe(true);
});

it('a packet that a regex is too slow for is left out and counted, and the others are found', () => {
  const log = new TrafficLog();
  const params = ['aaa', trap, 'b', 'aaaa', trap, 'a'];
  for (const param of params) tell(log, packet({ param }), false, false, tapConnection(1), 1);
  const filter = parseFilter(`param =~ ${RUNAWAY}`);
  if (filter === null) throw new Error('empty');
  const selection = new Selection(log, compileFilter(filter, { log, marks: new Set(), now: 0 }));
  let looks = 0;
  while (selection.scanned < log.end) {
    selection.advance(log.end, () => true);
    looks++;
  }
  expect(Array.from({ length: selection.end }, (_, position) => selection.indexAt(position))).toEqual([0, 3, 5]);
  expect(selection.gaveUp).toBe(2);
  expect(looks).toBeGreaterThan(5);
});

it('a regex that runs away again and again stops the filter, which costs nothing from then on', () => {
  const log = new TrafficLog();
  const add = (count: number, param: string) => {
    for (let n = 0; n < count; n++) tell(log, packet({ param }), false, false, tapConnection(1), 1);
  };
  add(5, 'aaa');
  add(200, trap);
  const filter = parseFilter(`param =~ ${RUNAWAY}`);
  if (filter === null) throw new Error('empty');
  const selection = new Selection(log, compileFilter(filter, { log, marks: new Set(), now: 0 }));
  const before = process.cpuUsage();
  selection.advance(log.end, () => false);
  const { user, system } = process.cpuUsage(before);
  expect(selection.stopped).toBe(true);
  expect(selection.gaveUp).toBe(32);
  expect(selection.scanned).toBe(37);
  expect((user + system) / 1_000).toBeLessThan(5_000);
  add(1_000, 'aaa');
  selection.advance(log.end, () => false);
  expect([selection.scanned, selection.end]).toEqual([37, 5]);
});
