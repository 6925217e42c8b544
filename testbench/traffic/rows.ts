import { Flag, PacketType, packetTypeName } from '@vsoa-testbench/core';
import type { Oddity, TrafficPacket, TrafficRow } from '../contract.ts';
import { BenchFailure } from '../errors.ts';
import { asBuffer, preview, toPayload } from '../payload.ts';
import { type Chunk, HEADER, QUICK, SENT } from './chunk.ts';
import { readFields } from './fields.ts';
import { ODDITIES, type TrafficLog } from './log.ts';
import { NOT_INTERNED } from './urls.ts';

const ROWS_PER_READ = 2_000;
const PREVIEW = 200;
/** As far as urls are interned. Rows with more would be megabytes for one screen. */
const LONGEST_URL = 1_024;

/** Rows from `from` up to but not including `to`, at most `ROWS_PER_READ`; evicted ones are left out. */
export function readRows(log: TrafficLog, from: number, to: number): TrafficRow[] {
  const rows: TrafficRow[] = [];
  const end = Math.min(to, log.end, from + ROWS_PER_READ);
  for (let index = Math.max(from, log.first); index < end; index++) rows.push(readRow(log, chunkOf(log, index), index));
  return rows;
}

/** The whole packet, its bytes copied. Throws `NO_SUCH_PACKET` where it was evicted or has not come yet. */
export function readPacket(log: TrafficLog, index: number): TrafficPacket {
  const chunk = chunkOf(log, index);
  const bytes = bytesOf(chunk, index - chunk.first).slice();
  const fields = readFields(bytes);
  const part = (name: 'param' | 'data') => {
    const field = fields.find((each) => each.name === name);
    return field ? bytes.slice(field.offset, field.offset + field.length) : new Uint8Array();
  };
  return { ...toPayload(part('param'), part('data')), row: readRow(log, chunk, index), bytes, fields };
}

function chunkOf(log: TrafficLog, index: number): Chunk {
  const chunk = log.chunkOf(index);
  if (chunk) return chunk;
  const why = index < log.first ? 'is no longer in the log' : 'is not in the log yet';
  throw new BenchFailure('NO_SUCH_PACKET', `packet ${index} ${why}, which holds ${log.first} to ${log.end - 1}`);
}

function bytesOf(chunk: Chunk, at: number): Uint8Array {
  const offset = chunk.columns.offset[at] as number;
  return chunk.bytes.subarray(offset, offset + (chunk.columns.length[at] as number));
}

function readRow(log: TrafficLog, chunk: Chunk, index: number): TrafficRow {
  const at = index - chunk.first;
  const read = (name: keyof Chunk['columns']) => chunk.columns[name][at] as number;
  const bytes = bytesOf(chunk, at);
  const kind = read('kind');
  const flags = read('flags');
  const urlStart = 20;
  const paramStart = urlStart + (kind & HEADER ? asBuffer(bytes).readUInt16BE(10) : 0);
  const connection = log.connection(read('connection'));
  const summary = preview(bytes.subarray(paramStart, paramStart + read('paramLength')), PREVIEW);
  return {
    index,
    time: read('time'),
    connection: connection?.label ?? '',
    side: connection?.role === 'server' ? 'mock' : 'device',
    direction: kind & SENT ? 'sent' : 'received',
    channel: kind & QUICK ? 'quick' : 'normal',
    type: kind & HEADER ? (packetTypeName(read('type')) as TrafficRow['type']) : 'UNKNOWN',
    typeCode: read('type'),
    reply: (flags & Flag.REPLY) !== 0,
    flags,
    status: read('status'),
    seqno: read('seqno'),
    tunnelId: read('tunnelId'),
    url: read('url') === NOT_INTERNED ? urlText(bytes.subarray(urlStart, paramStart)) : log.urls.text(read('url')),
    paramLength: read('paramLength'),
    dataLength: read('dataLength'),
    length: read('length'),
    preview: isHandshake(kind, read('type'), flags) ? hidePasswd(summary) : summary,
    odd: namesOf(read('oddity')),
  };
}

function urlText(bytes: Uint8Array): string {
  return bytes.length > LONGEST_URL ? `${preview(bytes, LONGEST_URL)}…` : asBuffer(bytes).toString();
}

function isHandshake(kind: number, type: number, flags: number): boolean {
  return (kind & HEADER) !== 0 && type === PacketType.SERVINFO && (flags & Flag.REPLY) === 0;
}

/** A list is seen over shoulders and in screenshots; whoever selects the packet sees its bytes as they are. */
function hidePasswd(text: string): string {
  return text.replace(/("passwd"\s*:\s*)"(?:[^"\\]|\\.)*(?:"|\\?$)/, '$1"•••"');
}

function namesOf(oddity: number): Oddity[] {
  return oddity === 0 ? [] : ODDITIES.filter((_, bit) => oddity & (1 << bit));
}
