import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Lookup, resolvePayload } from '../../requests/variables.ts';

const seed = Number(process.env['FUZZ_SEED'] ?? Date.now() % 2 ** 31);

const name = fc.constantFrom('a', 'b', 'c');
const value = fc.oneof(
  fc.record({ kind: fc.constant('text' as const), text: fc.string({ unit: 'binary' }) }),
  fc.record({
    kind: fc.constant('text' as const),
    text: fc.string({ unit: fc.constantFrom('{', '}', '"', '\\', 'a') }),
  }),
  fc.record({ kind: fc.constant('json' as const), text: fc.json() }),
);
const piece = fc.oneof(
  fc.tuple(fc.nat(5), name).map(([slashes, each]) => `${'\\'.repeat(slashes)}{{${each}}}`),
  fc.string({ unit: fc.constantFrom('{', '}', '"', '\\', 'a', ':', ',', ' ') }),
);
// By chance it may name a variable that there is none of, which is refused.
const text = fc
  .array(piece, { maxLength: 4 })
  .map((pieces) => pieces.join(''))
  .filter((each) => !/\{\{aa+\}\}/.test(each));
const { tree } = fc.letrec((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small' },
    text,
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.constantFrom(null, true, false),
    fc.array(tie('tree'), { maxLength: 4 }),
    fc.dictionary(text, tie('tree'), { maxKeys: 4 }),
  ),
}));

it(`what was JSON is JSON with its variables replaced (FUZZ_SEED=${seed})`, () => {
  fc.assert(
    fc.property(tree, fc.constantFrom(undefined, 2), fc.tuple(value, value, value), (json, indent, [a, b, c]) => {
      const values: Record<string, ReturnType<Lookup>> = { a, b, c };
      const param = JSON.stringify(json, null, indent);
      const resolved = resolvePayload({ param, data: { kind: 'text', text: '' } }, (each) => values[each]).param;
      expect(() => JSON.parse(resolved)).not.toThrow();
    }),
    { seed, numRuns: 500 },
  );
});

it(`a string in a param and a text in data become the same (FUZZ_SEED=${seed})`, () => {
  fc.assert(
    fc.property(text, fc.string({ unit: 'binary' }), (template, one) => {
      const known: Lookup = () => ({ kind: 'text', text: one });
      const param = JSON.stringify(template);
      const resolved = resolvePayload({ param, data: { kind: 'text', text: template } }, known);
      expect(JSON.parse(resolved.param)).toBe(resolved.data.kind === 'text' && resolved.data.text);
    }),
    { seed, numRuns: 500 },
  );
});
