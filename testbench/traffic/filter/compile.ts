import { Flag, PacketType } from '@vsoa-testbench/core';
import { type Chunk, HEADER, OTHER, QUICK, SENT, typeName } from '../chunk.ts';
import { ALL_ODDITIES, type TrafficLog } from '../log.ts';
import { awaitsReply } from '../pairs.ts';
import type { RowFilter } from '../selection.ts';
import { hasFailed } from '../source.ts';
import type { Filter, Operator, Value } from './ast.ts';
import { contains, PARTS } from './bytes.ts';
import { anyText, numberTest, textTest } from './comparisons.ts';
import type { Keyword } from './fields.ts';
import { withinTime } from './guard.ts';
import { connectionTerm, urlTerm } from './names.ts';
import { pathTerm, payloadTerm } from './payload.ts';
import { and, byKindAndType, byRow, Cost, hasBits, inRange, never, not, or, type Term } from './refine.ts';

/** A batch of packets (COSTLY_ROWS) is done in a fraction of it, unless the regex runs away. */
const REGEX_LIMIT_MS = 10;
const MALFORMED = bitOf('BAD_MAGIC') | bitOf('BAD_LENGTH');

export interface FilterContext {
  log: TrafficLog;
  marks: ReadonlySet<number>;
  /** What times relative to now, and times of the day, are counted from; epoch ms. */
  now: number;
}

export interface CompiledFilter extends RowFilter {
  /** It asks whether a request was answered: to be run when that is decided. */
  needsReplies: boolean;
  usesMarks: boolean;
}

/** The filter as loops over the columns of chunks, the cheap terms first. */
export function compileFilter(filter: Filter, context: FilterContext): CompiledFilter {
  const { refine, cost } = termOf(filter, context);
  const run = (chunk: Chunk, from: number, to: number, out: Uint16Array): number => {
    for (let row = from; row < to; row++) out[row - from] = row;
    return refine(chunk, out, to - from);
  };
  const guarded = (chunk: Chunk, from: number, to: number, out: Uint16Array): number => {
    let count = 0;
    withinTime(() => {
      count = run(chunk, from, to, out);
    }, REGEX_LIMIT_MS);
    return count;
  };
  return {
    run: some(filter, hasRegex) ? guarded : run,
    costly: cost >= Cost.BYTES || some(filter, hasRegex),
    needsReplies: some(filter, (each) => ('field' in each && each.field === 'rtt') || isWord(each, 'unanswered')),
    usesMarks: some(filter, (each) => isWord(each, 'marked')),
  };
}

function termOf(filter: Filter, context: FilterContext): Term {
  switch (filter.kind) {
    case 'and':
      return and(...filter.terms.map((term) => termOf(term, context)));
    case 'or':
      return or(...filter.terms.map((term) => termOf(term, context)));
    case 'not':
      return not(termOf(filter.term, context));
    case 'search': {
      const value: Value = { kind: 'text', text: filter.text };
      const inUrl = urlTerm(context.log, textTest('contains', value), Cost.LOOKUP);
      return or(inUrl, contains(PARTS.param, Buffer.from(filter.text), true));
    }
    case 'is':
      return keywordTerm(filter.word as Keyword, context);
    case 'path':
      return pathTerm(filter);
    case 'in':
      return inTerm(filter.field, filter.values, context);
    case 'compare':
      return fieldTerm(filter.field, filter.operator, filter.value, context);
  }
}

/** Urls and names of connections are looked at once for all values; of numbers there are seldom many. */
function inTerm(field: string, values: readonly Value[], context: FilterContext): Term {
  const { log } = context;
  switch (field) {
    case 'url':
      return urlTerm(log, anyText(values), Cost.LOOKUP);
    case 'device':
    case 'side':
    case 'local':
    case 'remote':
      return connectionTerm(log, field, anyText(values, true));
    default:
      return or(...values.map((value) => fieldTerm(field, '==', value, context)));
  }
}

function fieldTerm(field: string, operator: Operator, value: Value, context: FilterContext): Term {
  const { log, now } = context;
  const number = epochOf(value, now);
  switch (field) {
    case 'type':
    case 'direction':
    case 'channel':
      return kindTerm(field, operator, value);
    case 'url':
      return urlTerm(log, textTest(operator, value), operator === '=~' ? Cost.REGEX : Cost.LOOKUP);
    case 'device':
    case 'side':
    case 'local':
    case 'remote':
      return connectionTerm(log, field, textTest(operator, value, true));
    case 'param':
    case 'data':
    case 'bytes':
      return payloadTerm(field, operator, value);
    case 'odd': {
      const bit = hasBits('oddity', bitOf(value.kind === 'text' ? value.text : ''));
      return operator === '!=' ? and(hasBits('oddity', -1), not(bit)) : bit;
    }
    case 'method': {
      const isSet = (value.kind === 'text' && value.text === 'SET') === (operator === '==');
      return and(typeIs(PacketType.RPC), not(hasBits('flags', Flag.REPLY)), isSet ? SET : not(SET));
    }
    case 'status':
      return and(isReply, not(typeIs(PacketType.QOSSETUP)), comparison('status', operator, number));
    case 'priority':
      return and(typeIs(PacketType.QOSSETUP), comparison('status', operator, number));
    case 'tunid':
      return and(or(hasBits('kind', OTHER), hasBits('flags', Flag.TUNNEL)), comparison('tunnelId', operator, number));
    case 'paramlength':
      return and(hasHeader, comparison('paramLength', operator, number));
    case 'datalength':
      return and(hasHeader, comparison('dataLength', operator, number));
    case 'seqno':
      return and(hasHeader, comparison('seqno', operator, number));
    case 'flags':
      return and(hasHeader, comparison('flags', operator, number));
    case 'length':
      return comparison('length', operator, number);
    case 'time':
      return comparison('time', operator, number);
    case 'index': {
      const test = numberTest(operator, number);
      return byRow(Cost.COLUMN, ({ first }, row) => test(first + row));
    }
    case 'rtt':
      return rttTerm(log, numberTest(operator, number));
    default:
      return never;
  }
}

