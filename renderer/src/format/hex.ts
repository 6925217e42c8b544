/** `29 01 00 ff` */
export const hex = (bytes: Uint8Array): string => Array.from(bytes, hexByte).join(' ');

export const hexByte = (byte: number): string => byte.toString(16).padStart(2, '0');

/** What a hex dump shows beside the bytes: printable ASCII, a dot for everything else. */
export const ascii = (byte: number): string => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.');

const BYTES = /(?:[\s:,]+|0x|[0-9a-f]{2})*/iy;

/** Where text such as `29 01 0xff`, `2901FF` or `29:01:ff` is no hex; null where all of it is. */
export function hexProblem(text: string): number | null {
  BYTES.lastIndex = 0;
  const length = BYTES.exec(text)?.[0].length ?? 0;
  return length === text.length ? null : length;
}
