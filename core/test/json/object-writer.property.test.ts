import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ObjectWriter } from '../../src/json/object-writer.ts';

const RUNS = { numRuns: 2_000 };
const scalar = fc.oneof(
  fc.integer(),
  fc.double(),
  fc.constantFrom(0, -0, 9, 10, 2 ** 31 - 1, 2 ** 31, -1, 1e21, Number.NaN, Infinity),
  fc.string({ unit: 'binary' }),
  fc.constantFrom('', '"', '\\', '车速', '\ud800', '\u2028', true, false, null),
);
const member = fc.oneof(
  scalar,
  fc.array(scalar),
  fc.constant(undefined),
  fc.dictionary(fc.string(), scalar, { noNullPrototype: true, maxKeys: 4 }),
);
const objects = fc.uniqueArray(fc.string(), { minLength: 1, maxLength: 8 }).chain((keys) =>
  fc.array(
    fc.tuple(...keys.map(() => member)).map((members) => {
      const value: { [key: string]: unknown } = {};
      for (const [index, key] of keys.entries()) {
        Object.defineProperty(value, key, {
          value: members[index],
          enumerable: true,
          writable: true,
          configurable: true,
        });
      }
      return value;
    }),
    { minLength: 2 },
  ),
);

function text(writer: ObjectWriter | undefined, value: object): string | undefined {
  const target = new Uint8Array(65_536);
  const end = writer?.write(value, target, 8) ?? -1;
  return end === -1 ? undefined : Buffer.from(target.subarray(8, end)).toString();
}

test('what is written for objects of one kind is what JSON.stringify writes', () => {
  let written = 0;
  fc.assert(
    fc.property(objects, (values) => {
      const writer = ObjectWriter.for(values[0]);
      for (const value of values) {
        const answer = text(writer, value);
        if (answer !== undefined) written += 1;
        expect(answer ?? JSON.stringify(value)).toBe(JSON.stringify(value));
      }
    }),
    RUNS,
  );
  expect(written).toBeGreaterThan(RUNS.numRuns / 4);
});

test('an object of another kind is left to JSON.stringify', () => {
  const writer = ObjectWriter.for({ a: 1, b: { c: 2 } });
  const others: object[] = [
    { a: 1 },
    { b: { c: 2 }, a: 1 },
    { a: 1, b: { c: 2 }, d: 3 },
    { a: 1, b: { d: 2 } },
    { a: undefined, b: { c: 2 } },
    { a: () => 1, b: { c: 2 } },
    { a: 1n, b: { c: 2 } },
    { a: new Date(0), b: { c: 2 } },
    { a: [undefined], b: { c: 2 } },
    { a: { toJSON: () => 5 }, b: { c: 2 } },
    { a: 'x'.repeat(10_000), b: { c: 2 } },
    Object.assign(Object.create({ a: 1 }), { b: { c: 2 } }),
    Object.assign([1], { a: 1, b: { c: 2 } }),
  ];
  for (const other of others) expect(text(writer, other)).toBeUndefined();
  expect(text(writer, { a: 1, b: { c: 2 } })).toBe('{"a":1,"b":{"c":2}}');
});

test('a value that leaves too little room is left to JSON.stringify', () => {
  const long = Array.from({ length: 70_000 }, () => 1);
  expect(text(ObjectWriter.for({ long: [1] }), { long })).toBeUndefined();
});
