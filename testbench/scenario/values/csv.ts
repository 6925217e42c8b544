import type { JsonValue } from '@vsoa-testbench/core';
import { cellsOf } from '../../datagrams/list/cells.ts';
import { WrongLine } from '../../datagrams/list/fields.ts';
import { Records, type SplitRecord, type TextRecord } from '../../datagrams/list/records.ts';
import { ValueError } from './types.ts';

const MAX_COLUMNS = 1_000;
const MAX_ROWS = 1_000_000;
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/u;

export type Row = { [column: string]: JsonValue };

/**
 * The rows of a CSV file (RFC 4180, UTF-8), whose first one names the columns: numbers, `true`, `false` and `null` as in
 * JSON, an empty cell left out, all else text. Throws `ValueError` with line and column.
 */
export function rowsOf(bytes: Uint8Array): Row[] {
  const records = new Records({ quoted: true });
  const all = [...records.push(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)), ...records.end()];
  const [head, ...others] = all.map(checkedRecord);
  if (head === undefined) throw new ValueError('the file is empty; its first row names the columns');
  const names = namesIn(head);
  if (others.length === 0) throw new ValueError('the file has no row but the one with the names of the columns');
  if (others.length > MAX_ROWS) throw new ValueError(`the file has ${others.length} rows, and may have ${MAX_ROWS}`);
  return others.map((record) => rowOf(names, record));
}

function namesIn(head: TextRecord): string[] {
  const names = cells(head).map((name) => name.trim());
  const empty = names.indexOf('');
  if (empty >= 0) throw new ValueError(`line ${head.line}: column ${empty + 1} has no name`);
  const double = names.find((name, at) => names.indexOf(name) < at);
  if (double !== undefined) throw new ValueError(`line ${head.line}: the column ${double} is there twice`);
  return names;
}

function rowOf(names: readonly string[], record: TextRecord): Row {
  const row = cells(record);
  if (row.length !== names.length) {
    throw new ValueError(`line ${record.line}: the row has ${row.length} cells, the first row names ${names.length}`);
  }
  const entries: [string, JsonValue][] = [];
  for (const [at, name] of names.entries()) {
    const text = (row[at] as string).trim();
    if (text !== '') entries.push([name, valueIn(text, row[at] as string)]);
  }
  return Object.fromEntries(entries);
}

function valueIn(trimmed: string, text: string): JsonValue {
  if (trimmed === 'true' || trimmed === 'false') return trimmed === 'true';
  if (trimmed === 'null') return null;
  if (!NUMBER.test(trimmed)) return text;
  const number = Number(trimmed);
  return Number.isFinite(number) ? number : text;
}

function cells(record: TextRecord): string[] {
  try {
    return cellsOf(record, MAX_COLUMNS).map(({ value }) => value);
  } catch (error) {
    if (error instanceof WrongLine) throw wrong(error.problem);
    throw error;
  }
}

function checkedRecord(record: SplitRecord): TextRecord {
  if ('code' in record) throw wrong(record);
  return record;
}

function wrong({ line, column, message }: { line: number; column: number; message: string }): ValueError {
  return new ValueError(`line ${line}, column ${column}: ${message}`);
}
