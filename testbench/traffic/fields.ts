import { Flag, packetTypeName, statusName } from '@vsoa-testbench/core';
import type { PacketField } from '../contract.ts';
import { asBuffer, preview } from '../payload.ts';

const MAGIC = 0x29;
const QOSSETUP = 0x06;
const HEADER_LENGTH = 20;
const TEXT_LIMIT = 200;

/**
 * The fields of a packet, in the order of their bytes. Every byte belongs to exactly one field, also where the packet
 * is cut short or is none at all: a field ends where the bytes end, and what is left over is `garbage`.
 */
export function readFields(packet: Uint8Array): PacketField[] {
  const bytes = asBuffer(packet);
  if (bytes.length < HEADER_LENGTH || bytes[0] !== MAGIC) return withGarbage([], bytes);
  const type = bytes.readUInt8(1);
  const flags = bytes.readUInt8(2);
  const status = bytes.readUInt8(3);
  const urlLength = bytes.readUInt16BE(10);
  const paramLength = bytes.readUInt32BE(12);
  const dataLength = bytes.readUInt32BE(16);
  const fields: PacketField[] = [
    { name: 'magic', offset: 0, length: 1, text: hex(MAGIC) },
    { name: 'type', offset: 1, length: 1, text: `${packetTypeName(type)} (${hex(type)})` },
    { name: 'flags', offset: 2, length: 1, text: flagsText(flags) },
    {
      name: 'status',
      offset: 3,
      length: 1,
      text: type === QOSSETUP ? `priority ${status}` : `${status} ${statusName(status)}`,
    },
    { name: 'seqno', offset: 4, length: 4, text: String(bytes.readUInt32BE(4)) },
    { name: 'tunid', offset: 8, length: 2, text: String(bytes.readUInt16BE(8)) },
    { name: 'urlLength', offset: 10, length: 2, text: String(urlLength) },
    { name: 'paramLength', offset: 12, length: 4, text: String(paramLength) },
    { name: 'dataLength', offset: 16, length: 4, text: String(dataLength) },
  ];
  const body = (name: 'url' | 'param' | 'data' | 'pad', declared: number, read: (part: Buffer) => string) => {
    const offset = endOf(fields);
    const part = bytes.subarray(offset, offset + declared);
    if (part.length === 0) return;
    const cut = part.length < declared ? ` (cut: ${part.length} of ${declared} bytes)` : '';
    fields.push({ name, offset, length: part.length, text: read(part) + cut });
  };
  body('url', urlLength, (part) => part.toString());
  body('param', paramLength, (part) => preview(part, TEXT_LIMIT));
  body('data', dataLength, hexStart);
  body('pad', flags >>> 6, hexStart);
  return withGarbage(fields, bytes);
}

/** Of what is no VSOA packet: one JSON text, and of a stream the port of its server, which is in no byte. */
export function readOtherFields(json: Uint8Array, tunnelId: number): PacketField[] {
  const fields: PacketField[] = [];
  if (tunnelId > 0) fields.push({ name: 'tunid', offset: 0, length: 0, text: String(tunnelId) });
  if (json.length > 0) fields.push({ name: 'param', offset: 0, length: json.length, text: preview(json, TEXT_LIMIT) });
  return fields;
}

function withGarbage(fields: PacketField[], bytes: Buffer): PacketField[] {
  const offset = endOf(fields);
  const rest = bytes.subarray(offset);
  if (rest.length > 0) fields.push({ name: 'garbage', offset, length: rest.length, text: hexStart(rest) });
  return fields;
}

function endOf(fields: PacketField[]): number {
  const last = fields.at(-1);
  return last ? last.offset + last.length : 0;
}

function flagsText(flags: number): string {
  const names = Object.entries(Flag)
    .filter(([, bit]) => flags & bit)
    .map(([name]) => name);
  const unknown = flags & 0x38;
  if (unknown) names.push(`reserved ${hex(unknown)}`);
  if (flags >>> 6) names.push(`pad ${flags >>> 6}`);
  return names.join(' | ') || hex(flags);
}

function hexStart(bytes: Buffer): string {
  const shown = bytes.subarray(0, TEXT_LIMIT / 2).toString('hex');
  return bytes.length > TEXT_LIMIT / 2 ? `${shown}… (${bytes.length} bytes)` : shown;
}

function hex(value: number): string {
  return `0x${value.toString(16).padStart(2, '0')}`;
}
