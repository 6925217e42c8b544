import { isUtf8 } from 'node:buffer';
import type { Payload } from './contract.ts';

export function toPayload(param: Uint8Array, data: Uint8Array): Payload {
  const text = isUtf8(param) ? asBuffer(param).toString() : null;
  return { text, json: text !== null && isJson(text), param, data };
}

/** The start of a param as text, or as hex where it is no UTF-8; at most `limit` characters. */
export function preview(param: Uint8Array, limit: number): string {
  // Four bytes are the longest a character can be in UTF-8, so this much is enough, and the last one may be cut.
  const start = asBuffer(param.subarray(0, limit * 4));
  const complete = start.length < param.length ? start.subarray(0, lastBoundary(start)) : start;
  if (isUtf8(complete)) return cutText(complete.toString(), limit);
  return `0x${start.subarray(0, Math.max(0, Math.floor((limit - 2) / 2))).toString('hex')}`;
}

/** A view of the same memory. */
export function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Where the last, perhaps incomplete, character of UTF-8 begins. */
function lastBoundary(bytes: Uint8Array): number {
  let at = bytes.length - 1;
  while (at > bytes.length - 4 && at > 0 && ((bytes[at] as number) & 0xc0) === 0x80) at--;
  return Math.max(0, at);
}

/** Never between the two halves of a character outside the basic plane. */
function cutText(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const half = text.charCodeAt(limit - 1);
  return text.slice(0, half >= 0xd800 && half < 0xdc00 ? limit - 1 : limit);
}
