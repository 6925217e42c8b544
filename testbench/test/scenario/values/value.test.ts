import type { JsonValue } from '@vsoa-testbench/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { computeAll } from '../../../scenario/values/compute.ts';
import type { Moment } from '../../../scenario/values/types.ts';
import { problemsOfTemplate, valueOf } from '../../../scenario/values/value.ts';

function momentOf(changes: Partial<Moment> = {}): Moment {
  return { state: { doors: { left: 'open' }, wheels: [{ rpm: 7 }] }, ms: 0, count: 0, random: Math.random, ...changes };
}
const at = (template: JsonValue, changes?: Partial<Moment>) => valueOf(template).at(momentOf(changes));

test('JSON without generators is a value that never changes', () => {
  const value = valueOf({ a: [1, { b: null }] });
  expect(value.isFixed).toBe(true);
  expect(value.at(momentOf())).toEqual({ a: [1, { b: null }] });
});

test('$$ is a $ that means nothing', () => {
  expect(at({ $$expr: '1', b: { $$$x: 2 } })).toEqual({ $expr: '1', b: { $$x: 2 } });
});

test.each([
  [{ $sine: { min: 0, max: 10, period: 1_000 } }, [0, 250, 500, 750], [5, 10, 5, 0]],
  [{ $sine: { min: 0, max: 10, period: 1_000, phase: 0.25 } }, [0, 500], [10, 0]],
  [{ $square: { min: 1, max: 2, period: 100 } }, [0, 49, 50, 99, 100], [2, 2, 1, 1, 2]],
  [{ $square: { min: 1, max: 2, period: 100, duty: 0.1 } }, [0, 9, 10], [2, 2, 1]],
  [{ $ramp: { min: 0, max: 1, period: 3, decimals: 2 } }, [0, 1, 2, 3], [0, 0.33, 0.67, 0]],
  [{ $ramp: { min: 10, max: 0, period: 10 } }, [0, 9], [10, 1]],
  [{ $time: 'ms' }, [12.4], [12]],
])('%j over the time', (template, times, values) => {
  const value = valueOf(template);
  expect(times.map((ms) => value.at(momentOf({ ms })))).toEqual(values);
});

const counted = (options: JsonValue) => [0, 1, 2, 3].map((count) => at({ $count: options }, { count }));

test('numbers are counted, from and up to what is wanted', () => {
  expect(counted({})).toEqual([0, 1, 2, 3]);
  expect(counted({ from: 10, step: -1 })).toEqual([10, 9, 8, 7]);
  expect(counted({ from: 1, modulo: 3 })).toEqual([1, 2, 0, 1]);
  expect(counted({ step: 0.1 })).toEqual([0, 0.1, 0.2, 0.3]);
});

test('the state is read by a path, and its prototypes are not', () => {
  expect(at({ $state: 'doors.left' })).toBe('open');
  expect(at({ a: { $state: 'wheels[0].rpm' }, b: { $state: 'wheels[1].rpm' } })).toEqual({ a: 7 });
  expect(at({ $state: 'doors.constructor.name' })).toBe(undefined);
  expect(at([{ $state: 'nothing' }])).toEqual([null]);
});

test('a walk stays between its ends, and goes in small steps', () => {
  const value = valueOf({ $walk: { min: 0, max: 10, step: 2 } });
  const values = Array.from({ length: 500 }, () => value.at(momentOf()) as number);
  expect(values[0]).toBe(5);
  expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...values)).toBeLessThanOrEqual(10);
  expect(values.every((each, index) => index === 0 || Math.abs(each - (values[index - 1] as number)) <= 2)).toBe(true);
});

test('noise has its mean and its deviation', () => {
  const value = valueOf({ $noise: { mean: 20, deviation: 3 } });
  const values = Array.from({ length: 5_000 }, () => value.at(momentOf()) as number);
  const mean = values.reduce((sum, each) => sum + each, 0) / values.length;
  const deviation = Math.sqrt(values.reduce((sum, each) => sum + (each - mean) ** 2, 0) / values.length);
  expect(mean).toBeCloseTo(20, 0);
  expect(deviation).toBeCloseTo(3, 0);
});

