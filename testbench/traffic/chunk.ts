import { packetTypeName } from '@vsoa-testbench/core';
import type { PacketType } from '../contract.ts';
import type { Copying } from './copying.ts';
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
function makeColumns(rows: number, memory: ArrayBuffer) {
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

export interface OtherRow {
  kind: number;
  type: number;
  flags: number;
  tunnelId: number;
}

export type Columns = ReturnType<typeof makeColumns>;
export const ROW_BYTES = 48;
const COLUMNS = Object.keys(makeColumns(0, new ArrayBuffer(0))) as (keyof Columns)[];

const WORTH_KEEPING = 7 / 8;

/**
 * A stretch of the traffic log: the bytes of packets one after the other, and beside them one column for each thing
 * that a list shows or a filter asks. Both lie in one memory, so that the next chunk can take that of one that went,
 * whatever packets they hold: fresh memory costs more than to fill it.
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
  bytes: Uint8Array<ArrayBuffer>;
  #rows: number;

  /** For so many packets; what they leave of `memory` is for their bytes. Nothing that is in it is read. */
  constructor(first: number, memory: ArrayBuffer, rows: number) {
    this.first = first;
    this.columns = makeColumns(rows, memory);
    this.bytes = new Uint8Array(memory, rows * ROW_BYTES);
    this.#rows = rows;
  }

  get memory(): ArrayBuffer {
    return this.bytes.buffer;
  }

  /** Memory it takes, used or not. */
  get size(): number {
    return this.memory.byteLength;
  }

  hasRoom(length: number): boolean {
    return this.count < this.#rows && this.used + length <= this.bytes.length;
  }

  append(
    source: Uint8Array,
    start: number,
    end: number,
    kind: number,
    oddity: number,
    connection: number,
    time: number,
    urls: UrlTable,
    copying: Copying,
  ): void {
    copying.copy(source, start, end, this.bytes, this.used);
    const columns = this.columns;
    const length = end - start;
    const row = this.#add(length, connection, time);
    columns.oddity[row] = oddity;
    if (length < HEADER_LENGTH || source[start] !== MAGIC) {
      columns.kind[row] = kind;
      columns.type[row] = 0;
      columns.flags[row] = 0;
      columns.status[row] = 0;
      columns.seqno[row] = 0;
      columns.tunnelId[row] = 0;
      columns.paramLength[row] = 0;
      columns.dataLength[row] = 0;
      columns.url[row] = 0;
      return;
    }
    columns.kind[row] = kind | HEADER;
    columns.type[row] = source[start + 1] as number;
    columns.flags[row] = source[start + 2] as number;
    columns.status[row] = source[start + 3] as number;
    columns.seqno[row] = u32(source, start + 4);
    columns.tunnelId[row] = u16(source, start + 8);
    columns.paramLength[row] = u32(source, start + 12);
    columns.dataLength[row] = u32(source, start + 16);
    const url = start + HEADER_LENGTH;
    const urlEnd = url + u16(source, start + 10);
    columns.url[row] = urlEnd > url && urlEnd <= end ? urls.intern(source, url, urlEnd) : 0;
  }

  /**
   * Received packets, one behind the other, as many as there is room for. Answers the end of the last one that it took.
   * What is the same for all of them is written last, a column at a time.
   */
  appendReceived(
    source: Uint8Array,
    start: number,
    end: number,
    connection: number,
    time: number,
    urls: UrlTable,
  ): number {
    const columns = this.columns;
    const times = columns.time;
    const connections = columns.connection;
    const pairs = columns.pair;
    const seqnos = columns.seqno;
    const urlNumbers = columns.url;
    const paramLengths = columns.paramLength;
    const dataLengths = columns.dataLength;
    const offsets = columns.offset;
    const lengths = columns.length;
    const tunnelIds = columns.tunnelId;
    const oddities = columns.oddity;
    const kinds = columns.kind;
    const types = columns.type;
    const allFlags = columns.flags;
    const statuses = columns.status;
    const place = this.used - start;
    const limit = Math.min(end, this.bytes.length - place);
    const rows = this.#rows;
    let row = this.count;
    let at = start;
    while (at < limit && row < rows) {
      const flags = source[at + 2] as number;
      const urlLength = u16(source, at + 10);
      const paramLength = u32(source, at + 12);
      const dataLength = u32(source, at + 16);
      const url = at + HEADER_LENGTH;
      const next = Math.min(end, url + urlLength + paramLength + dataLength + (flags >>> 6));
      if (next > limit) break;
      seqnos[row] = u32(source, at + 4);
      urlNumbers[row] = urlLength > 0 && url + urlLength <= end ? urls.intern(source, url, url + urlLength) : 0;
      paramLengths[row] = paramLength;
      dataLengths[row] = dataLength;
      offsets[row] = at + place;
      lengths[row] = next - at;
      tunnelIds[row] = u16(source, at + 8);
      types[row] = source[at + 1] as number;
      allFlags[row] = flags;
      statuses[row] = source[at + 3] as number;
      row++;
      at = next;
    }
    const first = this.count;
    times.fill(time, first, row);
    connections.fill(connection, first, row);
    pairs.fill(0, first, row);
    oddities.fill(0, first, row);
    kinds.fill(HEADER, first, row);
    this.bytes.set(source.subarray(start, at), this.used);
    this.used += at - start;
    this.count = row;
    this.#widen(time);
    return at;
  }

  appendOther(json: Uint8Array, what: OtherRow, oddity: number, connection: number, time: number): void {
    this.bytes.set(json, this.used);
    const columns = this.columns;
    const row = this.#add(json.length, connection, time);
    columns.oddity[row] = oddity;
    columns.kind[row] = what.kind | OTHER;
    columns.type[row] = what.type;
    columns.flags[row] = what.flags;
    columns.status[row] = 0;
    columns.seqno[row] = 0;
    columns.tunnelId[row] = what.tunnelId;
    columns.paramLength[row] = json.length;
    columns.dataLength[row] = 0;
    columns.url[row] = 0;
  }

  /** The memory of the log itself: valid until the packet is evicted, so not after the loop had its turn. */
  bytesOf(row: number): Uint8Array {
    const offset = this.columns.offset[row] as number;
    return this.bytes.subarray(offset, offset + (this.columns.length[row] as number));
  }

  /** Gives back the room that is not used, where it is worth a copy; nothing is appended after it. */
  seal(): void {
    const { columns, bytes, count, used } = this;
    const size = count * ROW_BYTES + used;
    if (size >= this.size * WORTH_KEEPING) return;
    const memory = newMemory(size);
    this.columns = makeColumns(count, memory);
    for (const name of COLUMNS) this.columns[name].set(columns[name].subarray(0, count));
    this.bytes = new Uint8Array(memory, count * ROW_BYTES);
    this.bytes.set(bytes.subarray(0, used));
    this.#rows = count;
  }

  #add(length: number, connection: number, time: number): number {
    const columns = this.columns;
    const row = this.count++;
    const offset = this.used;
    this.used = offset + length;
    columns.time[row] = time;
    columns.connection[row] = connection;
    columns.offset[row] = offset;
    columns.length[row] = length;
    columns.pair[row] = 0;
    this.#widen(time);
    return row;
  }

  #widen(time: number): void {
    if (time < this.earliest) this.earliest = time;
    if (time >= this.latest) this.latest = time;
    else this.ordered = false;
  }
}

/** As its header declares. */
export function packetLength(source: Uint8Array, at: number): number {
  const declared = u16(source, at + 10) + u32(source, at + 12) + u32(source, at + 16);
  return HEADER_LENGTH + declared + ((source[at + 2] as number) >>> 6);
}

function u16(bytes: Uint8Array, at: number): number {
  return ((bytes[at] as number) << 8) | (bytes[at + 1] as number);
}

function u32(bytes: Uint8Array, at: number): number {
  return ((u16(bytes, at) << 16) | u16(bytes, at + 2)) >>> 0;
}

/** Not zeroed. */
export function newMemory(bytes: number): ArrayBuffer {
  return Buffer.allocUnsafeSlow(bytes).buffer;
}
