import type { UrlTable } from './urls.ts';

const HEADER_LENGTH = 20;
const MAGIC = 0x29;

/** Bits of the column `kind`. */
export const SENT = 1;
export const QUICK = 2;
/** The bytes begin with a packet header, so that the columns read from it mean something. */
export const HEADER = 4;

/** `paramLength` and `dataLength` are what the header declares; `length` is what is there. */
function makeColumns(rows: number) {
  return {
    time: new Float64Array(rows),
    connection: new Uint32Array(rows),
    seqno: new Uint32Array(rows),
    url: new Uint32Array(rows),
    paramLength: new Uint32Array(rows),
    dataLength: new Uint32Array(rows),
    offset: new Uint32Array(rows),
    length: new Uint32Array(rows),
    tunnelId: new Uint16Array(rows),
    oddity: new Uint16Array(rows),
    kind: new Uint8Array(rows),
    type: new Uint8Array(rows),
    flags: new Uint8Array(rows),
    status: new Uint8Array(rows),
  };
}

type Columns = ReturnType<typeof makeColumns>;
const COLUMNS = Object.keys(makeColumns(0)) as (keyof Columns)[];
const ROW_BYTES = Object.values(makeColumns(0)).reduce((sum, column) => sum + column.BYTES_PER_ELEMENT, 0);

const WORTH_KEEPING = 7 / 8;

/**
 * A stretch of the traffic log: the bytes of packets one after the other, and beside them one column for each thing
 * that a list shows or a filter asks.
 */
export class Chunk {
  /** Index in the log of the first packet here. */
  readonly first: number;
  count = 0;
  used = 0;
  columns: Columns;
  bytes: Uint8Array;

  /** `bytes` may be memory used before: every byte that is read was written before. */
  constructor(first: number, bytes: Uint8Array, rows: number) {
    this.first = first;
    this.bytes = bytes;
    this.columns = makeColumns(rows);
  }

  static size(bytes: number, rows: number): number {
    return bytes + rows * ROW_BYTES;
  }

  /** Memory it takes, used or not. */
  get size(): number {
    return Chunk.size(this.bytes.length, this.columns.time.length);
  }

  hasRoom(length: number): boolean {
    return this.count < this.columns.time.length && this.used + length <= this.bytes.length;
  }

  append(packet: Uint8Array, kind: number, oddity: number, connection: number, time: number, urls: UrlTable): void {
    const columns = this.columns;
    const row = this.count++;
    const offset = this.used;
    const length = packet.length;
    this.used = offset + length;
    this.bytes.set(packet, offset);
    columns.time[row] = time;
    columns.connection[row] = connection;
    columns.offset[row] = offset;
    columns.length[row] = length;
    columns.oddity[row] = oddity;
    if (length < HEADER_LENGTH || packet[0] !== MAGIC) {
      columns.kind[row] = kind;
      return;
    }
    columns.kind[row] = kind | HEADER;
    columns.type[row] = packet[1] as number;
    columns.flags[row] = packet[2] as number;
    columns.status[row] = packet[3] as number;
    columns.seqno[row] = u32(packet, 4);
    columns.tunnelId[row] = u16(packet, 8);
    columns.paramLength[row] = u32(packet, 12);
    columns.dataLength[row] = u32(packet, 16);
    const urlEnd = HEADER_LENGTH + u16(packet, 10);
    if (urlEnd > HEADER_LENGTH && urlEnd <= length) columns.url[row] = urls.intern(packet, HEADER_LENGTH, urlEnd);
  }

  /** Gives back the room that is not used, where it is worth a copy; nothing is appended after it. */
  seal(): void {
    if (this.used < this.bytes.length * WORTH_KEEPING) this.bytes = this.bytes.slice(0, this.used);
    if (this.count >= this.columns.time.length * WORTH_KEEPING) return;
    const columns = makeColumns(this.count);
    for (const name of COLUMNS) columns[name].set(this.columns[name].subarray(0, this.count));
    this.columns = columns;
  }
}

function u16(bytes: Uint8Array, at: number): number {
  return ((bytes[at] as number) << 8) | (bytes[at + 1] as number);
}

function u32(bytes: Uint8Array, at: number): number {
  return ((u16(bytes, at) << 16) | u16(bytes, at + 2)) >>> 0;
}
