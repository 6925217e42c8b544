import type { Tap, TapConnection } from '@vsoa-testbench/core';

export interface PacketParts {
  type?: number;
  flags?: number;
  status?: number;
  seqno?: number;
  tunid?: number;
  url?: string | Uint8Array;
  param?: string | Uint8Array;
  data?: Uint8Array;
}

/** A packet as PROTOCOL.md lays it out, written without core, so that core is not checked against itself. */
export function packet(parts: PacketParts = {}): Buffer {
  const url = Buffer.from(parts.url ?? '');
  const param = Buffer.from(parts.param ?? '');
  const data = Buffer.from(parts.data ?? '');
  const pad = (4 - ((url.length + param.length + data.length) % 4)) % 4;
  const header = Buffer.alloc(20);
  header.writeUInt8(0x29, 0);
  header.writeUInt8(parts.type ?? 4, 1);
  header.writeUInt8((parts.flags ?? 0) | (pad << 6), 2);
  header.writeUInt8(parts.status ?? 0, 3);
  header.writeUInt32BE(parts.seqno ?? 0, 4);
  header.writeUInt16BE(parts.tunid ?? 0, 8);
  header.writeUInt16BE(url.length, 10);
  header.writeUInt32BE(param.length, 12);
  header.writeUInt32BE(data.length, 16);
  return Buffer.concat([header, url, param, data, Buffer.alloc(pad)]);
}

/** Tells a tap of a packet in bytes of its own. */
export function tell(
  tap: Tap,
  bytes: Buffer,
  sent: boolean,
  quick: boolean,
  connection: TapConnection,
  time: number,
): void {
  tap.packet(bytes, 0, bytes.length, sent, quick, connection, time);
}

export function tapConnection(id: number, label = `connection ${id}`): TapConnection {
  return { id, role: 'client', local: '127.0.0.1:1', remote: '127.0.0.1:2', quickLocal: '', quickRemote: '', label };
}
