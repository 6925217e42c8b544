import type { PacketType, TrafficRow } from '../../../testbench/contract.ts';
import { hex } from '../format/hex.ts';
import { timestamp } from '../format/time.ts';
import type { Translate } from '../i18n.ts';
import type { Tone } from '../ui/badge.tsx';

const SET = 0x04;

const tones: Record<PacketType, Tone> = {
  SERVINFO: 'control',
  RPC: 'rpc',
  SUBSCRIBE: 'publish',
  UNSUBSCRIBE: 'publish',
  PUBLISH: 'publish',
  DATAGRAM: 'datagram',
  QOSSETUP: 'control',
  NOOP: 'control',
  PINGECHO: 'control',
  POSITION: 'control',
  STREAM_OPEN: 'stream',
  STREAM_CLOSE: 'stream',
  UNKNOWN: 'error',
};

export const typeTone = (type: PacketType): Tone => tones[type];

/** `RPC SET`, `SUBSCRIBE reply`, `Stream open`, `0x42` */
export function typeText(row: TrafficRow, t: Translate): string {
  if (row.type === 'STREAM_OPEN' || row.type === 'STREAM_CLOSE') return t(`type.${row.type}`);
  // Zero is a type of its own: it is unknown only where there is no header.
  if (row.type === 'UNKNOWN' && row.typeCode === 0) return t('traffic.noPacket');
  const type = row.type === 'UNKNOWN' ? `0x${row.typeCode.toString(16).padStart(2, '0')}` : row.type;
  if (row.reply) return t('traffic.reply', { type });
  if (row.type === 'RPC') return `${type} ${row.flags & SET ? 'SET' : 'GET'}`;
  return type;
}

/** Status has a meaning only in replies; a QOSSETUP carries the priority in its place. */
export function statusTone(row: TrafficRow): Tone {
  if (row.type === 'QOSSETUP') return 'control';
  return row.status === 0 ? 'ok' : 'error';
}

/** The words for a status code of PROTOCOL 1.4. */
export function statusText(status: number, t: Translate): string {
  switch (status) {
    case 0:
    case 1:
    case 2:
    case 3:
    case 4:
    case 5:
    case 6:
    case 7:
      return t(`status.${status}`);
    default:
      return status >= 128 ? t('status.server', { code: status }) : t('status.unknown', { code: status });
  }
}

/** A row as JSON to paste elsewhere, with the time in words beside the number. */
export const rowAsJson = (row: TrafficRow): string =>
  JSON.stringify({ ...row, timeLocal: timestamp(row.time) }, null, 2);

export const packetAsHex = (bytes: Uint8Array): string => hex(bytes);

/** Both ends of the connection, which tell apart two of one name: `Gateway · device #3 · 10.0.0.2:50000 → 10.0.0.9:3000`. */
export function connectionText(row: TrafficRow, t: Translate): string {
  const ends = [row.local, row.remote];
  const [from, to] = row.direction === 'sent' ? ends : ends.toReversed();
  const addresses = row.local || row.remote ? ` · ${from || '?'} → ${to || '?'}` : '';
  return `${row.connection} · ${t(`side.${row.side}`)} #${row.connectionId}${addresses}`;
}
