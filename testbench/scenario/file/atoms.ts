import type { JsonValue } from '@vsoa-testbench/core';
import * as v from 'valibot';

// What a scenario file is made of: the small things. Descriptions go into scenario.schema.json and docs/scenario.md.

const MAX_TEXT = 4_096;
const MAX_EXPRESSION = 65_536;
const MAX_MS = 86_400_000;

/** A key that must be there, and what it says. */
export function must<Schema extends v.GenericSchema>(schema: Schema, says: string) {
  return v.pipe(schema, v.description(says));
}

/** A key that may be there, and what it says. */
export function may<Schema extends v.GenericSchema>(schema: Schema, says: string) {
  return v.optional(must(schema, says));
}

export const name = v.pipe(
  v.string(),
  v.regex(/^[^\s/]{1,64}$/u),
  v.title('a name of 1 to 64 characters without spaces and slashes'),
);
export const text = v.pipe(v.string(), v.maxLength(MAX_TEXT));
export const url = v.pipe(
  v.string(),
  v.startsWith('/'),
  v.maxLength(MAX_TEXT),
  v.title('a url that begins with /'),
  v.description('Where it ends with /, it stands for all below it too.'),
);
export const expression = v.pipe(
  v.string(),
  v.minLength(1),
  v.maxLength(MAX_EXPRESSION),
  v.title('a JSONata expression'),
);
export const port = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(65_535));
export const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
export const atLeastOne = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
export const probability = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
export const ms = v.pipe(v.number(), v.minValue(0), v.maxValue(MAX_MS), v.title('milliseconds from 0 to 86400000'));
export const period = v.pipe(v.number(), v.minValue(1), v.maxValue(MAX_MS), v.title('milliseconds from 1 to 86400000'));
export const file = v.pipe(
  v.string(),
  v.minLength(1),
  v.maxLength(MAX_TEXT),
  v.check(isInside, 'expected a path in the folder of this file: not absolute, without ..'),
  v.title('the path of a file'),
  v.description('Beside the scenario file or below its folder: no absolute path, no .. in it.'),
);

/**
 * JSON with places that are computed: an object with one key that begins with $ is replaced by its value.
 * `$expr` (JSONata), `$state` (a path into the state), `$sine`, `$square`, `$ramp`, `$noise`, `$walk`, `$count`, `$choice`, `$time`.
 */
export const template = v.pipe(
  v.custom<JsonValue>((value) => value !== undefined, 'JSON'),
  v.title('JSON'),
  v.description('JSON; an object like {$expr: …} or {$sine: …} in it is replaced by its value.'),
);

export const hex = v.pipe(
  v.string(),
  v.check((digits) => digits.length % 2 === 0 && !/[^0-9a-f]/iu.test(digits), 'expected two hex digits for each byte'),
  v.title('hex digits, two for each byte'),
);

/** Bytes beside the param. */
export const data = v.pipe(
  v.union([
    v.strictObject({ text: must(v.string(), 'This text as UTF-8.') }),
    v.strictObject({ hex }),
    v.strictObject({ base64: v.pipe(v.string(), v.base64(), v.title('base64')) }),
    v.strictObject({ file }),
  ]),
  v.title('an object with text, hex, base64 or file'),
);
export type Data = v.InferOutput<typeof data>;

/** Of faults, which have nothing to compute with. */
export const randomDelay = v.pipe(
  v.union([
    ms,
    v.strictObject({ min: ms, max: ms }),
    v.strictObject({ mean: ms, deviation: ms }),
    v.strictObject({ exponential: ms }),
  ]),
  v.description('milliseconds: fixed, evenly between min and max, normal or exponential'),
);
export type RandomDelay = v.InferOutput<typeof randomDelay>;

export const delay = v.pipe(
  v.union([...randomDelay.pipe[0].options, v.strictObject({ $expr: expression })]),
  v.description(
    'In ms: fixed, evenly between min and max, normal (mean, deviation), exponential (its mean), or computed ($expr).',
  ),
);
export type Delay = v.InferOutput<typeof delay>;

const statusName = v.picklist([
  'success',
  'password',
  'arguments',
  'invalid-url',
  'no-responding',
  'no-permissions',
  'no-memory',
]);
export const status = v.union([
  v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(255)),
  statusName,
  v.strictObject({ $expr: expression }),
]);
export type StatusOf = v.InferOutput<typeof status>;

/** JSON Merge Patch (RFC 7396) for the state of the ECU. */
export const patch = v.pipe(template, v.description('Merged into the state: null takes a key away (RFC 7396).'));

function isInside(path: string): boolean {
  const parts = path.split(/[/\\]/u);
  return !parts.includes('..') && parts[0] !== '' && !/^[a-z]:/iu.test(path) && !path.includes('\0');
}
