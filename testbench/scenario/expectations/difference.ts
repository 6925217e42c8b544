import type { JsonValue } from '@vsoa-testbench/core';

/** Of one param, so that a message stays readable. */
const MOST = 4;
const LONGEST = 120;

/**
 * Where `found` is not as `expected`: an object has at least the keys that stand there, arrays and values are the same.
 * For people, in English; empty where all is well, and at most four of them.
 */
export function differences(expected: JsonValue, found: JsonValue | undefined): string[] {
  const told: string[] = [];
  compare(expected, found, 'param', false, told);
  return told;
}

/** JSON in one line, cut where it is long. */
export function shown(value: JsonValue | undefined): string {
  if (value === undefined) return 'nothing';
  const text = textOf(value);
  return text.length <= LONGEST
    ? text
    : `${text.slice(0, LONGEST).replace(/[\ud800-\udbff]$/, '')}… (${text.length} characters)`;
}

function compare(
  expected: JsonValue,
  found: JsonValue | undefined,
  place: string,
  exact: boolean,
  told: string[],
): void {
  if (told.length >= MOST) return;
  if (isObject(expected) && isObject(found)) compareObjects(expected, found, place, exact, told);
  else if (Array.isArray(expected) && Array.isArray(found)) compareArrays(expected, found, place, told);
  else if (expected !== found) told.push(`${place} is ${shown(found)}, expected ${shown(expected)}`);
}

function compareObjects(
  expected: Record<string, JsonValue>,
  found: Record<string, JsonValue>,
  place: string,
  exact: boolean,
  told: string[],
): void {
  for (const [key, value] of Object.entries(expected)) {
    compare(value, Object.hasOwn(found, key) ? found[key] : undefined, `${place}${step(key)}`, exact, told);
  }
  if (!exact) return;
  for (const key of Object.keys(found)) {
    if (Object.hasOwn(expected, key) || told.length >= MOST) continue;
    told.push(`${place}${step(key)} is ${shown(found[key])}, expected nothing`);
  }
}

function compareArrays(expected: JsonValue[], found: JsonValue[], place: string, told: string[]): void {
  if (expected.length !== found.length) {
    told.push(
      `${place} has ${found.length} items, expected ${expected.length}: ${shown(found)}, not ${shown(expected)}`,
    );
    return;
  }
  for (const [index, value] of expected.entries()) compare(value, found[index], `${place}[${index}]`, true, told);
}

function step(key: string): string {
  return /^[A-Za-z_]\w*$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
}

function isObject(value: JsonValue | undefined): value is { [key: string]: JsonValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOf(value: JsonValue): string {
  try {
    return JSON.stringify(value);
  } catch {
    // Nested deeper than the stack: nobody could read it either.
    return 'deeply nested JSON';
  }
}