const hasHeader = hasBits('kind', HEADER);
const isReply = and(hasHeader, hasBits('flags', Flag.REPLY));
const SET = hasBits('flags', Flag.SET);

function keywordTerm(word: Keyword, { marks }: FilterContext): Term {
  switch (word) {
    case 'sent':
      return hasBits('kind', SENT);
    case 'received':
      return not(hasBits('kind', SENT));
    case 'quick':
      return hasBits('kind', QUICK);
    case 'normal':
      return not(hasBits('kind', QUICK));
    case 'request':
      return byRow(Cost.COLUMN, ({ columns }, row) => awaitsReply(columns, row));
    case 'reply':
      return and(hasBits('kind', HEADER | OTHER), hasBits('flags', Flag.REPLY));
    case 'failed':
      return byRow(Cost.COLUMN, ({ columns: { kind, type, flags, status } }, row) =>
        hasFailed(kind[row]!, type[row]!, flags[row]!, status[row]!),
      );
    case 'unanswered':
      return byRow(Cost.COLUMN, ({ columns }, row) => columns.pair[row] === 0 && awaitsReply(columns, row));
    case 'odd':
      return hasBits('oddity', -1);
    case 'malformed':
      return hasBits('oddity', MALFORMED);
    case 'marked':
      return byRow(Cost.LOOKUP, ({ first }, row) => marks.has(first + row));
  }
}

/** What kind and type say together, as a table. */
function kindTerm(field: 'type' | 'direction' | 'channel', operator: Operator, value: Value): Term {
  const table = new Uint8Array(16 * 256);
  const negated = operator === '!=';
  for (let key = 0; key < table.length; key++) {
    const kind = key >>> 8;
    const type = key & 0xff;
    const names = {
      type: value.kind === 'number' ? '' : typeName(kind, type),
      direction: kind & SENT ? 'sent' : 'received',
      channel: kind & QUICK ? 'quick' : 'normal',
    };
    const equal =
      value.kind === 'number' ? (kind & HEADER) !== 0 && type === value.number : names[field] === nameIn(value);
    table[key] = equal === negated ? 0 : 1;
  }
  return byKindAndType(table);
}

function nameIn(value: Value): string {
  return value.kind === 'text' ? value.text : '';
}

function typeIs(type: number): Term {
  return kindTerm('type', '==', { kind: 'number', number: type });
}

function comparison(column: Parameters<typeof inRange>[0], operator: Operator, value: number): Term {
  switch (operator) {
    case '<':
      return inRange(column, Number.NEGATIVE_INFINITY, below(value), false);
    case '<=':
      return inRange(column, Number.NEGATIVE_INFINITY, value, false);
    case '>':
      return inRange(column, Number.NEGATIVE_INFINITY, value, true);
    case '>=':
      return inRange(column, value, Number.POSITIVE_INFINITY, false);
    case '==':
    case '!=':
    case '=~':
    case 'contains':
      return inRange(column, value, value, operator === '!=');
  }
}

function rttTerm(log: TrafficLog, test: (ms: number) => boolean): Term {
  return byRow(Cost.LOOKUP, (chunk, row) => {
    const distance = chunk.columns.pair[row]!;
    if (distance === 0) return false;
    const index = chunk.first + row + distance;
    const other = log.chunkOf(index);
    if (!other) return false;
    const elapsed = other.columns.time[index - other.first]! - chunk.columns.time[row]!;
    return test(distance > 0 ? elapsed : -elapsed);
  });
}

/** The next smaller double. */
function below(value: number): number {
  if (value === 0) return -Number.MIN_VALUE;
  const bits = new BigInt64Array(new Float64Array([value]).buffer);
  bits[0] = bits[0]! + (value > 0 ? -1n : 1n);
  return new Float64Array(bits.buffer)[0]!;
}

function epochOf(value: Value, now: number): number {
  if (value.kind === 'number') return value.number;
  if (value.kind === 'ago') return now - value.ms;
  if (value.kind === 'ofDay') return new Date(now).setHours(0, 0, 0, 0) + value.ms;
  return Number.NaN;
}

function bitOf(oddity: string): number {
  return 1 << ALL_ODDITIES.findIndex((each) => each === oddity);
}

function some(filter: Filter, test: (filter: Filter) => boolean): boolean {
  if (filter.kind === 'not') return some(filter.term, test);
  return filter.kind === 'and' || filter.kind === 'or' ? filter.terms.some((term) => some(term, test)) : test(filter);
}

function isWord(filter: Filter, word: Keyword): boolean {
  return filter.kind === 'is' && filter.word === word;
}

function hasRegex(filter: Filter): boolean {
  const test = filter.kind === 'path' ? filter.test : filter;
  return 'value' in test && test.value.kind === 'regex';
}
