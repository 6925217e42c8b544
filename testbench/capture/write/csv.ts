import type { SavedPacket } from '../types.ts';
import type { ByteBuffer } from './byte-buffer.ts';
import { type Description, describe, textOf } from './describe.ts';
import type { Encoder } from './encoder.ts';

/** In this order for good; new ones come at the end. */
export const CSV_COLUMNS = [
  'index',
  'time',
  'epochMs',
  'side',
  'connection',
  'connectionId',
  'direction',
  'channel',
  'local',
  'remote',
  'type',
  'typeCode',
  'reply',
  'set',
  'status',
  'seqno',
  'tunnelId',
  'url',
  'param',
  'paramKind',
  'data',
  'bytes',
  'length',
  'pairIndex',
  'rttMs',
  'odd',
  'sentBytes',
  'receivedBytes',
  'error',
  'marked',
] as const;

/** What makes a spreadsheet take a cell for a formula. A plain number is none. */
const FORMULA = /^[=+\-@\t\r\n]/;
const NUMBER = /^[+-]?\d+(?:\.\d+)?$/;

/**
 * CSV as RFC 4180 has it (UTF-8, CRLF, a first line of names). `paramKind` says how to read `param`: `json`, `text`, or
 * `hex` where it is no UTF-8; `data` and `bytes` are hex. Text that a spreadsheet would take for a formula gets a `'` before it,
 * as packets come from strangers; JSON Lines has everything as it was.
 */
export class CsvEncoder implements Encoder {
  start(out: ByteBuffer): void {
    out.text(`${CSV_COLUMNS.join(',')}\r\n`);
  }

  add(packet: SavedPacket, out: ByteBuffer): void {
    const described = describe(packet);
    const found = described.param && textOf(described.param);
    const cells = CSV_COLUMNS.map((column) => {
      if (column === 'paramKind') return described.param ? kindOf(found) : '';
      if (column === 'param' && found) return cell(found.text);
      return cell(described[column]);
    });
    out.text(`${cells.join(',')}\r\n`);
  }
}

function kindOf(found: { json: boolean } | undefined): 'json' | 'text' | 'hex' {
  if (!found) return 'hex';
  return found.json ? 'json' : 'text';
}

function cell(value: Description[keyof Description]): string {
  if (value === undefined) return '';
  if (value instanceof Uint8Array) return value.toString('hex');
  if (typeof value !== 'string') return String(value);
  const text = FORMULA.test(value) && !NUMBER.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
