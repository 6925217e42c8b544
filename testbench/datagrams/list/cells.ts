import { type Located, WrongLine } from './fields.ts';
import type { TextRecord } from './records.ts';

/** The cells of one row of CSV (RFC 4180), at most `most`. Throws `WrongLine`. */
export function cellsOf({ line, text }: TextRecord, most: number): Located<string>[] {
  const cells: Located<string>[] = [];
  for (let at = 0; ; ) {
    const place = placeOf(text, at, line);
    const quoted = text[at] === '"';
    const end = quoted ? endOfQuoted(text, at, place) : endOfPlain(text, at, line);
    cells.push({ value: quoted ? text.slice(at + 1, end - 1).replaceAll('""', '"') : text.slice(at, end), ...place });
    if (end >= text.length) return cells;
    // No row has more, and to look for the place of each of a million would take for ever.
    if (cells.length === most) {
      throw new WrongLine('WRONG_COUNT', `a row has at most ${most} cells`, placeOf(text, end, line));
    }
    at = end + 1;
  }
}

function endOfPlain(text: string, from: number, line: number): number {
  const comma = text.indexOf(',', from);
  const end = comma < 0 ? text.length : comma;
  const quote = text.indexOf('"', from);
  if (quote < 0 || quote >= end) return end;
  throw new WrongLine('BAD_QUOTE', 'a cell with quotes begins with one', placeOf(text, quote, line));
}

function endOfQuoted(text: string, from: number, place: { line: number; column: number }): number {
  let at = from + 1;
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote < 0) throw new WrongLine('BAD_QUOTE', 'a quote is not closed', place);
    if (text[quote + 1] !== '"') {
      const end = quote + 1;
      if (end === text.length || text[end] === ',') return end;
      throw new WrongLine('BAD_QUOTE', 'a comma is expected behind the closing quote', placeOf(text, end, place.line));
    }
    at = quote + 2;
  }
}

/** A cell can go over several lines. */
function placeOf(text: string, at: number, line: number): { line: number; column: number } {
  const before = text.lastIndexOf('\n', at - 1);
  if (at === 0 || before < 0) return { line, column: at + 1 };
  return { line: line + text.slice(0, at).split('\n').length - 1, column: at - before };
}
