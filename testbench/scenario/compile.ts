import type { JsonValue } from '@vsoa-testbench/core';
import type { Data } from './file/atoms.ts';
import type { Value } from './values/types.ts';

export { Expression } from './values/expression.ts';

// Stands in until values/ has these: fixed values only.

export function valueOf(template: JsonValue): Value {
  return { isFixed: true, at: () => template };
}

export function dataOf(spec: Data, readFile: (file: string) => Uint8Array): Uint8Array {
  if ('file' in spec) return readFile(spec.file);
  if ('text' in spec) return Buffer.from(spec.text);
  return 'hex' in spec ? Buffer.from(spec.hex, 'hex') : Buffer.from(spec.base64, 'base64');
}
