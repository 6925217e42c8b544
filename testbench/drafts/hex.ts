import { BenchFailure } from '../errors.ts';

const BETWEEN = /[\s:,]+|0x/giy;
const BYTE = /[0-9a-f]{2}/iy;

/** Bytes of `29 01 0xff`, `2901FF`, `29:01:ff`. Throws `INVALID_ARGUMENT` with the `position` of the part `data`. */
export function bytesOfHex(text: string): Uint8Array {
  const bytes: number[] = [];
  for (let at = 0; at < text.length; ) {
    const skipped = lengthAt(BETWEEN, text, at);
    if (skipped === 0) bytes.push(byteAt(text, at));
    at += skipped || 2;
  }
  return Uint8Array.from(bytes);
}

function byteAt(text: string, position: number): number {
  if (lengthAt(BYTE, text, position) === 2) return Number.parseInt(text.slice(position, position + 2), 16);
  const found = JSON.stringify(text.slice(position, position + 2));
  throw new BenchFailure('INVALID_ARGUMENT', `a byte is two hex digits, this is ${found}`, { part: 'data', position });
}

function lengthAt(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0].length ?? 0;
}
