import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Shape } from '../../src/json/shape.ts';
import type { JsonValue } from '../../src/payload.ts';

const RUNS = { numRuns: 2_000 };
const value = fc.jsonValue({ maxDepth: 4 }) as fc.Arbitrary<JsonValue>;
const number = fc.oneof(
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer({ min: -1_000_000, max: 1_000_000 }).map((n) => n / 1_000),
  fc.constantFrom(0, -0, 1e21, 5e-324, 123_456_789_012_345, 1_234_567_890_123_456, 0.1 + 0.2),
);
const string = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string(),
  fc.constantFrom('', '"', '\\', '车速', '\ud800', '\n'),
);
const scalar = fc.oneof(number, string, fc.boolean(), fc.constant(null)) as fc.Arbitrary<JsonValue>;
/** With another value in each place where there is no object or array. */
const sameShape = (model: JsonValue): fc.Arbitrary<JsonValue> => {
  if (Array.isArray(model)) return fc.tuple(...model.map(sameShape));
  if (model === null || typeof model !== 'object') return scalar;
  return fc.tuple(...Object.values(model).map(sameShape)).map((values) => {
    const keys = Object.keys(model);
    return Object.fromEntries(values.map((member, index) => [keys[index]!, member]));
  });
};
const pair = value.chain((model) => fc.tuple(fc.constant(model), fc.array(sameShape(model), { minLength: 1 })));
/** With and without spaces, as Python and JavaScript write it. */
const spacing = fc.constantFrom(undefined, 1, '\t');

function read(shape: Shape | undefined, bytes: Buffer): JsonValue | undefined {
  // Something before and behind, as in a packet.
  return shape?.read(Buffer.concat([Buffer.from('9"1'), bytes, Buffer.from('1"e')]), 3, bytes.length);
}

function parse(bytes: Buffer): JsonValue | undefined {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)) as JsonValue;
  } catch {
    return undefined;
  }
}

test('texts of a known shape mean what JSON.parse says', () => {
  let known = 0;
  fc.assert(
    fc.property(pair, spacing, ([model, values], space) => {
      const shape = Shape.of(Buffer.from(JSON.stringify(model, null, space)));
      for (const one of values) {
        const written = Buffer.from(JSON.stringify(one, null, space));
        const answer = read(shape, written);
        if (answer !== undefined) known += 1;
        expect(answer ?? parse(written)).toStrictEqual(parse(written));
      }
    }),
    RUNS,
  );
  expect(known).toBeGreaterThan(RUNS.numRuns / 4);
});

test('a text with any byte changed, cut or added is read as JSON.parse reads it, or not at all', () => {
  fc.assert(
    fc.property(pair, fc.array(fc.tuple(fc.nat(), fc.nat(255), fc.nat(2))), ([model, values], changes) => {
      const shape = Shape.of(Buffer.from(JSON.stringify(model)));
      for (const one of values) {
        const written = [...Buffer.from(JSON.stringify(one))];
        for (const [place, byte, kind] of changes) {
          written.splice(place % (written.length + 1), kind === 0 ? 0 : 1, ...(kind === 1 ? [] : [byte]));
          const bytes = Buffer.from(written);
          const answer = read(shape, bytes);
          expect(answer ?? parse(bytes)).toStrictEqual(parse(bytes));
        }
      }
    }),
    RUNS,
  );
});

test.each([
  ['01'],
  ['-'],
  ['1.'],
  ['.5'],
  ['1e'],
  ['+1'],
  ['1.5.5'],
  ['--1'],
  ['0x10'],
  ['tru'],
  ['truex'],
  ['NaN'],
  ['"'],
  ['"a'],
  ['"\\"'],
  ['"\n"'],
  ['"\\x"'],
  ['1 2'],
  [''],
])('%s is no value in a known shape either', (wrong) => {
  const shape = Shape.of(Buffer.from('{"a":1,"b":"x"}'));
  expect(read(shape, Buffer.from(`{"a":${wrong},"b":"x"}`))).toBeUndefined();
  expect(read(shape, Buffer.from(`{"a":1,"b":${wrong}}`))).toBeUndefined();
});

test('a number, a string and a word can stand where another one stood', () => {
  const shape = Shape.of(Buffer.from('{"a":1,"b":"x"}'));
  for (const text of ['{"a":"new","b":-0.25}', '{"a":null,"b":true}', '{"a":false,"b":"y"}', '{"a":1e3,"b":"x"}']) {
    expect(read(shape, Buffer.from(text))).toStrictEqual(JSON.parse(text));
  }
});

test('a string that is no UTF-8 is not read', () => {
  const shape = Shape.of(Buffer.from('{"a":"x"}'));
  const bytes = Buffer.from('{"a":"x"}');
  bytes[6] = 0xff;
  expect(read(shape, bytes)).toBeUndefined();
});

test('each reading makes objects of its own', () => {
  const bytes = Buffer.from('{"a":{"b":[1,"x"]},"c":{}}');
  const shape = Shape.of(bytes);
  const first = read(shape, bytes) as { a: { b: JsonValue[] }; c: { [key: string]: JsonValue } };
  first.a.b[1] = 'spoilt';
  first.c['d'] = 1;
  expect(read(shape, bytes)).toStrictEqual({ a: { b: [1, 'x'] }, c: {} });
});

test.each([
  ['no object or array', '1'],
  ['no JSON', '{"a":'],
  ['__proto__', '{"__proto__":1}'],
  ['a key twice', '{"a":1,"a":2}'],
  ['deep', `${'['.repeat(20)}${']'.repeat(20)}`],
  ['long', JSON.stringify({ a: 'x'.repeat(3_000) })],
  ['many values', JSON.stringify(Array.from({ length: 500 }, () => 1))],
])('%s is not learned', (_, text) => {
  expect(Shape.of(Buffer.from(text))).toBeUndefined();
});
