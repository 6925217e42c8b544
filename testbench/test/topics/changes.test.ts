import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FieldChange } from '../../contract.ts';
import { bytesChange, fieldChanges } from '../../topics/changes.ts';
import { type ExactJson, parseExactly, writeExactly } from '../../topics/json-digits.ts';

const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);

describe('what is different in one param from another', () => {
  it('is told by field: changed, added, removed', async () => {
    const before = '{"kmh":12.5,"gear":"D","doors":["open","closed"],"old":{"a":1}}';
    const after = '{ "gear": "R", "kmh": 12.5, "doors": ["open"], "new": null }';
    expect(await fieldChanges(before, after)).toEqual({
      total: 4,
      changes: [
        { kind: 'changed', path: ['gear'], before: '"D"', after: '"R"' },
        { kind: 'removed', path: ['doors', 1], before: '"closed"' },
        { kind: 'removed', path: ['old'], before: '{"a":1}' },
        { kind: 'added', path: ['new'], after: 'null' },
      ],
    });
  });

  it('is nothing where only the order of keys or the spaces are other', async () => {
    expect(await fieldChanges('{"a":1,"b":[2]}', ' { "b" : [ 2 ], "a":1}')).toEqual({ changes: [], total: 0 });
  });

  it('is exact in numbers that JavaScript has no room for', async () => {
    const found = await fieldChanges('[9007199254740993,1.10]', '[9007199254740992,1.1]');
    expect(found?.changes).toEqual([
      { kind: 'changed', path: [0], before: '9007199254740993', after: '9007199254740992' },
      { kind: 'changed', path: [1], before: '1.10', after: '1.1' },
    ]);
  });

  it('does not take a text for a number, or a key for a part of objects', async () => {
    expect((await fieldChanges('["1","n1","s"]', '[1,"n1","s"]'))?.total).toBe(1);
    const found = await fieldChanges('{"__proto__":1,"constructor":"x\\"1"}', '{"__proto__":2}');
    expect(found?.changes).toEqual([
      { kind: 'changed', path: ['__proto__'], before: '1', after: '2' },
      { kind: 'removed', path: ['constructor'], before: '"x\\"1"' },
    ]);
  });

  it('is null where one of them is no JSON, or nested too deep', async () => {
    expect(await fieldChanges('{"a":1}', '{"a":')).toBeNull();
    expect(await fieldChanges('', '1')).toBeNull();
    expect(await fieldChanges('['.repeat(100_000) + ']'.repeat(100_000), '1')).toBeNull();
  });

  it('is counted whole and listed in part in a param of 256 KiB', async () => {
    const found = await fieldChanges(list(0), list(1));
    expect(found?.total).toBe(40_000);
    expect(found?.changes).toHaveLength(500);
  });

  it('shows the start of long values', async () => {
    const [change] = (await fieldChanges('"a"', JSON.stringify('x'.repeat(100_000))))?.changes ?? [];
    expect(change?.kind === 'changed' && change.after).toHaveLength(201);
  });

  it('is told by bytes as well', () => {
    expect(bytesChange(bytes('abc'), bytes('abc'))).toBeNull();
    expect(bytesChange(bytes('abcd'), bytes('aXcY'))).toMatchObject({ firstDifference: 1, different: 2 });
    expect(bytesChange(bytes('ab'), bytes('abc'))).toEqual({
      lengthBefore: 2,
      lengthAfter: 3,
      firstDifference: 2,
      different: 0,
    });
  });

  it(`makes the one into the other (seed ${seed})`, async () => {
    // Of the same few keys and values, so that much of them is the same.
    const { json } = fc.letrec<{ json: unknown }>((tie) => ({
      json: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom(0, 1, -2.5e-7, true, null, '', 'n1', 's"\\'),
        fc.array(tie('json'), { maxLength: 4 }),
        fc.dictionary(fc.constantFrom('a', 'b', '', '"', 'length', '0'), tie('json'), { maxKeys: 4 }),
      ),
    }));
    await fc.assert(
      fc.asyncProperty(json, json, async (one, other) => {
        const [before, after] = [JSON.stringify(one), JSON.stringify(other)];
        const found = await fieldChanges(before, after, Number.POSITIVE_INFINITY);
        expect(found?.total).toBe(found?.changes.length);
        expect(applied(before, found?.changes ?? [])).toEqual(JSON.parse(after));
      }),
      { seed, numRuns: 1_000 },
    );
  });
});

describe('JSON with its digits', () => {
  it(`is written as it was read (seed ${seed})`, () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const parsed = parseExactly(text);
        expect(JSON.parse(writeExactly(parsed as ExactJson))).toEqual(JSON.parse(text));
      }),
      { seed, numRuns: 500 },
    );
  });
});

const bytes = (text: string) => Buffer.from(text);

const list = (first: number) => JSON.stringify(Array.from({ length: 40_000 }, (_, at) => first + at));

/** Does what the changes say; items are removed from the end on. */
function applied(text: string, changes: FieldChange[]): unknown {
  const root: { value: unknown } = { value: JSON.parse(text) };
  const removed = changes.filter(({ kind }) => kind === 'removed').toReversed();
  for (const change of [...changes.filter(({ kind }) => kind !== 'removed'), ...removed]) {
    const path = ['value', ...change.path];
    const last = path.pop() as string | number;
    const parent = path.reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], root);
    const holder = parent as Record<string, unknown>;
    if (change.kind !== 'removed') holder[last] = JSON.parse(change.after);
    else if (Array.isArray(parent)) parent.splice(Number(last), 1);
    else delete holder[last];
  }
  return root.value;
}
