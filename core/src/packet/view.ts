import { isUtf8 } from 'node:buffer';
import { PacketError } from '../errors.ts';
import type { LearnedShapes } from '../json/learned.ts';
import type { JsonValue } from '../payload.ts';
import { HEADER_LENGTH, MAGIC, MAX_PACKET } from './constants.ts';

/**
 * One packet over the bytes it arrived in. Header fields are read at once, url, param and data when they are asked for.
 * `param`, `data` and `bytes` share memory with what arrived, which nobody writes to afterwards.
 */
export class PacketView {
  readonly type: number;
  /** Without the pad count. */
  readonly flags: number;
  readonly pad: number;
  readonly status: number;
  readonly seqno: number;
  readonly tunid: number;
  readonly urlLength: number;
  readonly paramLength: number;
  readonly dataLength: number;
  /** Memory that holds the packet from `offset` on. */
  readonly source: Buffer;
  readonly offset: number;

  /** Reads the header at `offset`; at least 20 bytes must be there, and have been checked by `declaredLength`. */
  constructor(source: Buffer, offset: number) {
    const flags = source[offset + 2]!;
    this.type = source[offset + 1]!;
    this.flags = flags & 0x3f;
    this.pad = flags >>> 6;
    this.status = source[offset + 3]!;
    this.seqno = uint32(source, offset + 4);
    this.tunid = (source[offset + 8]! << 8) | source[offset + 9]!;
    this.urlLength = (source[offset + 10]! << 8) | source[offset + 11]!;
    this.paramLength = uint32(source, offset + 12);
    this.dataLength = uint32(source, offset + 16);
    this.source = source;
    this.offset = offset;
  }

  /** Of the whole packet, header and pad included. */
  get length(): number {
    return HEADER_LENGTH + this.urlLength + this.paramLength + this.dataLength + this.pad;
  }

  get url(): string {
    const start = this.offset + HEADER_LENGTH;
    return this.urlLength === 0 ? '' : this.source.toString('utf8', start, start + this.urlLength);
  }

  get urlIsUtf8(): boolean {
    const start = this.offset + HEADER_LENGTH;
    const end = start + this.urlLength;
    for (let index = start; index < end; index += 1) {
      // Nearly always ASCII, and then this is cheaper than to ask.
      if (this.source[index]! >= 0x80) return isUtf8(this.source.subarray(index, end));
    }
    return true;
  }

  get param(): Buffer {
    const start = this.offset + HEADER_LENGTH + this.urlLength;
    return this.source.subarray(start, start + this.paramLength);
  }

  /** `param` as UTF-8; costs less than to make a Buffer of it first. */
  get paramText(): string {
    const start = this.offset + HEADER_LENGTH + this.urlLength;
    return this.source.toString('utf8', start, start + this.paramLength);
  }

  /** `param` as `shapes` read it; `undefined` where they know none like it. */
  paramAs(shapes: LearnedShapes): JsonValue | undefined {
    return shapes.read(this.source, this.offset + HEADER_LENGTH + this.urlLength, this.paramLength);
  }

  get data(): Buffer {
    const start = this.offset + HEADER_LENGTH + this.urlLength + this.paramLength;
    return this.source.subarray(start, start + this.dataLength);
  }

  get bytes(): Buffer {
    const { buffer, byteOffset } = this.source;
    return Buffer.from(buffer, byteOffset + this.offset, this.length);
  }
}

/** Reads one whole packet. Throws `PacketError` where `bytes` are not exactly one. */
export function decodePacket(bytes: Uint8Array, limit: number = MAX_PACKET): PacketView {
  const source = asBuffer(bytes);
  if (source.length > 0) checkMagic(source, 0);
  const length = source.length < HEADER_LENGTH ? HEADER_LENGTH : declaredLength(source, 0, limit);
  if (length !== source.length) {
    throw new PacketError('BAD_LENGTH', `the packet should have ${length} bytes, there are ${source.length}`, source);
  }
  return new PacketView(source, 0);
}

/** Length that the header at `offset` declares. Throws `PacketError` on a wrong magic or where it is beyond `limit`. */
export function declaredLength(source: Buffer, offset: number, limit: number): number {
  checkMagic(source, offset);
  const length = lengthAt(source, offset);
  if (length > limit) {
    const message = `the packet says it has ${length} bytes, the limit is ${limit}`;
    throw new PacketError('BAD_LENGTH', message, source.subarray(offset));
  }
  return length;
}

/** Length that the header at `offset` declares, whatever else is in it. */
export function lengthAt(source: Buffer, offset: number): number {
  return (
    HEADER_LENGTH +
    ((source[offset + 10]! << 8) | source[offset + 11]!) +
    uint32(source, offset + 12) +
    uint32(source, offset + 16) +
    (source[offset + 2]! >>> 6)
  );
}

export function checkMagic(source: Buffer, offset: number): void {
  if (source[offset] === MAGIC) return;
  const byte = source[offset]!.toString(16).padStart(2, '0');
  throw new PacketError('BAD_MAGIC', `a packet starts with 0x29, this is 0x${byte}`, source.subarray(offset));
}

/** The same memory as a Buffer. */
export function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function uint32(source: Buffer, offset: number): number {
  return source[offset]! * 0x1000000 + ((source[offset + 1]! << 16) | (source[offset + 2]! << 8) | source[offset + 3]!);
}
