import { asBuffer } from '../../payload.ts';
import { type Chunk, HEADER, OTHER } from '../chunk.ts';
import { byRow, Cost, type Term } from './refine.ts';

const HEADER_LENGTH = 20;
const NOTHING = Buffer.alloc(0);

/** Places in the memory of the chunk; `end` is one past the last byte. */
interface Place {
  start: number;
  end: number;
}

/** Where a part of a packet is, written to `place`. */
type Part = (chunk: Chunk, row: number, place: Place) => void;

export const PARTS = { param: paramPart, data: dataPart, bytes: wholePart } satisfies Record<string, Part>;
export type PartName = keyof typeof PARTS;

/** `ignoreCase` is about A to Z. One search runs over the bytes of many packets, from hit to hit. */
export function contains(part: Part, needle: Buffer, ignoreCase: boolean): Term {
  const wanted = ignoreCase ? folded(needle, 0, needle.length, Buffer.alloc(needle.length)) : needle;
  const place = { start: 0, end: 0 };
  const refine = (chunk: Chunk, rows: Uint16Array, count: number): number => {
    if (count === 0) return 0;
    wholePart(chunk, rows[count - 1]!, place);
    const { end } = place;
    const base = chunk.columns.offset[rows[0]!]!;
    const hay = ignoreCase
      ? folded(chunk.bytes, base, end, scratchOf(end - base))
      : asBuffer(chunk.bytes.subarray(base, end));
    let hit = -1;
    let kept = 0;
    for (let at = 0; at < count; at++) {
      const row = rows[at]!;
      part(chunk, row, place);
      if (hit < place.start - base) hit = hay.indexOf(wanted, place.start - base);
      if (hit < 0) break;
      if (hit + wanted.length <= place.end - base) rows[kept++] = row;
    }
    return kept;
  };
  return { refine, cost: Cost.BYTES };
}

export function equals(part: Part, wanted: Buffer): Term {
  const place = { start: 0, end: 0 };
  return byRow(Cost.BYTES, (chunk, row) => {
    part(chunk, row, place);
    if (place.end - place.start !== wanted.length) return false;
    return wanted.equals(chunk.bytes.subarray(place.start, place.end));
  });
}

/** Of the part as UTF-8. */
export function byText(part: Part, cost: number, test: (text: string) => boolean): Term {
  return byRow(cost, (chunk, row) => test(partOf(part, chunk, row).toString()));
}

export function partOf(part: Part, chunk: Chunk, row: number): Buffer {
  const place = { start: 0, end: 0 };
  part(chunk, row, place);
  return place.start === place.end ? NOTHING : asBuffer(chunk.bytes.subarray(place.start, place.end));
}

export function foldText(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

function wholePart({ columns }: Chunk, row: number, place: Place): void {
  place.start = columns.offset[row]!;
  place.end = place.start + columns.length[row]!;
}

function paramPart(chunk: Chunk, row: number, place: Place): void {
  wholePart(chunk, row, place);
  const kind = chunk.columns.kind[row]!;
  if (kind & OTHER) return;
  const { end } = place;
  if (!(kind & HEADER)) place.start = end;
  else place.start = Math.min(end, place.start + HEADER_LENGTH + urlLength(chunk, place.start));
  place.end = Math.min(end, place.start + chunk.columns.paramLength[row]!);
}

function dataPart(chunk: Chunk, row: number, place: Place): void {
  wholePart(chunk, row, place);
  const { start, end } = place;
  const { kind, paramLength, dataLength } = chunk.columns;
  const before = kind[row]! & HEADER ? HEADER_LENGTH + urlLength(chunk, start) + paramLength[row]! : end - start;
  place.start = Math.min(end, start + before);
  place.end = Math.min(end, place.start + dataLength[row]!);
}

/** Of a packet with a header at this place. */
export function urlLength({ bytes }: Chunk, at: number): number {
  return (bytes[at + 10]! << 8) | bytes[at + 11]!;
}

let scratch = Buffer.alloc(0);

function scratchOf(length: number): Buffer {
  if (scratch.length < length) scratch = Buffer.alloc(2 ** Math.ceil(Math.log2(length)));
  return scratch;
}

const FOLD = Uint8Array.from({ length: 256 }, (_, byte) => (byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte));

function folded(bytes: Uint8Array, from: number, to: number, target: Buffer): Buffer {
  for (let at = from; at < to; at++) target[at - from] = FOLD[bytes[at]!]!;
  return target.subarray(0, to - from);
}
