import type { Payload } from '../../../../../testbench/contract.ts';

export interface Changes {
  count: number;
  /** Of the first of them, as in the filter: `.doors[0].open`. */
  paths: string[];
}

const MOST_PATHS = 20;
/** Longer ones are not compared value by value, characters. */
const LONGEST = 262_144;

/** What is different between two answers; null where they cannot be compared. */
export function comparePayloads(before: Payload, now: Payload): Changes | null {
  const changes: Changes = { count: 0, paths: [] };
  const add = (path: string) => {
    changes.count += 1;
    if (changes.paths.length < MOST_PATHS) changes.paths.push(path);
  };
  if (before.text !== now.text || before.text === null) {
    const [one, other] = [parsed(before), parsed(now)];
    if (one && other) compare(one.value, other.value, '', add);
    else if (!sameBytes(before.param, now.param)) add('param');
  }
  if (!sameBytes(before.data, now.data)) add('data');
  return changes;
}

function compare(one: unknown, other: unknown, path: string, add: (path: string) => void): void {
  if (Object.is(one, other)) return;
  if (!isTree(one) || !isTree(other) || Array.isArray(one) !== Array.isArray(other)) {
    add(path === '' ? 'param' : path);
    return;
  }
  for (const key of new Set([...Object.keys(one), ...Object.keys(other)])) {
    const below = Array.isArray(one) ? `${path}[${key}]` : `${path}.${key}`;
    if (Object.hasOwn(one, key) && Object.hasOwn(other, key)) compare(one[key], other[key], below, add);
    else add(below);
  }
}

const isTree = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

function parsed({ text, json }: Payload): { value: unknown } | null {
  if (!json || text === null || text.length > LONGEST) return null;
  try {
    return { value: JSON.parse(text) };
  } catch {
    return null;
  }
}

function sameBytes(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, at) => byte === other[at]);
}
