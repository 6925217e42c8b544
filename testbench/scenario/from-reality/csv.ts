import type { JsonValue } from '@vsoa-testbench/core';
import { isPlainObject, jsonIn } from './literal.ts';
import type { SeenValue } from './observed.ts';

const MOST_COLUMNS = 50;

/** Params as the rows of a CSV file; undefined where they are not all flat objects with the same keys and plain values. */
export function csvOf(values: readonly SeenValue[]): Uint8Array | undefined {
  const rows = values.map(({ param, data }) => (data.length === 0 ? jsonIn(param) : undefined));
  const [first] = rows;
  if (!isPlainObject(first)) return undefined;
  const columns = Object.keys(first);
  if (
    columns.length === 0 ||
    columns.length > MOST_COLUMNS ||
    columns.some((name) => name.trim() !== name || name === '')
  )
    return undefined;
  const lines = [columns.map(quoted).join(',')];
  for (const row of rows) {
    if (!isPlainObject(row) || Object.keys(row).length !== columns.length) return undefined;
    const cells = columns.map((name) => cellOf(Object.hasOwn(row, name) ? row[name] : undefined));
    if (!cells.every((cell) => cell !== undefined)) return undefined;
    lines.push(cells.join(','));
  }
  return Buffer.from(`${lines.join('\n')}\n`);
}

/** Undefined where a cell would be read as something else. */
function cellOf(value: JsonValue | undefined): string | undefined {
  if (typeof value === 'number') return JSON.stringify(value);
  if (typeof value === 'boolean' || value === null) return String(value);
  const isText = typeof value === 'string' && /^[\p{L}_][\p{L}\p{N} _.:/-]*$/u.test(value) && value.trim() === value;
  return isText && !/^(?:true|false|null)$/.test(value) ? quoted(value) : undefined;
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
