import type { JsonKind, JsonShape } from '../../contract.ts';

const MAX_PLACES = 2_000;
const MAX_DEPTH = 12;
const MAX_EXAMPLES = 5;
/** Characters of an example, and of a key that is kept. */
const MAX_TEXT = 64;

/** What was seen in JSON, merged from several texts, the newest first; bounded, whatever is in them. */
export class ShapeMaker {
  #left = MAX_PLACES;
  #shape: JsonShape | null = null;

  /** Null where nothing was added. */
  get shape(): JsonShape | null {
    return this.#shape;
  }

  /** What is no JSON adds nothing. */
  add(text: string): void {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      return;
    }
    this.#shape ??= { kinds: [] };
    this.#merge(this.#shape, value, 0);
  }

  #merge(into: JsonShape, value: unknown, depth: number): void {
    const kind = kindOf(value);
    if (!into.kinds.includes(kind)) into.kinds.push(kind);
    if (depth >= MAX_DEPTH) return;
    if (Array.isArray(value)) {
      for (const item of value) {
        if (into.items === undefined && !this.#takeRoom()) return;
        into.items ??= { kinds: [] };
        this.#merge(into.items, item, depth + 1);
      }
    } else if (typeof value === 'object' && value !== null) {
      into.keys ??= {};
      for (const [key, item] of Object.entries(value)) this.#mergeKey(into.keys, key, item, depth);
    } else if (value !== null) addExample(into, value);
  }

  #mergeKey(keys: Record<string, JsonShape>, key: string, item: unknown, depth: number): void {
    if (key.length > MAX_TEXT || key === '__proto__') return;
    if (!Object.hasOwn(keys, key)) {
      if (!this.#takeRoom()) return;
      keys[key] = { kinds: [] };
    }
    this.#merge(keys[key] as JsonShape, item, depth + 1);
  }

  #takeRoom(): boolean {
    if (this.#left === 0) return false;
    this.#left -= 1;
    return true;
  }
}

function addExample(into: JsonShape, value: unknown): void {
  const text = JSON.stringify(value);
  const { examples = [] } = into;
  if (text.length > MAX_TEXT || examples.length >= MAX_EXAMPLES || examples.includes(text)) return;
  into.examples = [...examples, text];
}

function kindOf(value: unknown): JsonKind {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value as JsonKind;
}
