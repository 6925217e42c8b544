import type { Chunk, Columns } from '../chunk.ts';
import { MOST_ROWS } from '../selection.ts';

/** Of the first `count` of `rows` (rows of the chunk, in order) keeps those that pass, at their start; how many. */
type Refine = (chunk: Chunk, rows: Uint16Array, count: number) => number;

/** What a term costs for a packet: cheap ones are asked first, and the others only about what is left. */
export const Cost = { COLUMN: 0, LOOKUP: 1, BYTES: 2, REGEX: 3, JSON: 4 } as const;

export interface Term {
  refine: Refine;
  cost: number;
}

export const never: Term = { refine: () => 0, cost: Cost.COLUMN };

/** By what kind and type together say; `table` has an entry for each of both. */
export function byKindAndType(table: Uint8Array): Term {
  const refine: Refine = ({ columns: { kind, type } }, rows, count) => {
    let kept = 0;
    for (let at = 0; at < count; at++) {
      const row = rows[at]!;
      if (table[(kind[row]! << 8) | type[row]!] === 1) rows[kept++] = row;
    }
    return kept;
  };
  return { refine, cost: Cost.COLUMN };
}

/** Both bounds are inside. */
export function inRange(column: keyof Columns, low: number, high: number, negated: boolean): Term {
  const refine: Refine = ({ columns }, rows, count) => {
    const values = columns[column];
    let kept = 0;
    for (let at = 0; at < count; at++) {
      const row = rows[at]!;
      const value = values[row]!;
      if ((value >= low && value <= high) !== negated) rows[kept++] = row;
    }
    return kept;
  };
  return { refine, cost: Cost.COLUMN };
}

/** Any of the bits. */
export function hasBits(column: keyof Columns, mask: number): Term {
  return byRow(Cost.COLUMN, ({ columns }, row) => (columns[column][row]! & mask) !== 0);
}

export function byRow(cost: number, test: (chunk: Chunk, row: number) => boolean): Term {
  const refine: Refine = (chunk, rows, count) => {
    let kept = 0;
    for (let at = 0; at < count; at++) {
      const row = rows[at]!;
      if (test(chunk, row)) rows[kept++] = row;
    }
    return kept;
  };
  return { refine, cost };
}

export function and(...terms: Term[]): Term {
  const sorted = byCost(terms);
  const refine: Refine = (chunk, rows, count) => {
    let left = count;
    for (let at = 0; at < sorted.length && left > 0; at++) left = sorted[at]!.refine(chunk, rows, left);
    return left;
  };
  return { refine, cost: highest(terms) };
}

export function or(...terms: Term[]): Term {
  const sorted = byCost(terms);
  const refine: Refine = (chunk, rows, count) => {
    const marks = markPool.pop() ?? new Uint8Array(MOST_ROWS);
    let left = rows.slice(0, count);
    for (const term of sorted) {
      if (left.length === 0) break;
      if (mark(term, chunk, left, marks) > 0) left = left.filter((row) => marks[row] === 0);
    }
    return keepMarked(rows, count, marks, 1);
  };
  return { refine, cost: highest(terms) };
}

export function not(term: Term): Term {
  const refine: Refine = (chunk, rows, count) => {
    const marks = markPool.pop() ?? new Uint8Array(MOST_ROWS);
    mark(term, chunk, rows.slice(0, count), marks);
    return keepMarked(rows, count, marks, 0);
  };
  return { refine, cost: term.cost };
}

/** All zeros. What a regex that was broken off leaves behind does not come back here. */
const markPool: Uint8Array[] = [];

/** Answers how many. */
function mark(term: Term, chunk: Chunk, rows: Uint16Array, marks: Uint8Array): number {
  const trial = rows.slice();
  const count = term.refine(chunk, trial, trial.length);
  for (let at = 0; at < count; at++) marks[trial[at]!] = 1;
  return count;
}

function keepMarked(rows: Uint16Array, count: number, marks: Uint8Array, wanted: number): number {
  let kept = 0;
  for (let at = 0; at < count; at++) {
    const row = rows[at]!;
    if (marks[row] === wanted) rows[kept++] = row;
    marks[row] = 0;
  }
  markPool.push(marks);
  return kept;
}

function byCost(terms: Term[]): Term[] {
  return terms.toSorted((one, other) => one.cost - other.cost);
}

function highest(terms: Term[]): number {
  return Math.max(...terms.map(({ cost }) => cost));
}
