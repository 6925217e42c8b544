import type { FieldPath } from '../../../../testbench/contract.ts';
import { keepDigits } from '../parse.ts';
import { wrap } from '../wrap.ts';

export type FieldKind = 'object' | 'array' | 'string' | 'number' | 'boolean' | 'null' | 'piece';

/** One value of a JSON text, with its place in it. There may be a hundred thousand: what is drawn is made of it by `pathOf`, `kindOf` and `textOf`. */
export interface FieldRow {
  /** Null: the whole. */
  parent: FieldRow | null;
  /** In the object or list that it is in; of the whole, and of a piece of a long text, null. */
  key: string | number | null;
  value: unknown;
  /** From 1 on. */
  level: number;
  /** Null: nothing is below it. */
  open: boolean | null;
  position: number;
  siblings: number;
}

/** Of a text, characters; a longer one is unfolded into lines. */
const LONGEST = 400;
/** Lists of more items, and what lies deeper, are folded until one opens them. */
const OPEN_ITEMS = 200;
const OPEN_LEVELS = 4;
const LEAST_COLUMNS = 16;
/** That a level is further to the right, in characters. */
export const INDENT = 2;

/** With the digits of numbers; undefined where the text is no JSON, or nested deeper than can be read. */
export function parseFields(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text, keepDigits) as unknown };
  } catch {
    return undefined;
  }
}

/** What was folded or unfolded by hand, by `idOf` the path. */
export type Folds = ReadonlyMap<string, boolean>;

/** The rows that are unfolded; long texts in lines of so many columns. */
export function fieldRows(whole: unknown, folds: Folds, columns = 80): FieldRow[] {
  const byHand = foldedByHand(whole, folds);
  const rows: FieldRow[] = [];
  const add = (row: FieldRow) => {
    const { value, level } = row;
    rows.push(row);
    if (typeof value === 'string' && value.length > LONGEST) {
      row.open = folds.size > 0 && folds.get(idOf(pathOf(row))) === true;
      if (row.open) addPieces(row, value);
      return;
    }
    if (!isContainer(value)) return;
    const entries = Array.isArray(value) ? value : Object.values(value);
    const siblings = entries.length;
    if (siblings === 0) return;
    row.open = byHand.get(value) ?? (level <= OPEN_LEVELS && (level === 1 || siblings <= OPEN_ITEMS));
    if (!row.open) return;
    const keys = Array.isArray(value) ? null : Object.keys(value);
    for (let at = 0; at < siblings; at += 1) {
      const key = keys ? (keys[at] as string) : at;
      add({ parent: row, key, value: entries[at], level: level + 1, open: null, position: at + 1, siblings });
    }
  };
  const addPieces = (row: FieldRow, text: string) => {
    const level = row.level + 1;
    const lines = wrap(text, Math.max(LEAST_COLUMNS, columns - level * INDENT));
    for (const [at, line] of lines.entries()) {
      const place = { position: at + 1, siblings: lines.length };
      rows.push({ parent: row, key: null, value: new Piece(line), level, open: null, ...place });
    }
  };
  add({ parent: null, key: null, value: whole, level: 1, open: null, position: 1, siblings: 1 });
  return rows;
}

/** A line of a text that is too long for one. */
class Piece {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export const idOf = (path: FieldPath): string => JSON.stringify(path);

/** From the whole to the value; of a piece of a text that of the text. */
export function pathOf(row: FieldRow): FieldPath {
  const path: FieldPath = [];
  for (let at: FieldRow | null = row; at; at = at.parent) if (at.key !== null) path.push(at.key);
  return path.toReversed();
}

/** Which row one is at, also when there are other ones: its path, and of a long text the line, from 1; 0 for its own row. */
export interface Place {
  path: FieldPath;
  line: number;
}

export function placeOf(row: FieldRow): Place {
  return { path: pathOf(row), line: row.value instanceof Piece ? row.position : 0 };
}

/** Where the row of a place is; -1 where it is folded away, or is not there. */
export function indexOf(rows: readonly FieldRow[], { path, line }: Place): number {
  let index = 0;
  for (const [depth, key] of path.entries()) {
    const level = depth + 2;
    const from = index + 1;
    const end = rows.findIndex((row, at) => at >= from && row.level < level);
    index = rows.findIndex((row, at) => at >= from && row.level === level && row.key === key);
    if (index < 0 || (end >= 0 && index >= end)) return -1;
  }
  const row = rows[index + line];
  return row && (line === 0 || row.value instanceof Piece) ? index + line : -1;
}

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

export function kindOf({ value }: FieldRow): FieldKind {
  if (value === null || value === undefined) return 'null';
  if (value instanceof Piece) return 'piece';
  if (Array.isArray(value)) return 'array';
  // A number with digits of its own.
  if (value instanceof Date) return 'number';
  return typeof value as 'object' | 'string' | 'number' | 'boolean';
}

/** As it stands in the text; of a long one the start. Of objects and lists how many are in them. */
export function textOf({ value }: FieldRow): string {
  if (Array.isArray(value)) return `[${value.length}]`;
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Piece) return value.text;
  if (isContainer(value)) return `{${Object.keys(value).length}}`;
  if (typeof value !== 'string' || value.length <= LONGEST) return JSON.stringify(value);
  return `${JSON.stringify(value.slice(0, LONGEST)).slice(0, -1)}…`;
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !(value instanceof Date) && !(value instanceof Piece);
}

/** By the object or list itself, of which each is in one place only, so that no path need be made of all the others. */
function foldedByHand(whole: unknown, folds: Folds): ReadonlyMap<object, boolean> {
  const found = new Map<object, boolean>();
  for (const [id, open] of folds) {
    const at = valueAt(whole, JSON.parse(id) as FieldPath)?.value;
    if (isContainer(at)) found.set(at, open);
  }
  return found;
}
