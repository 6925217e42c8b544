import type { Data } from '../file/atoms.ts';

/** The bytes that stand beside a param. Throws what `readFile` does. */
export function dataOf(spec: Data, readFile: (file: string) => Uint8Array): Uint8Array {
  if ('file' in spec) return readFile(spec.file);
  if ('text' in spec) return Buffer.from(spec.text);
  return 'hex' in spec ? Buffer.from(spec.hex, 'hex') : Buffer.from(spec.base64, 'base64');
}
