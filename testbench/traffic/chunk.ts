import { packetTypeName } from '@vsoa-testbench/core';
import type { PacketType } from '../contract.ts';
import type { UrlTable } from './urls.ts';

const HEADER_LENGTH = 20;
const MAGIC = 0x29;

/** Bits of the column `kind`. */
export const SENT = 1;
export const QUICK = 2;
/** The bytes begin with a packet header, so that the columns read from it mean something. */
export const HEADER = 4;
/** No VSOA packet: its bytes are one JSON text, and its type is one of `OtherType`. */
export const OTHER = 8;

export const OtherType = { POSITION: 1, STREAM_OPEN: 2, STREAM_CLOSE: 3 } as const;
const otherNames = Object.keys(OtherType) as PacketType[];

/** What the columns `kind` and `type` together stand for. */
export function typeName(kind: number, type: number): PacketType {
  if (kind & OTHER) return otherNames[type - 1] ?? 'UNKNOWN';
  return kind & HEADER ? (packetTypeName(type) as PacketType) : 'UNKNOWN';
}

/**
 * `paramLength` and `dataLength` are what the header declares; `length` is what is there. `pair` is how far away in the
 * log the reply of a request is, or the request of a reply; 0 where there is none (yet).
 */
function makeColumns(rows: number, memory = new ArrayBuffer(memoryOf(rows))) {
  let offset = 0;
  const place = (bytesPerRow: number): [ArrayBuffer, number, number] => {
    const at = offset;
    offset += rows * bytesPerRow;
    return [memory, at, rows];
  };
  // Wide ones first, so that each begins where its width allows.
  return {
    time: new Float64Array(...place(8)),
    connection: new Uint32Array(...place(4)),
    pair: new Int32Array(...place(4)),
    seqno: new Uint32Array(...place(4)),
    url: new Uint32Array(...place(4)),
    paramLength: new Uint32Array(...place(4)),
    dataLength: new Uint32Array(...place(4)),
    offset: new Uint32Array(...place(4)),
    length: new Uint32Array(...place(4)),
    tunnelId: new Uint16Array(...place(2)),
    oddity: new Uint16Array(...place(2)),
    kind: new Uint8Array(...place(1)),
    type: new Uint8Array(...place(1)),
    flags: new Uint8Array(...place(1)),
    status: new Uint8Array(...place(1)),
  };
}

function memoryOf(rows: number): number {
  return rows * ROW_BYTES;
}

export interface OtherRow {
  kind: number;
  type: number;
  flags: number;
  tunnelId: number;
}

export type Columns = ReturnType<typeof makeColumns>;
const ROW_BYTES = 48;
const COLUMNS = Object.keys(makeColumns(0)) as (keyof Columns)[];

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
  /** Times of the packets here, epoch ms; they need not be in order. */
  earliest = Number.POSITIVE_INFINITY;
  latest = Number.NEGATIVE_INFINITY;
  ordered = true;
  columns: Columns;
  bytes: Uint8Array;

  /** Takes the memory of `spare`, which nobody reads any more, where it has the size: fresh memory costs more than to fill it. */
  constructor(first: number, bytes: number, rows: number, spare?: Chunk) {
    this.first = first;
    // Every byte that is read was written before.
    this.bytes = spare?.bytes.length === bytes ? spare.bytes : allocate(bytes);
    const memory = spare?.rows === rows ? spare.columns.time.buffer : undefined;
    if (memory) new Uint8Array(memory).fill(0);
    this.columns = makeColumns(rows, memory);
  }

  static size(bytes: number, rows: number): number {
    return bytes + memoryOf(rows);
  }

  /** Memory it takes, used or not. */
  get size(): number {
    return Chunk.size(this.bytes.length, this.rows);
  }

  /** As many as it can take. */
  get rows(): number {
    return this.columns.time.length;
  }

  hasRoom(length: number): boolean {
    return this.count < this.rows && this.used + length <= this.bytes.length;
  }

  append(packet: Uint8Array, kind: number, oddity: number, connection: number, time: number, urls: UrlTable): void {
    const columns = this.columns;
    const row = this.#add(packet, oddity, connection, time);
    const length = packet.length;
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

  appendOther(json: Uint8Array, what: OtherRow, oddity: number, connection: number, time: number): void {
    const columns = this.columns;
    const row = this.#add(json, oddity, connection, time);
    columns.kind[row] = what.kind | OTHER;
    columns.type[row] = what.type;
    columns.flags[row] = what.flags;
    columns.tunnelId[row] = what.tunnelId;
    columns.paramLength[row] = json.length;
  }

  /** The memory of the log itself: valid until the packet is evicted, so not after the loop had its turn. */
  bytesOf(row: number): Uint8Array {
    const offset = this.columns.offset[row] as number;
    return this.bytes.subarray(offset, offset + (this.columns.length[row] as number));
  }

  /** Gives back the room that is not used, where it is worth a copy; nothing is appended after it. */
  seal(): void {
    if (this.used < this.bytes.length * WORTH_KEEPING) this.bytes = this.bytes.slice(0, this.used);
    if (this.count >= this.rows * WORTH_KEEPING) return;
    const columns = makeColumns(this.count);
    for (const name of COLUMNS) columns[name].set(this.columns[name].subarray(0, this.count));
    this.columns = columns;
  }

  #add(bytes: Uint8Array, oddity: number, connection: number, time: number): number {
    const columns = this.columns;
    const row = this.count++;
    const offset = this.used;
    this.used = offset + bytes.length;
    this.bytes.set(bytes, offset);
    columns.time[row] = time;
    columns.connection[row] = connection;
    columns.offset[row] = offset;
    columns.length[row] = bytes.length;
    columns.oddity[row] = oddity;
    if (time < this.earliest) this.earliest = time;
    if (time >= this.latest) this.latest = time;
    else this.ordered = false;
    return row;
  }
}

function u16(bytes: Uint8Array, at: number): number {
  return ((bytes[at] as number) << 8) | (bytes[at + 1] as number);
}

function u32(bytes: Uint8Array, at: number): number {
  return ((u16(bytes, at) << 16) | u16(bytes, at + 2)) >>> 0;
}

/** A plain Uint8Array, whose slice() copies; not zeroed. */
function allocate(bytes: number): Uint8Array {
  return new Uint8Array(Buffer.allocUnsafeSlow(bytes).buffer);
}
