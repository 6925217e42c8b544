import type { Endpoint } from '../address.ts';
import type { IpPayload } from './ip.ts';

const HEADER = 20;

/** One TCP segment, valid during the call it is handed over in. */
export interface Segment {
  from: Endpoint;
  to: Endpoint;
  seq: number;
  ack: number;
  flags: number;
  /** What was captured of its content, and how long that was on the wire. */
  bytes: Buffer;
  length: number;
  time: number;
}

/** Undefined where it is cut within its header. */
export function readSegment({ bytes, length, source, target }: IpPayload, time: number): Segment | undefined {
  if (bytes.length < HEADER) return undefined;
  const headerLength = (bytes.readUInt8(12) >>> 4) * 4;
  if (headerLength < HEADER || headerLength > length) return undefined;
  return {
    from: { ip: source, port: bytes.readUInt16BE(0) },
    to: { ip: target, port: bytes.readUInt16BE(2) },
    seq: bytes.readUInt32BE(4),
    ack: bytes.readUInt32BE(8),
    flags: bytes.readUInt8(13),
    bytes: bytes.subarray(headerLength),
    length: length - headerLength,
    time,
  };
}

/** Names one direction of a connection, for maps. */
export function directionKey(from: Endpoint, to: Endpoint): string {
  return `${endKey(from)}${endKey(to)}`;
}

/** The same end, with memory of its own. */
export function kept({ ip, port }: Endpoint): Endpoint {
  return { ip: Uint8Array.from(ip), port };
}

export function keepBelow(some: Set<string> | Map<string, unknown>, most: number): void {
  for (const oldest of some.keys()) {
    if (some.size < most) return;
    some.delete(oldest);
  }
}

/** The same host, another port. */
export function withPort(address: string, port: number): string {
  return `${address.slice(0, address.lastIndexOf(':'))}:${port}`;
}

/** Much cheaper than the text that people read. */
function endKey({ ip, port }: Endpoint): string {
  return Buffer.from(ip.buffer, ip.byteOffset, ip.length).toString('latin1') + String.fromCharCode(port);
}
