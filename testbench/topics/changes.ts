import { setImmediate } from 'node:timers/promises';
import { MOST_CHANGES } from '../contract/topics.ts';
import type { BytesChange, FieldChange, FieldPath } from '../contract.ts';
import { type ExactJson, parseExactly, writeExactly } from './json-digits.ts';

/** Of the JSON text of one side of a change, characters. */
const LONGEST_TEXT = 200;
/** Deeper values are compared as a whole would be: not at all. */
const DEEPEST = 500;

export interface FieldChanges {
  changes: FieldChange[];
  /** Of which `changes` holds the first `MOST_CHANGES`. */
  total: number;
}

/**
 * What must be done to the JSON text `before` to get `after`: items of lists are compared by their place, and keys in any
 * order are the same. Null where one of them is no JSON, or nested too deep. Others get their turn between the steps, for
 * a text of 256 KiB may hold a hundred thousand fields.
 */
export async function fieldChanges(
  before: string,
  after: string,
  longest = LONGEST_TEXT,
): Promise<FieldChanges | null> {
  if (depthOf(before) > DEEPEST || depthOf(after) > DEEPEST) return null;
  const one = parseExactly(before);
  await setImmediate();
  const other = parseExactly(after);
  if (one === undefined || other === undefined) return null;
  await setImmediate();
  const found = new Found(longest);
  found.compare(one, other);
  return { changes: found.changes, total: found.total };
}

/** Null where they are the same. */
export function bytesChange(before: Uint8Array, after: Uint8Array): BytesChange | null {
  const shorter = Math.min(before.length, after.length);
  let different = 0;
  let firstDifference = shorter;
  for (let at = 0; at < shorter; at++) {
    if (before[at] === after[at]) continue;
    if (different++ === 0) firstDifference = at;
  }
  if (different === 0 && before.length === after.length) return null;
  return { lengthBefore: before.length, lengthAfter: after.length, firstDifference, different };
}

class Found {
  readonly changes: FieldChange[] = [];
  total = 0;
  readonly #longest: number;
  /** Where it is just now. */
  readonly #path: FieldPath = [];

  constructor(longest: number) {
    this.#longest = longest;
  }

  compare(before: ExactJson, after: ExactJson): void {
    if (Array.isArray(before) && Array.isArray(after)) this.#compareLists(before, after);
    else if (isObject(before) && isObject(after)) this.#compareObjects(before, after);
    else if (before !== after)
      this.#add((path) => ({ kind: 'changed', path, before: this.#text(before), after: this.#text(after) }));
  }

  #compareLists(before: ExactJson[], after: ExactJson[]): void {
    for (let at = 0; at < Math.max(before.length, after.length); at++) this.#compareItems(before[at], after[at], at);
  }

  #compareObjects(before: JsonObject, after: JsonObject): void {
    for (const key of Object.keys(before)) {
      this.#compareItems(before[key], Object.hasOwn(after, key) ? after[key] : undefined, key.slice(1));
    }
    for (const key of Object.keys(after)) {
      if (!Object.hasOwn(before, key)) this.#compareItems(undefined, after[key], key.slice(1));
    }
  }

  #compareItems(before: ExactJson | undefined, after: ExactJson | undefined, key: string | number): void {
    this.#path.push(key);
    if (before === undefined) {
      if (after !== undefined) this.#add((path) => ({ kind: 'added', path, after: this.#text(after) }));
    } else if (after === undefined) this.#add((path) => ({ kind: 'removed', path, before: this.#text(before) }));
    else this.compare(before, after);
    this.#path.pop();
  }

  /** What is not listed is only counted. */
  #add(change: (path: FieldPath) => FieldChange): void {
    this.total++;
    if (this.changes.length < MOST_CHANGES) this.changes.push(change([...this.#path]));
  }

  #text(value: ExactJson): string {
    const text = writeExactly(value);
    return text.length > this.#longest ? `${text.slice(0, this.#longest)}…` : text;
  }
}

type JsonObject = { [key: string]: ExactJson };

const isObject = (value: ExactJson): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Of brackets; those in texts count too, which errs on the safe side. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (let at = 0; at < text.length; at++) {
    const char = text.charCodeAt(at);
    if (char === 0x5b || char === 0x7b) deepest = Math.max(deepest, ++depth);
    else if (char === 0x5d || char === 0x7d) depth--;
  }
  return deepest;
}
