import { PacketType } from '@vsoa-testbench/core';
import { OtherType } from '../chunk.ts';
import { ALL_ODDITIES } from '../log.ts';
import type { Operator } from './ast.ts';

export type FieldKind = 'choice' | 'text' | 'count' | 'size' | 'duration' | 'time' | 'bytes' | 'param';

export interface Field {
  kind: FieldKind;
  /** Of a choice; they are taken in any case. */
  values?: readonly string[];
}

export const PACKET_TYPES = [...Object.keys(PacketType), ...Object.keys(OtherType), 'UNKNOWN'];

/** What can be compared, by name. */
export const FIELDS: Readonly<Record<string, Field>> = {
  type: { kind: 'choice', values: PACKET_TYPES },
  url: { kind: 'text' },
  param: { kind: 'param' },
  data: { kind: 'bytes' },
  status: { kind: 'count' },
  method: { kind: 'choice', values: ['GET', 'SET'] },
  device: { kind: 'text' },
  side: { kind: 'choice', values: ['device', 'mock'] },
  direction: { kind: 'choice', values: ['sent', 'received'] },
  channel: { kind: 'choice', values: ['normal', 'quick'] },
  time: { kind: 'time' },
  rtt: { kind: 'duration' },
  length: { kind: 'size' },
  paramlength: { kind: 'size' },
  datalength: { kind: 'size' },
  seqno: { kind: 'count' },
  tunid: { kind: 'count' },
  priority: { kind: 'count' },
  flags: { kind: 'count' },
  index: { kind: 'count' },
  odd: { kind: 'choice', values: ALL_ODDITIES },
  local: { kind: 'text' },
  remote: { kind: 'text' },
  bytes: { kind: 'bytes' },
};

/** What a packet is or is not, with no operator. `odd` is also a field. */
export const KEYWORDS = [
  'sent',
  'received',
  'quick',
  'normal',
  'request',
  'reply',
  'failed',
  'unanswered',
  'odd',
  'malformed',
  'marked',
] as const;
export type Keyword = (typeof KEYWORDS)[number];

const EQUAL: Operator[] = ['==', '!='];
const ORDER: Operator[] = [...EQUAL, '<', '<=', '>', '>='];
const TEXT: Operator[] = [...EQUAL, '=~', 'contains'];

/** `in` goes with each of them that has `==`. */
export const OPERATORS_OF: Readonly<Record<FieldKind, readonly Operator[]>> = {
  choice: EQUAL,
  text: TEXT,
  count: ORDER,
  size: ORDER,
  duration: ORDER,
  time: ORDER,
  bytes: TEXT,
  param: TEXT,
};

export const UNITS: Partial<Record<FieldKind, Readonly<Record<string, number>>>> = {
  size: { b: 1, kb: 1_000, mb: 1_000_000, kib: 1_024, mib: 1_048_576 },
  duration: { us: 0.001, ms: 1, s: 1_000, m: 60_000, h: 3_600_000 },
  time: { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 },
};
