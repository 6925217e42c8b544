import { isUtf8 } from 'node:buffer';
import type { JsonValue } from '@vsoa-testbench/core';
import { asBuffer } from '../../payload.ts';

/** Nested deeper, JSON is not taken apart: the file would be no file for people. */
const DEEPEST = 60;
const NAME = /^[A-Za-z_]\w*$/;

/** Undefined where the bytes are none, no JSON, or nested too deep. */
export function jsonIn(bytes: Uint8Array): JsonValue | undefined {
  if (bytes.length === 0 || !isUtf8(bytes)) return undefined;
  try {
    const json = JSON.parse(asBuffer(bytes).toString()) as JsonValue;
    return isDeeper(json, DEEPEST) ? undefined : json;
  } catch {
    return undefined;
  }
}

/** The template that answers this JSON: keys that would be taken for something computed are escaped. */
export function templateOf(json: JsonValue): JsonValue {
  if (typeof json !== 'object' || json === null) return json;
  if (Array.isArray(json)) return json.map(templateOf);
  return Object.fromEntries(
    Object.entries(json).map(([key, value]) => [key.startsWith('$') ? `$${key}` : key, templateOf(value)]),
  );
}

/** JSON is JSONata that answers itself. */
export function expressionOf(json: JsonValue): string {
  return JSON.stringify(json);
}

/** `request.param.door`, with what is no name in backticks; undefined where JSONata cannot say it. */
export function pathOf(key: string): string | undefined {
  if (NAME.test(key)) return `request.param.${key}`;
  return key.includes('`') || key === '' ? undefined : `request.param.\`${key}\``;
}

/** The same for JSON that is the same, whatever the order of its keys. */
export function canonical(json: JsonValue | undefined): string {
  if (json === undefined) return '';
  return JSON.stringify(json, (_, value: JsonValue) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1)));
  });
}

export function isPlainObject(json: JsonValue | undefined): json is { [key: string]: JsonValue } {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}

function isDeeper(json: JsonValue, levels: number): boolean {
  if (typeof json !== 'object' || json === null) return false;
  return levels === 0 || Object.values(json).some((each) => isDeeper(each, levels - 1));
}
