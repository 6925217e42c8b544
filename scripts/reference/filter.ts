import { FilterError } from '../../testbench/traffic/filter/ast.ts';
import {
  FIELDS,
  type Field,
  type FieldKind,
  KEYWORDS,
  type Keyword,
  OPERATORS_OF,
  UNITS,
} from '../../testbench/traffic/filter/fields.ts';
import { parseFilter } from '../../testbench/traffic/filter/parser.ts';
import { code, tableOf } from './part.ts';

const MEANINGS: Record<string, string> = {
  type: 'what kind of packet, or the number of its type: `type == 0x42`',
  url: 'the url; of a reply that of its request, so that `url == /door && status != 0` finds what failed',
  param: 'the param, as text or as JSON; what is in it: [below](#inside-the-json-of-a-param)',
  data: 'the data',
  status: 'of a reply. No other packet has one: neither `status == 0` nor `status != 0` finds it',
  method: 'of a request',
  device: 'name of the device or mock; in a file from a network `client → server`',
  side: '`device`: we (in a file: the client) called the server. `mock`: we are the server',
  direction: 'which way it went',
  channel: '`quick` is UDP',
  time: 'when: [below](#time)',
  rtt: 'time between a request and its reply, found on both',
  length: 'of the whole packet',
  paramlength: 'of its param',
  datalength: 'of its data',
  seqno: 'as in the header',
  tunid: 'tunnel id of a packet that has one, and of a stream',
  priority: 'of a QOSSETUP',
  flags: 'as in the header',
  index: 'place in the log',
  odd: 'why a packet is odd',
  local: '`host:port` of our end, of the channel that carried the packet',
  remote: '`host:port` of the peer, of the channel that carried the packet',
  bytes: 'the whole packet as it was on the wire',
};

const VALUES: Record<FieldKind, string> = {
  choice: '',
  text: 'a text',
  count: 'a number, also `0x…`',
  size: 'bytes, or with a unit: UNITS',
  duration: 'ms, or with a unit: UNITS',
  time: 'a time of the day, a date, or so long ago, with a unit: UNITS',
  bytes: 'a text, or `0x…` bytes',
  param: 'a text, a JSON value, or `0x…` bytes',
};

const WORDS: Record<Keyword, string> = {
  sent: 'we sent it (in a file: the client did)',
  received: 'we received it',
  quick: 'it went over UDP',
  normal: 'it went over TCP',
  request: 'it awaits a reply',
  reply: 'it is one',
  failed: 'a reply with a status that is not 0',
  unanswered: 'a request without a reply so far',
  odd: 'something is odd about it',
  malformed: 'it is no packet at all: `BAD_MAGIC` or `BAD_LENGTH`',
  marked: 'you have marked it',
};

const MEANINGS_OF_OPERATORS = [
  ['`==` `!=`', 'Urls and params must be equal in every letter; names, types and addresses in any case'],
  ['`<` `<=` `>` `>=`', 'numbers, sizes, times'],
  ['`contains`', 'a text in any case of A to Z, `0x…` bytes as they are'],
  [
    '`=~`',
    'the same with a [JavaScript regular expression](https://developer.mozilla.org/docs/Web/JavaScript/Reference/Regular_expressions), `/…/` with the flags `i`, `m`, `s`, `u`, or quoted',
  ],
  ['`in {…, …}`', 'equal to one of them'],
] as const;

/** A filter for each thing that can be wrong with one. */
const WRONG_FILTERS = [
  'speed > 80',
  'type == rcp',
  'status 0',
  'status ==',
  'url == /door &&',
  'method > GET',
  'status == /0/',
  'url =~ /(/',
  'length > 3kg',
  '"left door',
  '(failed || odd',
  'failed )',
] as const;

export function fieldTable(): string {
  for (const name of Object.keys(MEANINGS)) if (!(name in FIELDS)) throw new Error(`there is no field ${name}`);
  const rows = Object.entries(FIELDS).map(([name, field]) => {
    const meaning = MEANINGS[name];
    if (meaning === undefined) throw new Error(`the field ${name} has no meaning here`);
    return [code(name), meaning, valuesOf(field)];
  });
  return tableOf(['field', 'is', 'compared with'], rows);
}

export function operatorTable(): string {
  const rows = MEANINGS_OF_OPERATORS.map(([operators, meaning]) => [operators, fieldsWith(operators), meaning]);
  return tableOf(['operator', 'for', ''], rows);
}

export function keywordTable(): string {
  return tableOf(
    ['keyword', 'a packet of which'],
    KEYWORDS.map((word) => [code(word), WORDS[word]]),
  );
}

/** What is said of each of them: by the parser itself. */
export function errorTable(): string {
  const rows = WRONG_FILTERS.map((text) => {
    try {
      parseFilter(text);
    } catch (error) {
      if (error instanceof FilterError) return [code(text), code(error.reason), error.message];
    }
    throw new Error(`${text} is no wrong filter`);
  });
  return tableOf(['filter', 'code', 'what is said'], rows);
}

function valuesOf({ kind, values = [] }: Field): string {
  const units = Object.keys(UNITS[kind] ?? {}).map(code);
  return kind === 'choice' ? values.map(code).join(', ') : VALUES[kind].replace('UNITS', units.join(', '));
}

/** The fields that take the first of these operators. */
function fieldsWith(operators: string): string {
  const [, first = ''] = /^`(\S+?)[` ]/.exec(operators) ?? [];
  const takes = ({ kind }: Field) => OPERATORS_OF[kind].some((each) => each === (first === 'in' ? '==' : first));
  const names = Object.entries(FIELDS).filter(([, field]) => takes(field));
  return names.length === Object.keys(FIELDS).length ? 'all fields' : names.map(([name]) => code(name)).join(', ');
}
