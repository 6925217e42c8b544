/** Value of the type byte of a packet. */
export const PacketType = {
  /** The handshake: password and UDP port there, server info and client id back. */
  SERVINFO: 0x00,
  RPC: 0x01,
  SUBSCRIBE: 0x02,
  UNSUBSCRIBE: 0x03,
  PUBLISH: 0x04,
  DATAGRAM: 0x05,
  /** The server tells the client its priority, in the status byte. */
  QOSSETUP: 0x06,
  /** Sent to make TCP retransmit fast; never answered. */
  NOOP: 0xfe,
  PINGECHO: 0xff,
} as const;
export type PacketTypeName = keyof typeof PacketType;
export type PacketTypeCode = (typeof PacketType)[PacketTypeName];

/** Bits 0 to 2 of the flags byte; bits 6 and 7 count the pad bytes and are told as `pad`. */
export const Flag = {
  REPLY: 0x01,
  /** The tunid field is valid. */
  TUNNEL: 0x02,
  /** An RPC with method SET; without it, GET. */
  SET: 0x04,
} as const;

/** Status byte of a reply. 128 to 255 are the server's own. */
export const Status = {
  SUCCESS: 0,
  PASSWORD: 1,
  ARGUMENTS: 2,
  INVALID_URL: 3,
  NO_RESPONDING: 4,
  NO_PERMISSIONS: 5,
  NO_MEMORY: 6,
  /** A proxy could not do it; param is `{"error": text}`. */
  PROXY: 7,
} as const;

/** First byte of every packet: magic 0x9 in the low nibble, version 0x2 in the high one. */
export const MAGIC = 0x29;
export const HEADER_LENGTH = 20;
/** Bytes of the largest packet on TCP, header and pad included. */
export const MAX_PACKET = 262_144;
/** Bytes of the largest packet on the quick channel (UDP). */
export const MAX_QUICK_PACKET = 65_507;
/** Bytes of the longest url: its length field has 16 bits. */
export const MAX_URL = 65_535;

const typeNames: ReadonlyMap<number, string> = new Map(Object.entries(PacketType).map(([name, code]) => [code, name]));

const statusNames = [
  'success',
  'password',
  'arguments',
  'invalid URL',
  'no responding',
  'no permissions',
  'no memory',
  'proxy error',
];

/** `RPC`, `PUBLISH`, …, or `UNKNOWN`. */
export function packetTypeName(code: number): string {
  return typeNames.get(code) ?? 'UNKNOWN';
}

/** `success`, `arguments`, …; `server status 130` from 128 on, `status 9` for those that mean nothing yet. */
export function statusName(code: number): string {
  return statusNames[code] ?? (code >= 128 ? `server status ${code}` : `status ${code}`);
}
