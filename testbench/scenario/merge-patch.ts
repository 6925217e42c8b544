import { isDeepStrictEqual } from 'node:util';
import type { JsonValue } from '@vsoa-testbench/core';

export type JsonObject = { [key: string]: JsonValue };

/** Deeper is refused: it would end the stack. */
const MAX_DEPTH = 200;

/** `target` with `patch` merged into it (RFC 7396). Neither is changed; what is the same is shared. Throws `RangeError`. */
export function mergePatch(target: JsonValue | undefined, patch: JsonValue, depth = 0): JsonValue {
  if (!isObject(patch)) return patch;
  if (depth === MAX_DEPTH) throw new RangeError(`more than ${MAX_DEPTH} objects in each other`);
  // A map, and entries from it: `__proto__` is a key like any other.
  const merged = new Map(isObject(target) ? Object.entries(target) : []);
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) merged.delete(key);
    else merged.set(key, mergePatch(merged.get(key), value, depth + 1));
  }
  return Object.fromEntries(merged);
}

/** What makes `to` of `from`, by `mergePatch`. */
export function patchBetween(from: JsonObject, to: JsonObject): JsonObject {
  const before = new Map(Object.entries(from));
  const after = new Map(Object.entries(to));
  const patch = new Map<string, JsonValue>();
  for (const key of before.keys()) if (!after.has(key)) patch.set(key, null);
  for (const [key, value] of after) {
    const old = before.get(key);
    if (isDeepStrictEqual(old, value)) continue;
    patch.set(key, isObject(old) && isObject(value) ? patchBetween(old, value) : value);
  }
  return Object.fromEntries(patch);
}

export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
