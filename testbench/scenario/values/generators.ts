import * as v from 'valibot';
import { expression } from '../file/atoms.ts';

// What may stand in a template in place of a value. Descriptions go into scenario.schema.json and docs/scenario.md.

const number = v.pipe(v.number(), v.finite());
const period = v.pipe(v.number(), v.minValue(1), v.maxValue(86_400_000), v.title('ms of one wave, at least 1'));
const decimals = v.optional(
  v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(15), v.description('places after the point; by default 6')),
);
const phase = v.optional(
  v.pipe(number, v.description('part of a period that the wave is ahead, from 0 to 1; by default 0')),
);
const min = v.pipe(number, v.description('the least'));
const max = v.pipe(number, v.description('the most'));
const wave = { min, max, period, phase, decimals };
const fromMinToMax = <Range extends { min: number; max: number }>() =>
  v.check<Range, string>((range) => range.min <= range.max, 'min must not be more than max');

/** By the key; each with what stands behind it. */
export const generators = {
  $expr: v.pipe(
    expression,
    v.description('JSONata over state, request, ms and count; what comes to nothing is left out'),
  ),
  $state: v.pipe(
    v.string(),
    v.minLength(1),
    v.maxLength(1_024),
    v.regex(/^[^.[\]]+(?:\.[^.[\]]+|\[\d+\])*$/u),
    v.title('a path like doors.frontLeft or wheels[0].rpm'),
    v.description(
      'what the state has at a path like doors.frontLeft or wheels[0].rpm; left out where there is nothing',
    ),
  ),
  $sine: v.pipe(v.strictObject(wave), fromMinToMax(), v.description('a sine over the time, between min and max')),
  $square: v.pipe(
    v.strictObject({
      ...wave,
      duty: v.optional(
        v.pipe(
          v.number(),
          v.minValue(0),
          v.maxValue(1),
          v.description('part of the period that is max; by default 0.5'),
        ),
      ),
    }),
    fromMinToMax(),
    v.description('max for the first part of each period, then min'),
  ),
  $ramp: v.pipe(
    v.strictObject({
      ...wave,
      min: v.pipe(number, v.description('the first')),
      max: v.pipe(number, v.description('the last; less than min: it falls')),
    }),
    v.description('evenly from min to max in each period, then from min again'),
  ),
  $noise: v.pipe(
    v.strictObject({
      mean: v.pipe(number, v.description('the middle')),
      deviation: v.pipe(number, v.minValue(0), v.description('two of three values are no further from the middle')),
      decimals,
    }),
    v.description('normally distributed'),
  ),
  $walk: v.pipe(
    v.strictObject({
      min,
      max,
      step: v.pipe(number, v.minValue(0), v.description('the most that one value differs from the one before')),
      start: v.optional(v.pipe(number, v.description('the first; by default the middle'))),
      decimals,
    }),
    fromMinToMax(),
    v.description('a random walk: each value is near the one before'),
  ),
  $count: v.pipe(
    v.strictObject({
      from: v.optional(v.pipe(number, v.description('the first; by default 0'))),
      step: v.optional(v.pipe(number, v.description('by default 1'))),
      modulo: v.optional(
        v.pipe(v.number(), v.finite(), v.gtValue(0), v.description('begins from 0 again where it is reached')),
      ),
    }),
    v.description('counts how often it was asked for'),
  ),
  $choice: v.pipe(
    v.array(v.custom<unknown>(() => true)),
    v.minLength(1),
    v.maxLength(10_000),
    v.description('one of these at random; {weight: 3, value: …} comes three times as often as others'),
  ),
  $time: v.pipe(
    v.picklist(['epoch', 'seconds', 'iso', 'ms']),
    v.description(
      'epoch: ms since 1970; seconds: s since 1970; iso: 2026-01-31T12:00:00.000Z; ms: since the scenario was started',
    ),
  ),
} as const;

export type GeneratorName = keyof typeof generators;
export type GeneratorOptions<Name extends GeneratorName> = v.InferOutput<(typeof generators)[Name]>;

export function isGeneratorName(key: string): key is GeneratorName {
  return Object.hasOwn(generators, key);
}
