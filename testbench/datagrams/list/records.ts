import { isUtf8 } from 'node:buffer';
import type { ListProblem } from '../../contract.ts';

/** Bytes of one record: the largest packet as hex, and room for spaces. */
export const MAX_RECORD = 1_048_576;

const LF = 0x0a;
const QUOTE = 0x22;
const NOTHING = Buffer.alloc(0);

/** A line, or in CSV what is one row; `line` is its first, from 1. */
export interface TextRecord {
  line: number;
  text: string;
}

export type SplitRecord = TextRecord | ListProblem;

/**
 * Cuts the bytes of a text file into records, however they come. A byte order mark and line ends belong to none of them,
 * and neither do blank lines. With `quoted`, line ends between quotes belong to the record, as in CSV.
 */
export class Records {
  readonly #quoted: boolean;
  #rest: Buffer = NOTHING;
  #line = 1;
  #first = true;
  /** Of a record that is too long, which is over at the next line end. */
  #skipping = false;

  constructor({ quoted }: { quoted: boolean }) {
    this.#quoted = quoted;
  }

  push(chunk: Buffer): SplitRecord[] {
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    const records: SplitRecord[] = [];
    let start = 0;
    for (;;) {
      const end = this.#endOf(bytes, start);
      if (end < 0) break;
      this.#take(bytes.subarray(start, end), records);
      start = end + 1;
    }
    this.#rest = bytes.subarray(start);
    if (this.#rest.length > MAX_RECORD) this.#giveUp(records);
    return records;
  }

  /** What is left when the file has ended. */
  end(): SplitRecord[] {
    const records: SplitRecord[] = [];
    this.#take(this.#rest, records);
    this.#rest = NOTHING;
    return records;
  }

  #endOf(bytes: Buffer, start: number): number {
    if (!this.#quoted || this.#skipping) return bytes.indexOf(LF, start);
    // Quotes within quotes are doubled, so a line end is outside where their number is even.
    let quote = bytes.indexOf(QUOTE, start);
    let end = bytes.indexOf(LF, start);
    while (quote >= 0 && end >= 0 && quote < end) {
      const closing = bytes.indexOf(QUOTE, quote + 1);
      if (closing < 0) return -1;
      quote = bytes.indexOf(QUOTE, closing + 1);
      if (end < closing) end = bytes.indexOf(LF, closing);
    }
    return end;
  }

  #take(bytes: Buffer, records: SplitRecord[]): void {
    const line = this.#line;
    this.#line += 1 + linesIn(bytes);
    if (this.#skipping) {
      this.#skipping = false;
      return;
    }
    if (bytes.length > MAX_RECORD) {
      records.push(tooLong(line));
      return;
    }
    const whole = this.#first && bytes.subarray(0, 3).equals(BOM) ? bytes.subarray(3) : bytes;
    this.#first = false;
    if (!isUtf8(whole)) {
      records.push({ line, column: 1, code: 'NOT_UTF8', message: 'the line is no UTF-8' });
      return;
    }
    const text = whole.toString();
    const end = text.endsWith('\r') ? text.length - 1 : text.length;
    if (text.trim() !== '') records.push({ line, text: text.slice(0, end) });
  }

  /** Goes on with the next line. */
  #giveUp(records: SplitRecord[]): void {
    if (!this.#skipping) records.push(tooLong(this.#line));
    this.#line += linesIn(this.#rest);
    this.#skipping = true;
    this.#rest = NOTHING;
  }
}

const BOM = Buffer.from([0xef, 0xbb, 0xbf]);

function tooLong(line: number): ListProblem {
  return { line, column: MAX_RECORD + 1, code: 'TOO_LONG', message: `a line has at most ${MAX_RECORD} bytes` };
}

function linesIn(bytes: Buffer): number {
  let lines = 0;
  for (let at = bytes.indexOf(LF); at >= 0; at = bytes.indexOf(LF, at + 1)) lines += 1;
  return lines;
}
