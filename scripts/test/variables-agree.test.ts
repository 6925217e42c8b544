import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findVariables } from '../../renderer/src/variables/find-variables.ts';
import { variablesIn } from '../../testbench/requests/variables.ts';

const seed = Number(process.env['FUZZ_SEED'] ?? Date.now() % 2 ** 31);

test(`the window marks what the bench replaces, and nothing else (FUZZ_SEED=${seed})`, () => {
  const text = fc.string({
    unit: fc.constantFrom('{', '}', '{{', '}}', '\\', ' ', 'a', '速', '$', '1', '-', '.', '"'),
  });
  fc.assert(
    fc.property(text, fc.constantFrom('url' as const, 'param' as const, 'data' as const), (given, part) => {
      expect(findVariables(given, part)).toEqual(variablesIn(given, part));
    }),
    { seed, numRuns: 500 },
  );
});
