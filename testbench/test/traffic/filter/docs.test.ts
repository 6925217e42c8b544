import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { compileFilter } from '../../../traffic/filter/compile.ts';
import { FIELDS, KEYWORDS, PACKET_TYPES } from '../../../traffic/filter/fields.ts';
import { parseFilter } from '../../../traffic/filter/parser.ts';
import { ALL_ODDITIES } from '../../../traffic/log.ts';
import { knownLog, NOW } from './known-log.ts';

// How long a regex may take is tested elsewhere: here a busy machine must not matter.
vi.mock('../../../traffic/filter/guard.ts', () => ({ withinTime: (work: () => void) => work() }));

const page = readFileSync(path.join(import.meta.dirname, '../../../../docs/filter.md'), 'utf8');
const examples = [...page.matchAll(/^```\n([^]*?)^```$/gm)].flatMap(([, block = '']) => block.trim().split('\n'));
/** Without what is shown as wrong. */
const right = page.replace(/<!-- errors: [^]*?<!-- end -->/, '');

/** Which packets of the known log each example finds, by their place in it. */
const FOUND: Record<string, number[]> = {
  door: [0, 1, 2, 3, 11],
  '/vehicle/door': [0, 1, 2, 3],
  'door open': [2, 11],
  '"left door"': [2, 11],
  'type == rpc': [0, 1, 2, 3, 4],
  'url == /vehicle/door': [0, 1, 2, 3],
  'status != 0': [1],
  'length > 1000': [7],
  'device == "adas"': [0, 1, 4, 5, 6, 7, 8, 9, 10, 11, 12],
  'data contains 0xdeadbeef': [7],
  'param contains "speed"': [5, 6],
  'url =~ /door|window/i': [0, 1, 2, 3, 11],
  'type in {rpc, publish}': [0, 1, 2, 3, 4, 5, 6, 7, 11],
  'type == publish && length >= 64KiB': [7],
  'rtt > 50ms': [0, 1, 9, 10],
  'rtt > 1s || unanswered': [4, 9, 10],
  'odd == BAD_MAGIC': [8],
  'remote == 127.0.0.1:3005': [0, 1, 4, 5, 6, 7, 8, 9, 10, 11, 12],
  'method == set && device contains seat': [2],
  'quick && received': [5],
  failed: [1],
  unanswered: [4],
  'odd && !malformed': [12],
  'param.speed > 80': [5],
  'param.doors[0].open == true': [2],
  'param["left door"].state in {open, ajar}': [2],
  'param.error': [1],
  '!param.ok': [0, 1, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
  'time > -10s': [5, 6, 7, 8, 9, 10, 11, 12],
  'time >= 12:30:05.250 && time < 12:31': [5, 6, 7, 8, 9, 10, 11, 12],
  'time > 2026-01-31T08:00:00Z': [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
  'type == rpc && url =~ /door/ && status != 0': [1],
  '(failed || unanswered) && device == adas': [1, 4],
  'not (type == pingecho or type == noop)': [0, 1, 2, 3, 4, 5, 6, 7, 8, 11, 12],
};

function found(example: string): number[] {
  const filter = parseFilter(example);
  if (filter === null) throw new Error('an empty example');
  const log = knownLog();
  const compiled = compileFilter(filter, { log, marks: new Set(), now: NOW });
  return log.chunks.flatMap((chunk) => {
    const rows = new Uint16Array(chunk.count);
    return [...rows.subarray(0, compiled.run(chunk, 0, chunk.count, rows))].map((row) => chunk.first + row);
  });
}

describe('the page about filters', () => {
  it('has no example of which nobody has said what it finds', () => {
    expect(examples.toSorted()).toEqual(Object.keys(FOUND).toSorted());
  });

  it.each(examples)('says with %s what finds just that', (example) => expect(found(example)).toEqual(FOUND[example]));

  it.each([...Object.keys(FIELDS), ...KEYWORDS, ...PACKET_TYPES, ...ALL_ODDITIES])('names %s', (name) =>
    expect(page).toContain(`\`${name}\``),
  );

  it.each([...right.matchAll(/`([a-z]+ (?:==|!=|=~|>|&&)[^`…]*)`/g)].map(([, inline = '']) => inline))(
    'says in its text %s',
    (inline) => expect(parseFilter(inline)).not.toBeNull(),
  );
});
