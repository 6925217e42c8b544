import type { SeriesState } from '../contract.ts';

export interface FieldValue {
  state: Exclude<SeriesState, 'silent' | 'notJson'>;
  /** NaN where it is no number. */
  value: number;
}

/** What is at a path in a param: a number, or a truth as 0 or 1. */
export function fieldOf(param: unknown, path: readonly (string | number)[]): FieldValue {
  let found = param;
  for (const key of path) {
    // Only what was sent: an array has a length, and every object a constructor, that nobody sent.
    if (typeof found !== 'object' || found === null || (Array.isArray(found) && typeof key !== 'number'))
      return missing;
    if (!Object.hasOwn(found, key)) return missing;
    found = (found as Record<string | number, unknown>)[key];
  }
  if (typeof found === 'boolean') return { state: 'ok', value: found ? 1 : 0 };
  if (found === null || found === undefined) return missing;
  // JSON can write numbers that are infinite here.
  return typeof found === 'number' && Number.isFinite(found) ? { state: 'ok', value: found } : notNumber;
}

const missing: FieldValue = { state: 'missing', value: Number.NaN };
const notNumber: FieldValue = { state: 'notNumber', value: Number.NaN };
