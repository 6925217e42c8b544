import { Flag, PacketType } from '@vsoa-testbench/core';
import type { Oddity, TrafficPacket, TrafficRow } from '../contract.ts';
import { BenchFailure } from '../errors.ts';
import { asBuffer, preview, toPayload } from '../payload.ts';
import { type Chunk, HEADER, OTHER, OtherType, QUICK, SENT, typeName } from './chunk.ts';
import { readFields, readOtherFields } from './fields.ts';
import { ALL_ODDITIES, type TrafficLog } from './log.ts';
import { awaitsReply } from './pairs.ts';
import type { Source } from './source.ts';
import { NOT_INTERNED } from './urls.ts';

const PREVIEW = 200;
const HEADER_LENGTH = 20;
/** As far as urls are interned. Rows with more would be megabytes for one screen. */
const LONGEST_URL = 1_024;

/** Undefined where the packet is not in the log. `position` is its place in the view. */
export function readRow(source: Source, index: number, position = index): TrafficRow | undefined {
  const { log } = source;
  const chunk = log.chunkOf(index);
  if (!chunk) return undefined;
  const at = index - chunk.first;
  const read = (name: keyof Chunk['columns']) => chunk.columns[name][at] as number;
  const bytes = chunk.bytesOf(at);
  const kind = read('kind');
  const flags = read('flags');
  const type = read('type');
  const connection = log.connection(read('connection'));
  const summary = preview(paramOf(chunk, at), PREVIEW);
  return {
    index,
    position,
    time: read('time'),
    connection: connection?.label ?? '',
    side: connection?.role === 'server' ? 'mock' : 'device',
    connectionId: read('connection'),
    local: (kind & QUICK ? connection?.quickLocal : connection?.local) ?? '',
    remote: (kind & QUICK ? connection?.quickRemote : connection?.remote) ?? '',
    direction: kind & SENT ? 'sent' : 'received',
    channel: kind & QUICK ? 'quick' : 'normal',
    type: typeName(kind, type),
    typeCode: kind & OTHER ? 0 : type,
    reply: (flags & Flag.REPLY) !== 0,
    flags,
    status: read('status'),
    seqno: read('seqno'),
    tunnelId: read('tunnelId'),
    url: urlOf(log, chunk, at),
    paramLength: read('paramLength'),
    dataLength: read('dataLength'),
    length: isStreamEvent(kind, type) ? 0 : bytes.length,
    preview: isHandshake(kind, type, flags) ? hidePasswd(summary) : summary,
    pair: pairOf(log, chunk, at),
    unanswered: read('pair') === 0 && index < source.pairs.end && awaitsReply(chunk.columns, at),
    marked: source.marks.has(index),
    odd: namesOf(read('oddity')),
  };
}

/** The whole packet, its bytes copied. Throws `NO_SUCH_PACKET` where it was evicted or has not come yet. */
export function readPacket(source: Source, index: number): TrafficPacket {
  const row = readRow(source, index);
  const chunk = source.log.chunkOf(index);
  if (!row || !chunk) throw noSuchPacket(source.log, index);
  const at = index - chunk.first;
  const bytes = chunk.bytesOf(at).slice();
  const isOther = ((chunk.columns.kind[at] as number) & OTHER) !== 0;
  const fields = isOther ? readOtherFields(bytes, row.tunnelId) : readFields(bytes);
  const part = (name: 'param' | 'data') => {
    const field = fields.find((each) => each.name === name);
    return field ? bytes.slice(field.offset, field.offset + field.length) : new Uint8Array();
  };
  return { ...toPayload(part('param'), part('data')), row, bytes, fields };
}

function noSuchPacket(log: TrafficLog, index: number): BenchFailure {
  const why = index < log.first ? 'is no longer in the log' : 'is not in the log yet';
  return new BenchFailure('NO_SUCH_PACKET', `packet ${index} ${why}, which holds ${log.first} to ${log.end - 1}`);
}

/** The bytes of the param as far as they are there; of what is no packet all. */
function paramOf(chunk: Chunk, at: number): Uint8Array {
  const bytes = chunk.bytesOf(at);
  const kind = chunk.columns.kind[at] as number;
  if (kind & OTHER) return bytes;
  if (!(kind & HEADER)) return bytes.subarray(0, 0);
  const start = HEADER_LENGTH + asBuffer(bytes).readUInt16BE(10);
  return bytes.subarray(start, start + (chunk.columns.paramLength[at] as number));
}

function urlOf(log: TrafficLog, chunk: Chunk, at: number): string {
  const id = chunk.columns.url[at] as number;
  if (id !== NOT_INTERNED) return log.urls.text(id);
  if (!((chunk.columns.kind[at] as number) & HEADER)) return '';
  const bytes = chunk.bytesOf(at);
  const url = bytes.subarray(HEADER_LENGTH, HEADER_LENGTH + asBuffer(bytes).readUInt16BE(10));
  return url.length > LONGEST_URL ? `${preview(url, LONGEST_URL)}…` : asBuffer(url).toString();
}

/** Null where one of the two is not in the log. */
export function pairOf(log: TrafficLog, chunk: Chunk, at: number): TrafficRow['pair'] {
  const distance = chunk.columns.pair[at] as number;
  const index = chunk.first + at + distance;
  const other = distance === 0 ? undefined : log.chunkOf(index);
  if (!other) return null;
  const pairAt = index - other.first;
  const elapsed = (other.columns.time[pairAt] as number) - (chunk.columns.time[at] as number);
  const url = distance > 0 ? urlOf(log, chunk, at) : urlOf(log, other, pairAt);
  return { index, rttMs: distance > 0 ? elapsed : -elapsed, url };
}

function isStreamEvent(kind: number, type: number): boolean {
  return (kind & OTHER) !== 0 && type !== OtherType.POSITION;
}

function isHandshake(kind: number, type: number, flags: number): boolean {
  return (kind & HEADER) !== 0 && type === PacketType.SERVINFO && (flags & Flag.REPLY) === 0;
}

/** A list is seen over shoulders and in screenshots; whoever selects the packet sees its bytes as they are. */
function hidePasswd(text: string): string {
  return text.replace(/("passwd"\s*:\s*)"(?:[^"\\]|\\.)*(?:"|\\?$)/, '$1"•••"');
}

export function namesOf(oddity: number): Oddity[] {
  return oddity === 0 ? [] : ALL_ODDITIES.filter((_, bit) => oddity & (1 << bit));
}
