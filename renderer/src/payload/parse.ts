/** JSON of a param as values to look at. */
export interface Parsed {
  value: unknown;
  /** Values in all, and how many `value` holds: long lists and deep trees are cut. */
  total: number;
  shown: number;
  /** Texts of which `value` holds only the start. */
  cutTexts: number;
}

/** A tree of more values than these is slow to lay out and nothing that a person reads: the text view has all of it. */
export const MAX_SHOWN = 500;
const MAX_TEXT = 10_000;

interface Room {
  left: number;
  cutTexts: number;
}

/** Undefined where the text is no JSON after all, or nested deeper than the stack is. */
export function parseParam(text: string): Parsed | undefined {
  try {
    const parsed: unknown = JSON.parse(text, keepDigits);
    const room: Room = { left: MAX_SHOWN, cutTexts: 0 };
    const value = cut(parsed, room);
    return { value, total: count(parsed), shown: MAX_SHOWN - room.left, cutTexts: room.cutTexts };
  } catch {
    return undefined;
  }
}

/** A number that JavaScript would write in other digits than it came in, such as 1.10 or one beyond 2⁵³. A Date because the tree writes one through `toISOString`. */
class ExactNumber extends Date {
  readonly digits: string;

  constructor(digits: string) {
    super(0);
    this.digits = digits;
  }

  override toISOString(): string {
    return this.digits;
  }
}

/** A reviver for `JSON.parse`, which hands it the digits as they stand in the text. */
export function keepDigits(_key: string, value: unknown, context?: { source?: string }): unknown {
  if (typeof value !== 'number' || !context?.source) return value;
  return String(value) === context.source ? value : new ExactNumber(context.source);
}

function cut(value: unknown, room: Room): unknown {
  room.left -= 1;
  if (typeof value === 'string' && value.length > MAX_TEXT) {
    room.cutTexts += 1;
    return `${value.slice(0, MAX_TEXT)}…`;
  }
  if (Array.isArray(value)) {
    const kept: unknown[] = [];
    for (const item of value) {
      if (room.left <= 0) break;
      kept.push(cut(item, room));
    }
    return kept;
  }
  if (typeof value !== 'object' || value === null || value instanceof ExactNumber) return value;
  const kept: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) {
    if (room.left <= 0) break;
    Object.defineProperty(kept, key, { value: cut(item, room), enumerable: true });
  }
  return kept;
}

function count(value: unknown): number {
  if (typeof value !== 'object' || value === null || value instanceof ExactNumber) return 1;
  let total = 1;
  for (const item of Object.values(value)) total += count(item);
  return total;
}
