import type { FieldPath } from '../../../../testbench/contract.ts';
import { keepDigits } from '../parse.ts';

export type FieldKind = 'object' | 'array' | 'string' | 'number' | 'boolean' | 'null';

/** One value of a JSON text, with its place in it. */
export interface FieldRow {
  /** The path as a text, for keys and sets. */
  id: string;
  path: FieldPath;
  /** From 1 on. */
  level: number;
  kind: FieldKind;
  /** As it stands in the text; of a long one the start. Of objects and lists how many are in them. */
  text: string;
  /** Null: nothing is below it. */
  open: boolean | null;
  position: number;
  siblings: number;
}

/** Of a text, characters. */
const LONGEST = 400;
/** Lists of more items, and what lies deeper, are folded until one opens them. */
const OPEN_ITEMS = 200;
const OPEN_LEVELS = 4;

/** With the digits of numbers; undefined where the text is no JSON, or nested deeper than can be read. */
export function parseFields(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text, keepDigits) as unknown };
  } catch {
    return undefined;
  }
}

/** The rows in view; `folds` says what was folded or unfolded by hand. */
export function fieldRows(value: unknown, folds: ReadonlyMap<string, boolean>): FieldRow[] {
  const rows: FieldRow[] = [];
  const add = (each: unknown, path: FieldPath, level: number, position: number, siblings: number) => {
    const kind = kindOf(each);
    const items = sizeOf(each, kind);
    const id = idOf(path);
    const byItself = level <= OPEN_LEVELS && (level === 1 || items <= OPEN_ITEMS);
    const open = items === 0 ? null : (folds.get(id) ?? byItself);
    rows.push({ id, path, level, kind, text: textOf(each, kind, items), open, position, siblings });
    if (!open) return;
    Object.entries(each as object).forEach(([key, item], at) => {
      add(item, [...path, kind === 'array' ? at : key], level + 1, at + 1, items);
    });
  };
  add(value, [], 1, 1, 1);
  return rows;
}

const idOf = (path: FieldPath): string => JSON.stringify(path);

/** `kmh`, `doors[2].open`, `["a key"].x`; '' for the whole. */
export function pathText(path: FieldPath): string {
  return path
    .map((key, at) => {
      if (typeof key === 'number') return `[${key}]`;
      if (!/^[A-Za-z_$][\w$]*$/.test(key)) return `[${JSON.stringify(key)}]`;
      return at === 0 ? key : `.${key}`;
    })
    .join('');
}

/** At a path, `{ value }`; null where nothing is there. */
export function valueAt(value: unknown, path: FieldPath): { value: unknown } | null {
  let at = value;
  for (const key of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return null;
    at = (at as Record<string | number, unknown>)[key];
  }
  return { value: at };
}

function sizeOf(value: unknown, kind: FieldKind): number {
  if (kind === 'array') return (value as unknown[]).length;
  return kind === 'object' ? Object.keys(value as object).length : 0;
}

function kindOf(value: unknown): FieldKind {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) return 'array';
  // A number with digits of its own.
  if (value instanceof Date) return 'number';
  return typeof value as 'object' | 'string' | 'number' | 'boolean';
}

function textOf(value: unknown, kind: FieldKind, items: number): string {
  if (kind === 'array') return `[${items}]`;
  if (kind === 'object') return `{${items}}`;
  if (value instanceof Date) return value.toISOString();
  const text = JSON.stringify(typeof value === 'string' ? value.slice(0, LONGEST) : value);
  return typeof value === 'string' && value.length > LONGEST ? `${text.slice(0, -1)}…` : text;
}
