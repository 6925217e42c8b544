type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type JsonObject = { [key: string]: Json };

/**
 * What makes `to` of `from` (RFC 7396), so that what others have changed meanwhile stays; null where no such patch can
 * say it, as of a value that has become null.
 */
export function patchBetween(from: JsonObject, to: JsonObject): JsonObject | null {
  const patch: JsonObject = {};
  for (const key of new Set([...Object.keys(from), ...Object.keys(to)])) {
    const [before, after] = [from[key], to[key]];
    if (JSON.stringify(before) === JSON.stringify(after)) continue;
    if (after === undefined) patch[key] = null;
    else if (isObject(before) && isObject(after)) {
      const inner = patchBetween(before, after);
      if (inner === null) return null;
      patch[key] = inner;
    } else if (hasNull(after) || (isObject(after) && before !== undefined)) return null;
    else patch[key] = after;
  }
  return patch;
}

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** In an object a null would take a key away; in an array it is one. */
function hasNull(value: Json): boolean {
  return value === null || (isObject(value) && Object.values(value).some(hasNull));
}
