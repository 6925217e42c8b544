import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Filter, Operator, Value } from '../../../traffic/filter/ast.ts';
import { FilterError } from '../../../traffic/filter/ast.ts';
import { compileFilter } from '../../../traffic/filter/compile.ts';
import { FIELDS, KEYWORDS, OPERATORS_OF } from '../../../traffic/filter/fields.ts';
import { filterHelp } from '../../../traffic/filter/help.ts';
import { parseFilter } from '../../../traffic/filter/parser.ts';
import { printFilter } from '../../../traffic/filter/print.ts';
import { TrafficLog } from '../../../traffic/log.ts';
import { packet, tapConnection, tell } from '../../packets.ts';

const anyText = fc.string({ unit: 'binary', maxLength: 12 });
const textValue = anyText.map((text): Value => ({ kind: 'text', text }));
const count = fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => (number === 0 ? 0 : number));
const numberValue = count.map((number): Value => ({ kind: 'number', number }));
const bytesValue = fc
  .uint8Array({ minLength: 1, maxLength: 6 })
  .map((bytes): Value => ({ kind: 'bytes', hex: Buffer.from(bytes).toString('hex') }));
const regexValue = fc
  .constantFrom(/a+b?/, /^\/x\/[/"]$/i, /\d{2,3}|"[^"]*"/s, /\p{L}/u, /(?:)/)
  .map(({ source, flags }): Value => ({ kind: 'regex', source, flags }));
const constant = fc.constantFrom<boolean | null>(true, false, null);
const constantValue = constant.map((value): Value => ({ kind: 'constant', constant: value }));
const agoValue = fc.nat(1_000_000_000).map((ms): Value => ({ kind: 'ago', ms }));
const ofDayValue = fc.nat(86_399_999_999).map((us): Value => ({ kind: 'ofDay', ms: us / 1_000 }));

function valueOf(field: string, operator: Operator): fc.Arbitrary<Value> {
  if (operator === '=~') return regexValue;
  const { kind, values = [] } = FIELDS[field] ?? { kind: 'text' };
  if (kind === 'choice') return fc.constantFrom(...values).map((text): Value => ({ kind: 'text', text }));
  if (kind === 'text') return textValue;
  if (kind === 'bytes' || operator === 'contains') return fc.oneof(textValue, bytesValue);
  if (kind === 'param') return fc.oneof(textValue, bytesValue, numberValue, constantValue);
  // A time that is written as a negative number is one before now.
  if (kind === 'time')
    return fc.oneof(
      fc.nat().map((number): Value => ({ kind: 'number', number })),
      agoValue,
      ofDayValue,
    );
  return numberValue;
}

const compare = fc
  .constantFrom(...Object.keys(FIELDS))
  .chain((field) =>
    fc
      .constantFrom(...OPERATORS_OF[FIELDS[field]?.kind ?? 'text'])
      .chain((operator) =>
        valueOf(field, operator).map((value): Filter => ({ kind: 'compare', field, operator, value })),
      ),
  );
const within = fc
  .constantFrom(...Object.keys(FIELDS))
  .chain((field) =>
    fc
      .array(valueOf(field, '=='), { minLength: 1, maxLength: 3 })
      .map((values): Filter => ({ kind: 'in', field, values })),
  );
const jsonValue = fc.oneof(textValue, numberValue, constantValue);
const path = fc.record({
  kind: fc.constant('path' as const),
  path: fc.array(fc.oneof(anyText, fc.nat(1_000)), { minLength: 1, maxLength: 4 }),
  test: fc.oneof(
    fc.constant({ operator: 'exists' as const }),
    fc.record({ operator: fc.constantFrom('==' as const, '!=' as const), value: jsonValue }),
    fc.record({ operator: fc.constantFrom('<' as const, '>=' as const), value: numberValue }),
    fc.record({ operator: fc.constant('contains' as const), value: textValue }),
    fc.record({ operator: fc.constant('=~' as const), value: regexValue }),
    fc.record({ operator: fc.constant('in' as const), values: fc.array(jsonValue, { minLength: 1, maxLength: 3 }) }),
  ),
});
const search = anyText.map((text): Filter => ({ kind: 'search', text }));
const is = fc.constantFrom(...KEYWORDS).map((word): Filter => ({ kind: 'is', word }));

const { filter } = fc.letrec<{ filter: Filter }>((tie) => ({
  filter: fc.oneof(
    { maxDepth: 3, depthIdentifier: 'filter' },
    compare,
    within,
    path,
    search,
    is,
    fc.record({ kind: fc.constant('not' as const), term: tie('filter') }),
    fc.record({
      kind: fc.constantFrom('and' as const, 'or' as const),
      terms: fc.array(tie('filter'), { minLength: 2, maxLength: 3, depthIdentifier: 'filter' }),
    }),
  ),
}));

const piece = fc.oneof(
  fc.constantFrom('type', 'url', 'param', 'param.a[0]', 'quick', 'rpc', '==', '!=', '=~', 'contains', 'in', '<', '>='),
  fc.constantFrom(
    '&&',
    '||',
    '!',
    '(',
    ')',
    '{',
    '}',
    ',',
    '"',
    '/',
    '/a+/',
    '"x"',
    '0x',
    '0xff',
    '-10s',
    '12:30',
    '\\',
    '[',
    ']',
    '.',
  ),
  fc.constantFrom('not', 'and', 'or', '5', '1e999', '5ms', '&', '|', '=', '~', 'true', 'time', 'rtt', 'data', 'odd'),
  anyText,
);
const rubbish = fc
  .array(fc.tuple(piece, fc.constantFrom('', ' ', ' ')), { maxLength: 14 })
  .map((pieces) => pieces.flat().join(''));

const log = new TrafficLog();
const connection = tapConnection(1, 'ECU');
for (let n = 0; n < 50; n++) {
  tell(
    log,
    packet({ type: n % 7, flags: n % 8, url: `/a/${n}`, param: `{"a":[${n}]}` }),
    n % 2 === 0,
    false,
    connection,
    n,
  );
}
log.odd(Buffer.from('rubbish'), 'BAD_MAGIC', true, connection, 51, false);
log.odd(packet({ url: '/a', param: '1234' }).subarray(0, 21), 'BAD_LENGTH', true, connection, 51, false);
const out = new Uint16Array(16_384);

it('printed and read again is the same filter', () => {
  fc.assert(
    fc.property(filter, (tree) => {
      expect(parseFilter(printFilter(tree))).toEqual(tree);
    }),
    { numRuns: 1_000, verbose: 1 },
  );
});

/** Null where it is no filter; an error of another class, or with a place outside of the text, is thrown. */
function readOrRefuse(text: string): Filter | null {
  try {
    return parseFilter(text);
  } catch (error) {
    if (!(error instanceof FilterError)) throw error;
    const { from, to } = error;
    if (!(from >= 0 && from <= to && to <= text.length))
      throw new RangeError(`the place ${from}-${to} is not in the text`, { cause: error });
    return null;
  }
}

it('whatever the text, it is a filter that runs, or an error with a place in the text', () => {
  fc.assert(
    fc.property(rubbish, (text) => {
      const tree = readOrRefuse(text);
      if (tree === null) return;
      expect(parseFilter(printFilter(tree))).toEqual(tree);
      const compiled = compileFilter(tree, { log, marks: new Set(), now: 0 });
      for (const chunk of log.chunks) expect(compiled.run(chunk, 0, chunk.count, out)).toBeLessThanOrEqual(chunk.count);
    }),
    { numRuns: 3_000, verbose: 1 },
  );
});

it('whatever the text and the caret, help has an answer that fits into the text', () => {
  fc.assert(
    fc.property(rubbish, fc.nat(80), (text, caret) => {
      const { completions } = filterHelp(text, caret, log);
      expect(completions.length).toBeLessThanOrEqual(50);
      for (const { from, to } of completions) expect(from <= to && to <= text.length).toBe(true);
    }),
    { numRuns: 2_000, verbose: 1 },
  );
});
