import { Fragments } from './fragments.ts';

export const TCP = 6;
export const UDP = 17;
const FRAGMENT = 44;
const AUTHENTICATION = 51;
/** Extension headers of IPv6 that say their length in the same way: hop-by-hop, routing, destination, mobility, HIP, shim6. */
const EXTENSIONS = new Set([0, 43, 60, 135, 139, 140]);
const MAX_EXTENSIONS = 16;

/** What an IP packet carries, valid during the call it is handed over in. */
export interface IpPayload {
  protocol: number;
  source: Buffer;
  target: Buffer;
  /** What was captured of it. */
  bytes: Buffer;
  /** As long as it was on the wire. */
  length: number;
}

/** Reads IPv4 and IPv6 packets, and puts fragments together. */
export class IpReader {
  readonly #fragments = new Fragments();

  /** Undefined where it is no IP packet, is cut within its header, or is a fragment that others are missing for. */
  read(packet: Buffer, time: number): IpPayload | undefined {
    if (packet.length === 0) return undefined;
    const version = packet.readUInt8(0) >>> 4;
    if (version === 4) return this.#readV4(packet, time);
    return version === 6 ? this.#readV6(packet, time) : undefined;
  }

  #readV4(packet: Buffer, time: number): IpPayload | undefined {
    if (packet.length < 20) return undefined;
    const headerLength = (packet.readUInt8(0) & 0x0f) * 4;
    // Where the network card cuts large packets, or puts them together, the length may be missing.
    const total = packet.readUInt16BE(2) || packet.length;
    if (headerLength < 20 || total < headerLength || packet.length < headerLength) return undefined;
    const payload: IpPayload = {
      protocol: packet.readUInt8(9),
      source: packet.subarray(12, 16),
      target: packet.subarray(16, 20),
      bytes: packet.subarray(headerLength, total),
      length: total - headerLength,
    };
    const fragment = packet.readUInt16BE(6);
    const more = (fragment & 0x2000) !== 0;
    const offset = (fragment & 0x1fff) * 8;
    if (!more && offset === 0) return payload;
    const key = `4${packet.toString('latin1', 12, 20)}${packet.toString('latin1', 4, 6)}${payload.protocol}`;
    return this.#fragments.add(key, payload, offset, more, time);
  }

  #readV6(packet: Buffer, time: number): IpPayload | undefined {
    if (packet.length < 40) return undefined;
    const end = 40 + (packet.readUInt16BE(4) || packet.length - 40);
    let protocol = packet.readUInt8(6);
    let at = 40;
    let fragment: { offset: number; more: boolean; key: string } | undefined;
    for (let count = 0; count < MAX_EXTENSIONS; count++) {
      const isFragment = protocol === FRAGMENT;
      if (!isFragment && protocol !== AUTHENTICATION && !EXTENSIONS.has(protocol)) break;
      if (at + 8 > packet.length) return undefined;
      if (isFragment) {
        const field = packet.readUInt16BE(at + 2);
        const key = `6${packet.toString('latin1', 8, 40)}${packet.toString('latin1', at + 4, at + 8)}`;
        const offset = field & 0xfff8;
        const more = (field & 1) !== 0;
        if (more || offset > 0) fragment = { offset, more, key };
      }
      const next = at + extensionLength(protocol, packet.readUInt8(at + 1));
      protocol = packet.readUInt8(at);
      at = next;
      // What is behind it was cut into pieces, extensions too.
      if (fragment) break;
    }
    if (at > packet.length || at > end) return undefined;
    const payload: IpPayload = {
      protocol,
      source: packet.subarray(8, 24),
      target: packet.subarray(24, 40),
      bytes: packet.subarray(at, end),
      length: end - at,
    };
    if (!fragment) return payload;
    return this.#fragments.add(fragment.key, payload, fragment.offset, fragment.more, time);
  }
}

function extensionLength(protocol: number, length: number): number {
  if (protocol === FRAGMENT) return 8;
  return protocol === AUTHENTICATION ? (length + 2) * 4 : (length + 1) * 8;
}
