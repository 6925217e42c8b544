import { describe, expect, it } from 'vitest';
import { FilterError } from '../../../traffic/filter/ast.ts';
import { parseFilter } from '../../../traffic/filter/parser.ts';

const text = (value: string) => ({ kind: 'text', text: value });
const number = (value: number) => ({ kind: 'number', number: value });
const compare = (field: string, operator: string, value: object) => ({ kind: 'compare', field, operator, value });
const search = (value: string) => ({ kind: 'search', text: value });
const is = (word: string) => ({ kind: 'is', word });

function errorOf(filter: string) {
  try {
    parseFilter(filter);
  } catch (error) {
    if (error instanceof FilterError) return [error.reason, error.found, error.from, error.to];
    throw error;
  }
  throw new Error(`${filter} is a filter`);
}

describe('a filter', () => {
  it.each<[string, unknown]>([
    ['', null],
    ['  \t ', null],
    ['door', search('door')],
    ['/vehicle/door', search('/vehicle/door')],
    ['"type == rpc"', search('type == rpc')],
    ['42', search('42')],
    ['车门', search('车门')],
    ['quick', is('quick')],
    ['UNANSWERED', is('unanswered')],
    ['odd', is('odd')],
    ['odd == bad_magic', compare('odd', '==', text('BAD_MAGIC'))],
    ['type == rpc', compare('type', '==', text('RPC'))],
    ['TYPE!="Publish"', compare('type', '!=', text('PUBLISH'))],
    ['type == 0x42', compare('type', '==', number(0x42))],
    ['type == stream_open', compare('type', '==', text('STREAM_OPEN'))],
    ['url == /a/b', compare('url', '==', text('/a/b'))],
    ['url == "a \\"b\\" \\u8f66\\x41\\n"', compare('url', '==', text('a "b" 车A\n'))],
    ['url =~ /door\\/[/]x/i', compare('url', '=~', { kind: 'regex', source: 'door\\/[/]x', flags: 'i' })],
    ['url =~ "a/b"', compare('url', '=~', { kind: 'regex', source: 'a\\/b', flags: '' })],
    ['url contains door', compare('url', 'contains', text('door'))],
    ['data contains 0xdeadBEEF', compare('data', 'contains', { kind: 'bytes', hex: 'deadbeef' })],
    ['data contains "0xde"', compare('data', 'contains', text('0xde'))],
    ['param == 5', compare('param', '==', number(5))],
    ['param contains 5', compare('param', 'contains', text('5'))],
    ['param == true', compare('param', '==', { kind: 'constant', constant: true })],
    ['status != 0', compare('status', '!=', number(0))],
    ['length > 1000', compare('length', '>', number(1_000))],
    ['length >= 1.5KiB', compare('length', '>=', number(1_536))],
    ['datalength<=2MiB', compare('datalength', '<=', number(2_097_152))],
    ['seqno == 0xffff', compare('seqno', '==', number(65_535))],
    ['rtt > 50ms', compare('rtt', '>', number(50))],
    ['rtt > 1.5s', compare('rtt', '>', number(1_500))],
    ['rtt < 20us', compare('rtt', '<', number(0.02))],
    ['time > -10s', compare('time', '>', { kind: 'ago', ms: 10_000 })],
    ['time > -1h', compare('time', '>', { kind: 'ago', ms: 3_600_000 })],
    ['time < 12:30:05.250', compare('time', '<', { kind: 'ofDay', ms: 45_005_250 })],
    ['time >= 7:05', compare('time', '>=', { kind: 'ofDay', ms: 25_500_000 })],
    ['time >= 2026-01-31T10:00:00.5Z', compare('time', '>=', number(Date.UTC(2026, 0, 31, 10, 0, 0, 500)))],
    ['type in {rpc, publish}', { kind: 'in', field: 'type', values: [text('RPC'), text('PUBLISH')] }],
    ['status in {1,2}', { kind: 'in', field: 'status', values: [number(1), number(2)] }],
    ['param.speed > 80', { kind: 'path', path: ['speed'], test: { operator: '>', value: number(80) } }],
    [
      'param.doors[0].open == true',
      {
        kind: 'path',
        path: ['doors', 0, 'open'],
        test: { operator: '==', value: { kind: 'constant', constant: true } },
      },
    ],
    ['param["a b"].c', { kind: 'path', path: ['a b', 'c'], test: { operator: 'exists' } }],
    ['param[2] in {1, "1"}', { kind: 'path', path: [2], test: { operator: 'in', values: [number(1), text('1')] } }],
    ['a b', { kind: 'and', terms: [search('a'), search('b')] }],
    [
      'a || b && !c',
      { kind: 'or', terms: [search('a'), { kind: 'and', terms: [search('b'), { kind: 'not', term: search('c') }] }] },
    ],
    [
      'a OR b AND NOT c',
      { kind: 'or', terms: [search('a'), { kind: 'and', terms: [search('b'), { kind: 'not', term: search('c') }] }] },
    ],
    ['(a || b) && quick', { kind: 'and', terms: [{ kind: 'or', terms: [search('a'), search('b')] }, is('quick')] }],
    ['!type == rpc', { kind: 'not', term: compare('type', '==', text('RPC')) }],
    ['quick&&length>3', { kind: 'and', terms: [is('quick'), compare('length', '>', number(3))] }],
  ])('%s', (filter, meaning) => expect(parseFilter(filter)).toEqual(meaning));

  it.each<[string, ...unknown[]]>([
    ['door == 1', 'UNKNOWN_FIELD', 'door', 0, 4],
    ['toString == 1', 'UNKNOWN_FIELD', 'toString', 0, 8],
    ['param..x == 1', 'UNKNOWN_FIELD', 'param..x', 0, 8],
    ['type == car', 'UNKNOWN_VALUE', 'car', 8, 11],
    ['type == 256', 'UNKNOWN_VALUE', '256', 8, 11],
    ['quick && length', 'EXPECTED_OPERATOR', '', 15, 15],
    ['type rpc', 'EXPECTED_OPERATOR', 'rpc', 5, 8],
    ['length >', 'EXPECTED_VALUE', '', 8, 8],
    ['length > && 3', 'EXPECTED_VALUE', '&&', 9, 11],
    ['type in rpc', 'EXPECTED_VALUE', 'rpc', 8, 11],
    ['quick &&', 'EXPECTED_TERM', '', 8, 8],
    ['()', 'EXPECTED_TERM', ')', 1, 2],
    ['and quick', 'EXPECTED_TERM', 'and', 0, 3],
    ['type < rpc', 'WRONG_OPERATOR', '<', 5, 6],
    ['status = 0', 'WRONG_OPERATOR', '=', 7, 8],
    ['length contains 3', 'WRONG_OPERATOR', 'contains', 7, 15],
    ['url =~ /(/', 'BAD_REGEX', '/(/', 7, 10],
    ['url =~ /a/g', 'BAD_REGEX', '/a/g', 7, 11],
    ['length > 3parsec', 'BAD_NUMBER', '3parsec', 9, 16],
    ['length > "3"', 'BAD_NUMBER', '3', 9, 12],
    ['data contains 0xabc', 'BAD_NUMBER', '0xabc', 14, 19],
    ['time > 25:00', 'BAD_NUMBER', '25:00', 7, 12],
    ['param.a > "x"', 'BAD_NUMBER', 'x', 10, 13],
    ['url == "abc', 'UNCLOSED_TEXT', '"abc', 7, 11],
    ['url =~ /abc', 'UNCLOSED_TEXT', '/abc', 7, 11],
    ['quick && (a || b', 'UNCLOSED_PARENTHESIS', '(', 9, 10],
    ['type in {rpc', 'UNCLOSED_PARENTHESIS', '{', 8, 9],
    ['quick)', 'UNEXPECTED', ')', 5, 6],
    ['rtt > 50 ms', 'UNEXPECTED', 'ms', 9, 11],
    ['quick & sent', 'UNEXPECTED', '&', 6, 7],
    ['== 3', 'UNEXPECTED', '==', 0, 2],
    ['x'.repeat(4_097), 'TOO_LONG', '', 4_096, 4_097],
    ['('.repeat(200), 'TOO_LONG', '(', 101, 102],
  ])('%s is none', (filter, ...error) => expect(errorOf(filter)).toEqual(error));

  it('that is none says where, for the door', () => {
    expect(() => parseFilter('quick && bogus == 1')).toThrow(
      expect.objectContaining({
        code: 'INVALID_FILTER',
        position: 9,
        length: 5,
        message: expect.stringMatching(/bogus/),
      }),
    );
  });
});
