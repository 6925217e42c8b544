import { isUtf8 } from 'node:buffer';
import { Flag, HEADER_LENGTH, type Oddity, PacketType, packetTypeName } from '@vsoa-testbench/core';

/** What is odd about a packet that is whole, as core would say it. Who asked for it, nobody can tell from outside. */
export function contentOddity(packet: Buffer, quick: boolean): Oddity | undefined {
  const type = packet.readUInt8(1);
  if (packetTypeName(type) === 'UNKNOWN') return 'UNKNOWN_TYPE';
  if (quick && type !== PacketType.PUBLISH && type !== PacketType.DATAGRAM) return 'WRONG_CHANNEL';
  const urlEnd = HEADER_LENGTH + packet.readUInt16BE(10);
  if (!isUtf8(packet.subarray(HEADER_LENGTH, urlEnd))) return 'BAD_UTF8';
  return packet.length % 4 === 0 ? undefined : 'UNALIGNED';
}

/** Who sends such a packet; undefined where both do. */
export function senderOf(packet: Buffer, quick: boolean): 'client' | 'server' | undefined {
  if (packet.length < HEADER_LENGTH) return undefined;
  const type = packet.readUInt8(1);
  if (type === PacketType.PUBLISH || type === PacketType.QOSSETUP) return 'server';
  // A quick datagram to a server carries the client id; one to a client carries 0.
  if (type === PacketType.DATAGRAM) {
    if (!quick) return undefined;
    return packet.readUInt32BE(4) === 0 ? 'server' : 'client';
  }
  if (type === PacketType.NOOP) return 'client';
  return packet.readUInt8(2) & Flag.REPLY ? 'server' : 'client';
}

/** The UDP port of a client, as its SERVINFO says it. */
export function clientQuickPort(packet: Buffer): number | undefined {
  const flags = packet.readUInt8(2);
  const isRequest = packet.readUInt8(1) === PacketType.SERVINFO && !(flags & Flag.REPLY);
  return isRequest && flags & Flag.TUNNEL ? packet.readUInt16BE(8) : undefined;
}

/** The UDP port of a server that differs from its TCP port, as the answer to SERVINFO says it. */
export function serverQuickPort(packet: Buffer): number | undefined {
  const isAnswer = packet.readUInt8(1) === PacketType.SERVINFO && (packet.readUInt8(2) & Flag.REPLY) !== 0;
  if (!isAnswer || packet.readUInt32BE(16) !== 6) return undefined;
  return packet.readUInt16BE(HEADER_LENGTH + packet.readUInt16BE(10) + packet.readUInt32BE(12) + 4);
}

/** The port of a stream that the answer to an RPC opens. */
export function streamPort(packet: Buffer): number | undefined {
  const wanted = Flag.REPLY | Flag.TUNNEL;
  const isAnswer = packet.readUInt8(1) === PacketType.RPC && (packet.readUInt8(2) & wanted) === wanted;
  return isAnswer && packet.readUInt8(3) === 0 ? packet.readUInt16BE(8) || undefined : undefined;
}
