import type { PlotSeries } from '../contract.ts';
import type { Track } from './track.ts';

interface Column {
  name: string;
  track: Track;
}

interface Head {
  column: number;
  points: Generator<{ time: number; value: number }, void>;
  time: number;
  value: number;
}

/** What makes a spreadsheet take a cell for a formula. */
const FORMULA = /^[=+\-@\t\r\n]/;

/**
 * CSV as RFC 4180 has it (UTF-8, CRLF, a first line of names): one row for each time at which any series has a value,
 * and an empty cell where a series has none. `time` is UTC, ISO 8601 with µs; numbers have all the digits that tell
 * them apart. Text that a spreadsheet would take for a formula gets a `'` before it, as names come from strangers.
 */
export function* csvRows(
  columns: readonly Column[],
  { from, to }: { from: number; to: number },
): Generator<{ time: number; text: string }, void> {
  yield { time: from, text: row(['time', 'epochMs', ...columns.map(({ name }) => cell(name))]) };
  let heads = columns
    .map(({ track }, column) => ({ column, points: track.walk(from, to), time: 0, value: 0 }))
    .filter(next);
  while (heads.length > 0) {
    const time = Math.min(...heads.map((head) => head.time));
    const cells = columns.map(() => '');
    for (const head of heads) {
      if (head.time !== time) continue;
      cells[head.column] = String(head.value);
    }
    yield { time, text: row([isoTime(time), String(time), ...cells]) };
    heads = heads.filter((head) => head.time !== time || next(head));
  }
}

/** Names by their fields where they have none of their own; two that are the same get a number. */
export function columnNames(series: readonly PlotSeries[]): string[] {
  const names = series.map(({ name, url, path }) => name || [url, ...path].join('.'));
  return names.map((name, at) => {
    const before = names.slice(0, at).filter((each) => each === name).length;
    return before === 0 ? name : `${name} (${before + 1})`;
  });
}

/** To the next value; false where there is none. Gaps are empty cells. */
function next(head: Head): boolean {
  for (let point = head.points.next(); !point.done; point = head.points.next()) {
    if (Number.isNaN(point.value.value)) continue;
    head.time = point.value.time;
    head.value = point.value.value;
    return true;
  }
  return false;
}

const row = (cells: string[]): string => `${cells.join(',')}\r\n`;

function cell(name: string): string {
  const text = FORMULA.test(name) ? `'${name}` : name;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function isoTime(time: number): string {
  const micros = Math.round(time * 1_000);
  const ms = Math.floor(micros / 1_000);
  return `${new Date(ms).toISOString().slice(0, -1)}${String(micros - ms * 1_000).padStart(3, '0')}Z`;
}
