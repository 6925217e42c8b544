import * as v from 'valibot';
import type { RequestProblem } from '../contract.ts';
import { BenchFailure } from '../errors.ts';
import { compactJson, lineAndColumn } from '../json.ts';

/** Of the files. A change that an older app would misunderstand makes it grow. */
export const VERSION = 1;

const CONFLICT = /^<{7}(?: |$)/m;
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|[[\]{},:]|[^\s[\]{},:"]+/g;
const NOT_BLANK = /\n(?=.*\S)/g;

const versioned = v.object({ version: v.pipe(v.number(), v.integer(), v.minValue(1)) });

export type ReadFile<Value> =
  | { value: Value; problem: null | { kind: 'newer' } }
  | { value: null; problem: RequestProblem };

/** A text file of the workspace; whatever is in it, the answer says what is wrong and where. */
export function readFileText<Schema extends v.GenericSchema>(
  text: string,
  schema: Schema,
): ReadFile<{ output: v.InferOutput<Schema>; fields: ReadonlyMap<string, string> }> {
  const clean = normalized(text);
  const conflict = CONFLICT.exec(clean);
  if (conflict) return { value: null, problem: { kind: 'conflict', line: lineAndColumn(clean, conflict.index).line } };
  try {
    compactJson(clean);
  } catch (error) {
    if (!(error instanceof BenchFailure)) throw error;
    return { value: null, problem: broken(clean, error.position ?? 0, error.message) };
  }
  return clean.trim() === '' ? { value: null, problem: broken(clean, 0, 'it is empty') } : understood(clean, schema);
}

/** Fields one below the other, each with the text of its JSON, as `readFileText` finds them again. */
export function writeFileText(fields: Iterable<readonly [key: string, json: string]>): string {
  const lines = Array.from(fields, ([key, json]) => `  ${JSON.stringify(key)}: ${json.replace(NOT_BLANK, '\n  ')}`);
  return `{\n${lines.join(',\n')}\n}\n`;
}

/** Git may have made other line ends of those that were saved. */
function normalized(text: string): string {
  return (text.startsWith('\uFEFF') ? text.slice(1) : text).replaceAll('\r\n', '\n');
}

function understood<Schema extends v.GenericSchema>(
  text: string,
  schema: Schema,
): ReadFile<{ output: v.InferOutput<Schema>; fields: ReadonlyMap<string, string> }> {
  const json: unknown = JSON.parse(text);
  const places = typeof json === 'object' && json !== null && !Array.isArray(json) ? fieldPlaces(text) : new Map();
  const version = v.safeParse(versioned, json);
  const newer = version.success && version.output.version > VERSION;
  const found = version.success ? v.safeParse(schema, json) : version;
  if (found.success) {
    const fields = new Map(Array.from(places, ([key, { from, to }]) => [key, outdented(text.slice(from, to))]));
    return {
      value: { output: found.output, fields },
      problem: newer ? { kind: 'newer' } : null,
    };
  }
  if (newer) return { value: null, problem: { kind: 'newer' } };
  const [issue] = found.issues;
  const key = issue.path?.[0]?.key;
  const message = `${v.getDotPath(issue) ?? 'file'}: ${issue.message}`;
  return {
    value: null,
    problem: broken(text, (typeof key === 'string' ? places.get(key)?.from : undefined) ?? 0, message),
  };
}

function broken(text: string, position: number, message: string): RequestProblem {
  return { kind: 'broken', message: message.slice(0, 500), ...lineAndColumn(text, position) };
}

/** Where the values of the fields of an object stand; the text is JSON. */
function fieldPlaces(text: string): Map<string, { from: number; to: number }> {
  const places = new Map<string, { from: number; to: number }>();
  let depth = 0;
  let key: string | undefined;
  let from: number | undefined;
  let end = 0;
  const take = () => {
    if (key !== undefined && from !== undefined) places.set(key, { from, to: end });
    key = undefined;
    from = undefined;
  };
  for (const { 0: token, index } of text.matchAll(TOKEN)) {
    if (token === '}' || token === ']') depth--;
    if (depth === 0 || (depth === 1 && token === ',')) take();
    else if (depth === 1 && key === undefined) key = JSON.parse(token) as string;
    else if (from === undefined && !(depth === 1 && token === ':')) from = index;
    if (token === '{' || token === '[') depth++;
    end = index + token.length;
  }
  return places;
}

/** Of the lines behind the first one. */
function outdented(text: string): string {
  const lines = text.split('\n');
  const isIndented = lines.slice(1).every((line) => line.startsWith('  ') || line.trim() === '');
  if (!isIndented) return text;
  return lines.map((line, at) => (at > 0 && line.trim() !== '' ? line.slice(2) : line)).join('\n');
}
