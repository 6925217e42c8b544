import { isUtf8 } from 'node:buffer';
import { Flag, HEADER_LENGTH, PacketView, packetTypeName } from '@vsoa-testbench/core';
import { asBuffer } from '../../payload.ts';
import type { SavedPacket, TrafficContent } from '../types.ts';

/** A packet as a line of text has it. What does not apply is undefined. */
export interface Description {
  index: number;
  /** UTC, ISO 8601 with µs. */
  time: string;
  epochMs: number;
  side: 'device' | 'mock';
  connection: string;
  connectionId: number;
  direction: 'sent' | 'received';
  channel: 'normal' | 'quick';
  local: string;
  remote: string;
  type: string;
  typeCode?: number;
  reply?: boolean;
  set?: boolean;
  status?: number;
  seqno?: number;
  tunnelId?: number;
  url?: string;
  param?: Buffer;
  data?: Buffer;
  /** All bytes, where they are no packet, or one that does not have the length it says. */
  bytes?: Buffer;
  length: number;
  pairIndex?: number;
  rttMs?: number;
  odd?: string;
  sentBytes?: number;
  receivedBytes?: number;
  error?: string;
  marked: boolean;
}

export function describe({ index, time, connection, content, marked, pair }: SavedPacket): Description {
  const quick = content.kind === 'POSITION' || (content.kind === 'PACKET' && content.quick);
  const sent = 'sent' in content ? content.sent : connection.role === 'client';
  return {
    index,
    time: isoTime(time),
    epochMs: time,
    side: connection.role === 'server' ? 'mock' : 'device',
    connection: connection.label,
    connectionId: connection.id,
    direction: sent ? 'sent' : 'received',
    channel: quick ? 'quick' : 'normal',
    local: quick ? connection.quickLocal : connection.local,
    remote: quick ? connection.quickRemote : connection.remote,
    ...contentOf(content),
    ...(pair && { pairIndex: pair.index, rttMs: pair.rttMs }),
    marked,
  };
}

/** UTC with µs; a time beyond what a date can be is the one of 1970. */
function isoTime(time: number): string {
  const us = Math.round((time - Math.floor(time)) * 1_000);
  const date = new Date(Math.floor(time) + (us === 1_000 ? 1 : 0));
  const whole = Number.isNaN(date.getTime()) ? new Date(0) : date;
  return `${whole.toISOString().slice(0, -1)}${String(us % 1_000).padStart(3, '0')}Z`;
}

function contentOf(content: TrafficContent): Pick<Description, 'type' | 'length'> & Partial<Description> {
  if (content.kind === 'PACKET')
    return { ...packetOf(asBuffer(content.bytes)), ...(content.odd && { odd: content.odd }) };
  if (content.kind === 'POSITION') {
    const bytes = asBuffer(content.bytes);
    const odd = content.malformed ? { odd: 'BAD_POSITION' } : {};
    return { type: content.kind, length: bytes.length, param: bytes, ...odd };
  }
  const { tunnelId } = content;
  if (content.kind === 'STREAM_OPEN') return { type: content.kind, length: 0, tunnelId };
  const { sentBytes, receivedBytes, error } = content;
  return { type: content.kind, length: 0, tunnelId, sentBytes, receivedBytes, ...(error !== undefined && { error }) };
}

function packetOf(bytes: Buffer): Pick<Description, 'type' | 'length'> & Partial<Description> {
  const length = bytes.length;
  if (length < HEADER_LENGTH || bytes[0] !== 0x29) return { type: 'UNKNOWN', length, bytes };
  const packet = new PacketView(bytes, 0);
  return {
    type: packetTypeName(packet.type),
    typeCode: packet.type,
    reply: (packet.flags & Flag.REPLY) !== 0,
    set: (packet.flags & Flag.SET) !== 0,
    status: packet.status,
    seqno: packet.seqno,
    tunnelId: packet.tunid,
    url: packet.url,
    ...(packet.paramLength > 0 && { param: packet.param }),
    ...(packet.dataLength > 0 && { data: packet.data }),
    ...(packet.length !== length && { bytes }),
    length,
  };
}

/** JSON, where it parses, text where it is UTF-8, else undefined. */
export function textOf(bytes: Buffer): { text: string; json: boolean } | undefined {
  if (!isUtf8(bytes)) return undefined;
  const text = bytes.toString();
  try {
    JSON.parse(text);
    return { text, json: true };
  } catch {
    return { text, json: false };
  }
}
