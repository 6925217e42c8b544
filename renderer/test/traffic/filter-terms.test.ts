import { expect, test } from 'vitest';
import { columns } from '../../src/traffic/columns.ts';
import { also, not, termOf } from '../../src/traffic/filter-terms.ts';
import { row } from '../harness.ts';

test('a cell says how to filter for what stands in it', () => {
  const request = row(7, { type: 'RPC', url: '/a "b"', connection: 'Gateway', direction: 'sent', channel: 'quick' });
  expect(termOf('type', request)).toBe('type == RPC');
  expect(termOf('url', request)).toBe('url == "/a \\"b\\""');
  expect(termOf('connection', request)).toBe('device == "Gateway"');
  expect(termOf('direction', request)).toBe('sent');
  expect(termOf('channel', request)).toBe('quick');
  expect(termOf('length', request)).toBe('length == 28');
  expect(termOf('rtt', { ...request, unanswered: true })).toBe('unanswered');
});

test('a reply is filtered by its status, and by the url of its request', () => {
  const reply = row(8, { type: 'RPC', reply: true, url: '', status: 3, pair: { index: 7, rttMs: 1.23456, url: '/a' } });
  expect(termOf('type', reply)).toBe('type == RPC && reply');
  expect(termOf('status', reply)).toBe('status == 3');
  expect(termOf('url', reply)).toBe('url == "/a"');
  expect(termOf('rtt', reply)).toBe('rtt >= 1.23ms');
});

test('what a cell does not hold, or only in part, cannot be filtered for', () => {
  expect(termOf('status', row(1))).toBeNull();
  expect(termOf('url', row(1, { url: '' }))).toBeNull();
  expect(termOf('url', row(1, { url: '/long…' }))).toBeNull();
  expect(termOf('rtt', row(1))).toBeNull();
  expect(termOf('summary', row(1, { odd: ['UNALIGNED'] }))).toBe('odd == UNALIGNED');
});

test('a filter is narrowed by one more term, whatever binds what is there', () => {
  expect(also('', 'quick')).toBe('quick');
  expect(also('sent', 'quick')).toBe('sent && quick');
  expect(also('sent || odd', 'quick')).toBe('(sent || odd) && quick');
  expect(also('sent or odd', 'quick')).toBe('(sent or odd) && quick');
});

test('a term is turned into its opposite', () => {
  expect(not('type == RPC')).toBe('type != RPC');
  expect(not('quick')).toBe('!quick');
  expect(not('type == RPC && reply')).toBe('!(type == RPC && reply)');
  expect(not('rtt >= 2ms')).toBe('!(rtt >= 2ms)');
  expect(not('url == "/a == b"')).toBe('!(url == "/a == b")');
});

test('every column answers for every row', () => {
  for (const { id } of columns) expect(() => termOf(id, row(0))).not.toThrow();
});
