import type { Endpoint } from '../address.ts';
import type { ByteBuffer } from './byte-buffer.ts';

/** As much as one frame carries: an IPv4 packet has at most 65,535 bytes. */
export const MAX_TCP_PAYLOAD = 65_495;
export const MAX_UDP_PAYLOAD = 65_507;

/** What a TCP header says besides the ports. */
export interface TcpNumbers {
  flags: number;
  seq: number;
  ack: number;
}

const ETHERNET_LENGTH = 14;
const TCP_LENGTH = 20;
const UDP_LENGTH = 8;
const TCP = 6;
const UDP = 17;
/** Locally administered, so nobody's. The last byte is 1 for our end and 2 for the peer's. */
const MAC = [0x02, 0, 0, 0, 0];
const WINDOW = 0xffff;
const HOP_LIMIT = 64;

/** The length of a frame with so many bytes of payload. */
export function frameLength(from: Endpoint, tcp: boolean, payload: number): number {
  return ETHERNET_LENGTH + ipLength(from) + (tcp ? TCP_LENGTH : UDP_LENGTH) + payload;
}

/** Writes an Ethernet frame with correct checksums. Without `tcp` it is UDP. Both ends are of one family. */
export function writeFrame(
  out: ByteBuffer,
  ends: { from: Endpoint; to: Endpoint; sent: boolean },
  tcp: TcpNumbers | undefined,
  payload: Uint8Array,
): void {
  const { from, to, sent } = ends;
  out.reserve(frameLength(from, tcp !== undefined, payload.length));
  const bytes = out.bytes;
  const ipAt = writeEthernet(bytes, out.length, sent, from.ip.length === 4);
  const at = ipAt + ipLength(from);
  const headerLength = tcp ? TCP_LENGTH : UDP_LENGTH;
  const length = headerLength + payload.length;
  const pseudo = writeIp(bytes, ipAt, from.ip, to.ip, tcp ? TCP : UDP, length);
  bytes.writeUInt16BE(from.port, at);
  bytes.writeUInt16BE(to.port, at + 2);
  if (tcp) {
    bytes.writeUInt32BE(tcp.seq >>> 0, at + 4);
    bytes.writeUInt32BE(tcp.ack >>> 0, at + 8);
    bytes[at + 12] = (TCP_LENGTH / 4) << 4;
    bytes[at + 13] = tcp.flags;
    bytes.writeUInt16BE(WINDOW, at + 14);
    bytes.writeUInt32BE(0, at + 16);
  } else {
    bytes.writeUInt16BE(length, at + 4);
    bytes.writeUInt16BE(0, at + 6);
  }
  bytes.set(payload, at + headerLength);
  const checksum = fold(sum(bytes, at, at + length, pseudo));
  // In UDP a checksum of zero means that there is none.
  bytes.writeUInt16BE(!tcp && checksum === 0 ? 0xffff : checksum, at + (tcp ? 16 : 6));
  out.length = at + length;
}

function ipLength({ ip }: Endpoint): number {
  return ip.length === 4 ? 20 : 40;
}

/** Answers where the frame goes on. */
function writeEthernet(bytes: Buffer, at: number, sent: boolean, v4: boolean): number {
  bytes.set(MAC, at);
  bytes[at + 5] = sent ? 2 : 1;
  bytes.set(MAC, at + 6);
  bytes[at + 11] = sent ? 1 : 2;
  bytes.writeUInt16BE(v4 ? 0x0800 : 0x86dd, at + 12);
  return at + ETHERNET_LENGTH;
}

/** Answers the sum of the pseudo header, which the checksums of TCP and UDP begin with. */
function writeIp(
  bytes: Buffer,
  at: number,
  from: Uint8Array,
  to: Uint8Array,
  protocol: number,
  length: number,
): number {
  if (from.length === 4) {
    bytes.writeUInt32BE(((0x4500 << 16) | (length + 20)) >>> 0, at);
    // No identification, and "don't fragment".
    bytes.writeUInt32BE(0x4000, at + 4);
    bytes.writeUInt32BE((HOP_LIMIT << 24) | (protocol << 16), at + 8);
    bytes.set(from, at + 12);
    bytes.set(to, at + 16);
    bytes.writeUInt16BE(fold(sum(bytes, at, at + 20, 0)), at + 10);
    return sum(bytes, at + 12, at + 20, protocol + length);
  }
  bytes.writeUInt32BE(0x60000000, at);
  bytes.writeUInt16BE(length, at + 4);
  bytes[at + 6] = protocol;
  bytes[at + 7] = HOP_LIMIT;
  bytes.set(from, at + 8);
  bytes.set(to, at + 24);
  return sum(bytes, at + 8, at + 40, protocol + length);
}

/** Of 16-bit words; a frame is too short for this to lose precision. */
function sum(bytes: Buffer, from: number, to: number, start: number): number {
  let total = start;
  let at = from;
  for (; at + 1 < to; at += 2) total += ((bytes[at] as number) << 8) | (bytes[at + 1] as number);
  return at < to ? total + ((bytes[at] as number) << 8) : total;
}

function fold(total: number): number {
  let folded = total;
  while (folded > 0xffff) folded = (folded & 0xffff) + Math.floor(folded / 0x1_0000);
  return ~folded & 0xffff;
}
