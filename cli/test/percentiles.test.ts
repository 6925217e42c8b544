import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Percentiles } from '../percentiles.ts';

test('a percentile is at most 1 % beside the true one, in bounded memory', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 1e-4, max: 1e7, noNaN: true }), { minLength: 1, maxLength: 500 }),
      fc.double({ min: 0.001, max: 1, noNaN: true }),
      (times, share) => {
        const percentiles = new Percentiles();
        for (const time of times) percentiles.add(time);
        const right = times.toSorted((one, other) => one - other)[Math.ceil(times.length * share) - 1]!;
        expect(percentiles.at(share)).toBeGreaterThanOrEqual(right * 0.9999);
        expect(percentiles.at(share)).toBeLessThanOrEqual(right * 1.01);
      },
    ),
  );
});

test('without any time there is none', () => {
  expect(new Percentiles().at(0.99)).toBe(0);
});
