import { type Frame, type FrameParser, MAX_FRAME } from './frame.ts';
import type { Warnings } from './warnings.ts';

const FILE_HEADER = 24;
const RECORD_HEADER = 16;
const MICROSECONDS = 0xa1b2c3d4;
const NANOSECONDS = 0xa1b23c4d;

export function isPcap(start: Buffer): boolean {
  return isMagic(start.readUInt32BE(0)) || isMagic(start.readUInt32LE(0));
}

/** The older format: one link type, and records without any mark by which to find the next one after damage. */
export class PcapParser implements FrameParser {
  readonly #onFrame: (frame: Frame) => void;
  readonly #warnings: Warnings;
  #read: ((bytes: Buffer, at: number) => number) | undefined;
  #fractionsPerMs = 1_000;
  #linkType = 0;

  constructor(onFrame: (frame: Frame) => void, warnings: Warnings) {
    this.#onFrame = onFrame;
    this.#warnings = warnings;
  }

  parse(bytes: Buffer, position: number, last: boolean): number {
    let at = 0;
    if (this.#read === undefined) {
      if (bytes.length < FILE_HEADER) return this.#end(bytes, 0, position, last);
      this.#readHeader(bytes);
      at = FILE_HEADER;
    }
    const read = this.#read as (bytes: Buffer, at: number) => number;
    while (at + RECORD_HEADER <= bytes.length) {
      const captured = read(bytes, at + 8);
      if (captured > MAX_FRAME) {
        const message = `a record says it has ${captured} bytes; what follows cannot be read`;
        this.#warnings.add('NOT_ALL_READ', message, { offset: position + at });
        return Number.POSITIVE_INFINITY;
      }
      const start = at + RECORD_HEADER;
      if (start + captured > bytes.length) break;
      this.#onFrame({
        linkType: this.#linkType,
        time: read(bytes, at) * 1_000 + read(bytes, at + 4) / this.#fractionsPerMs,
        bytes: bytes.subarray(start, start + captured),
        offset: position + at,
        note: undefined,
      });
      at = start + captured;
    }
    return this.#end(bytes, at, position, last);
  }

  #end(bytes: Buffer, at: number, position: number, last: boolean): number {
    if (!last || at === bytes.length) return at;
    const message = `the file ends ${bytes.length - at} bytes into a record`;
    this.#warnings.add('CUT_SHORT', message, { offset: position + at });
    return bytes.length;
  }

  #readHeader(bytes: Buffer): void {
    this.#read = isMagic(bytes.readUInt32LE(0))
      ? (from, at) => from.readUInt32LE(at)
      : (from, at) => from.readUInt32BE(at);
    if (this.#read(bytes, 0) === NANOSECONDS) this.#fractionsPerMs = 1_000_000;
    // The upper half holds the length of checksums at the end of frames, which nobody needs.
    this.#linkType = this.#read(bytes, 20) & 0xffff;
  }
}

function isMagic(value: number): boolean {
  return value === MICROSECONDS || value === NANOSECONDS;
}