test('a choice goes by weight, and may hold what is computed', () => {
  const value = valueOf({
    $choice: ['a', { weight: 3, value: { $state: 'doors.left' } }, { weight: 0, value: 'never' }],
  });
  expect([0, 0.24, 0.26, 0.999_999].map((random) => value.at(momentOf({ random: () => random })))).toEqual([
    'a',
    'a',
    'open',
    'open',
  ]);
});

test('times of the clock', () => {
  const time = Date.UTC(2026, 0, 31, 12);
  expect(at([{ $time: 'epoch' }, { $time: 'seconds' }, { $time: 'iso' }], { time })).toEqual([
    time,
    time / 1_000,
    '2026-01-31T12:00:00.000Z',
  ]);
});

test.each<[JsonValue, string, string]>([
  [{ a: { $sin: {} } }, 'a.$sin', '$sin is unknown, did you mean $sine?'],
  [{ $sine: { min: 0, max: 1 } }, '$sine', 'period is missing: expected ms of one wave, at least 1'],
  [{ $sine: { min: 2, max: 1, period: 5 } }, '$sine', 'min must not be more than max'],
  [{ $sine: { min: 0, max: 1, perod: 5 } }, '$sine.perod', '"perod" is unknown here; did you mean period?'],
  [[{ $ramp: { min: '0', max: 1, period: 5 } }], '0.$ramp.min', 'expected a number, got "0"'],
  [{ $expr: '1 +' }, '$expr', 'end'],
  [{ $expr: 5 }, '$expr', 'expected a JSONata expression, got 5'],
  [{ $state: 'a..b' }, '$state', 'a path like doors.frontLeft'],
  [{ $time: 'unix' }, '$time', 'expected epoch, seconds, iso or ms'],
  [{ $choice: [] }, '$choice', 'got an empty list'],
  [{ $choice: [{ weight: -1, value: 1 }, 2] }, '$choice.0.weight', '0 or more'],
  [{ $state: 'a', b: 1 }, '$state', 'stands alone'],
])('%j is wrong at %s: %s', (template, path, message) => {
  const [problem] = problemsOfTemplate(template);
  expect(problem?.path.join('.')).toBe(path);
  expect(problem?.message).toContain(message);
  expect(() => valueOf(template)).toThrow(message);
});

test('of many values, one that never ends is named, and the others are computed', () => {
  const values = Array.from({ length: 100 }, (_, index) =>
    valueOf(index === 40 ? { $expr: '($f := function($x){ $f($x + 1) }; $f(0))' } : { n: { $expr: `${index} + 1` } }),
  );
  const outcomes = computeAll(values.map((value) => ({ value, moment: momentOf() })));
  expect(outcomes[40]).toMatchObject({ error: { message: expect.stringContaining('$f($x + 1)') } });
  expect(outcomes.filter((_, index) => index !== 40)).toEqual(
    Array.from({ length: 100 }, (_, index) => ({ value: { n: index + 1 } })).filter((_, index) => index !== 40),
  );
});

test('any JSON is understood or refused, and what is understood is JSON', () => {
  const key = fc.oneof(
    fc.constantFrom('$expr', '$sine', '$walk', '$choice', '$count', '$$x', '__proto__'),
    fc.string(),
  );
  const leaf = fc.oneof(fc.double(), fc.string(), fc.boolean(), fc.constant(null));
  const { json } = fc.letrec<{ json: unknown }>((tie) => ({
    json: fc.oneof(
      { maxDepth: 4 },
      leaf,
      fc.array(tie('json'), { maxLength: 3 }),
      fc.array(fc.tuple(key, tie('json')), { maxLength: 3 }).map((entries) => Object.fromEntries(entries)),
    ),
  }));
  fc.assert(
    fc.property(json, (template) => {
      if (problemsOfTemplate(template as JsonValue).length > 0) return;
      const value = valueOf(template as JsonValue);
      let result: JsonValue | undefined;
      try {
        result = value.at(momentOf());
      } catch {
        return;
      }
      expect(result === undefined || JSON.stringify(result).length > 0).toBe(true);
    }),
    { numRuns: 500 },
  );
});
