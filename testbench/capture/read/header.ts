import { isUtf8 } from 'node:buffer';
import { HEADER_LENGTH, MAX_PACKET, packetTypeName } from '@vsoa-testbench/core';

export const MAGIC = 0x29;
const RESERVED_FLAGS = 0x38;
const SLASH = 0x2f;
/** How a JSON value begins. */
const JSON_START = /^[[{"\-0-9tfn]/;

/** The length that the header at `at` declares; 20 bytes must be there. */
export function declaredLength(bytes: Buffer, at: number): number {
  const url = bytes.readUInt16BE(at + 10);
  return (
    HEADER_LENGTH + url + bytes.readUInt32BE(at + 12) + bytes.readUInt32BE(at + 16) + (bytes.readUInt8(at + 2) >>> 6)
  );
}

/**
 * Whether a packet may begin here, judged as strictly as one must where nobody said that this is VSOA: what the
 * implementations that there are would send.
 */
export function isPlausible(bytes: Buffer, at: number): boolean {
  if (bytes[at] !== MAGIC || packetTypeName(bytes.readUInt8(at + 1)) === 'UNKNOWN') return false;
  if ((bytes.readUInt8(at + 2) & RESERVED_FLAGS) !== 0) return false;
  const length = declaredLength(bytes, at);
  if (length > MAX_PACKET || length % 4 !== 0) return false;
  return bytes.length <= at + HEADER_LENGTH || bytes.readUInt16BE(at + 10) === 0 || bytes[at + HEADER_LENGTH] === SLASH;
}

/** Whether what a whole packet carries is what it says: a url, or JSON, or nothing at all. */
export function isConvincing(bytes: Buffer, at: number): boolean {
  const urlEnd = at + HEADER_LENGTH + bytes.readUInt16BE(at + 10);
  const paramLength = bytes.readUInt32BE(at + 12);
  if (urlEnd > at + HEADER_LENGTH) return isUtf8(bytes.subarray(at + HEADER_LENGTH, urlEnd));
  if (paramLength > 0) return JSON_START.test(String.fromCharCode(bytes.readUInt8(urlEnd)));
  return declaredLength(bytes, at) <= HEADER_LENGTH + 8;
}
