import { isUtf8 } from 'node:buffer';
import type { JsonValue } from '@vsoa-testbench/core';
import type { Data } from '../file/atoms.ts';
import type { MadeFolder } from './folder.ts';
import { jsonIn, templateOf } from './literal.ts';
import type { SeenPayload } from './observed.ts';

/** Longer data goes into a file, bytes. */
const MOST_INLINE = 256;
// What YAML shows as it is.
const PRINTABLE = /^[\p{L}\p{M}\p{N}\p{P}\p{S}\p{Zs}\n\t]*$/u;

/** What a payload is in a file; `wish`: how its file is called where its data needs one. */
export function payloadSpec(
  { param, data }: SeenPayload,
  folder: MadeFolder,
  wish: string,
): { param?: JsonValue; data?: Data } {
  const json = jsonIn(param);
  return {
    ...(json !== undefined && { param: templateOf(json) }),
    ...(data.length > 0 && { data: dataSpec(data, folder, wish) }),
  };
}

/** What of it a file cannot say, in English; '' where it says all. */
export function lossOf({ param }: SeenPayload): string {
  if (param.length === 0) return '';
  if (jsonIn(param) === undefined) return `its param of ${param.length} bytes is no JSON and is left out`;
  const isRounded = /(?<![\w.])-?\d{17,}/.test(param.toString());
  return isRounded ? 'numbers of more than 16 digits are rounded' : '';
}

function dataSpec(data: Buffer, folder: MadeFolder, wish: string): Data {
  if (data.length > MOST_INLINE) return { file: folder.add(wish, '.bin', data) };
  const text = isUtf8(data) ? data.toString() : undefined;
  return text !== undefined && PRINTABLE.test(text) ? { text } : { hex: data.toString('hex') };
}
