import { type Note, readNote } from '../note.ts';
import { type Frame, type FrameParser, MAX_FRAME } from './frame.ts';
import { DEFAULT_TICKS, readResolution, type TimeScale, toEpochMs } from './time-scale.ts';
import type { Warnings } from './warnings.ts';

const SECTION_HEADER = 0x0a0d0d0a;
const BYTE_ORDER_MAGIC = 0x1a2b3c4d;
const Block = { INTERFACE: 1, PACKET: 2, SIMPLE_PACKET: 3, NAMES: 4, STATISTICS: 5, ENHANCED_PACKET: 6 } as const;
const Option = { END: 0, COMMENT: 1, TIME_RESOLUTION: 9, TIME_OFFSET: 14 } as const;
const KNOWN = new Set<number>([SECTION_HEADER, ...Object.values(Block)]);
const SMALLEST = 12;
/** Blocks that we read are shorter; others may be longer and are passed over. */
const MAX_BLOCK = MAX_FRAME + 1_048_576;
/** After damage only blocks up to this length are looked for. */
const MAX_FOUND = 524_288;
const MAX_INTERFACES = 65_536;
const NO_BLOCK = 'a block with a length that cannot be';
/** Different comments of ours that are remembered. */
const MAX_NOTES = 4_096;

interface Interface extends TimeScale {
  linkType: number;
  snapLength: number;
}

/** Reads pcapng of either byte order, with any number of sections and interfaces. */
export class PcapngParser implements FrameParser {
  /** Of the file. */
  readonly #size: number;
  readonly #onFrame: (frame: Frame) => void;
  readonly #warnings: Warnings;
  readonly #notes = new Map<string, Note | undefined>();
  #littleEndian = true;
  #interfaces: Interface[] = [];
  #lastTime = 0;
  /** Looking for the next block, after damage. */
  #searching = false;
  /** Where the file seems to end too early; where another block is found after it, it does not. */
  #cut: { offset: number; message: string } | undefined;

  constructor(size: number, onFrame: (frame: Frame) => void, warnings: Warnings) {
    this.#size = size;
    this.#onFrame = onFrame;
    this.#warnings = warnings;
  }

  parse(bytes: Buffer, position: number, last: boolean): number {
    let at = 0;
    for (;;) {
      if (this.#searching) {
        at = this.#search(bytes, at, last);
        if (this.#searching) break;
      }
      if (bytes.length - at < SMALLEST) break;
      const length = this.#lengthAt(bytes, at);
      if (length === 0) {
        this.#warnings.add('BAD_BLOCK', NO_BLOCK, { offset: position + at });
        this.#searching = true;
        at += 1;
      } else if (position + at + length > this.#size) {
        this.#cut = { offset: position + at, message: `the file ends within a block of ${length} bytes` };
        this.#searching = true;
        at += 1;
      } else if (at + length > bytes.length) {
        // Too long to be read by anyone: it is passed over.
        return length > MAX_BLOCK ? at + length : at;
      } else {
        this.#readBlock(bytes.subarray(at, at + length), position + at);
        at += length;
      }
    }
    if (last) this.#end(bytes.length - at, position + at);
    return last ? bytes.length : at;
  }

  #end(rest: number, offset: number): void {
    if (!this.#searching && rest > 0) this.#cut = { offset, message: 'the file ends within the head of a block' };
    if (this.#cut) this.#warnings.add('CUT_SHORT', this.#cut.message, { offset: this.#cut.offset });
  }

  /** 0 where no block can begin here. */
  #lengthAt(bytes: Buffer, at: number): number {
    let littleEndian = this.#littleEndian;
    const isSection = bytes.readUInt32LE(at) === SECTION_HEADER;
    if (isSection) {
      littleEndian = bytes.readUInt32LE(at + 8) === BYTE_ORDER_MAGIC;
      if (!littleEndian && bytes.readUInt32BE(at + 8) !== BYTE_ORDER_MAGIC) return 0;
    }
    const read = (where: number) => (littleEndian ? bytes.readUInt32LE(where) : bytes.readUInt32BE(where));
    const length = read(at + 4);
    if (length < SMALLEST || length % 4 !== 0) return 0;
    if (length > MAX_BLOCK && KNOWN.has(read(at))) return 0;
    if (at + length <= bytes.length && read(at + length - 4) !== length) return 0;
    return length;
  }

  /** Where the next block is that is known, and has its length at both ends. */
  #search(bytes: Buffer, from: number, last: boolean): number {
    for (let at = from; at + SMALLEST <= bytes.length; at++) {
      // Quick for what there is most of where a file was never written: zeros.
      if (((bytes[at] as number) | (bytes[at + 3] as number)) === 0) continue;
      const isSection = bytes.readUInt32LE(at) === SECTION_HEADER;
      if (!isSection && !KNOWN.has(this.#u32(bytes, at))) continue;
      const length = this.#lengthAt(bytes, at);
      if (length === 0 || length > MAX_FOUND) continue;
      if (at + length > bytes.length) {
        if (last) continue;
        return at;
      }
      this.#searching = false;
      // It only looked as if the file ended there.
      if (this.#cut) this.#warnings.add('BAD_BLOCK', NO_BLOCK, { offset: this.#cut.offset });
      this.#cut = undefined;
      return at;
    }
    return last ? bytes.length : Math.max(from, bytes.length - SMALLEST + 1);
  }

  #readBlock(block: Buffer, offset: number): void {
    if (block.readUInt32LE(0) === SECTION_HEADER) {
      this.#littleEndian = block.readUInt32LE(8) === BYTE_ORDER_MAGIC;
      this.#interfaces = [];
      return;
    }
    if (!this.#readContent(block, offset)) {
      this.#warnings.add('BAD_BLOCK', 'a block whose content does not fit', { offset });
    }
  }

  /** False where it does not fit. */
  #readContent(block: Buffer, offset: number): boolean {
    switch (this.#u32(block, 0)) {
      case Block.ENHANCED_PACKET:
        return this.#readPacket(block, offset, this.#u32);
      case Block.PACKET:
        return this.#readPacket(block, offset, this.#u16);
      case Block.SIMPLE_PACKET:
        return this.#readSimplePacket(block, offset);
      case Block.INTERFACE:
        return this.#readInterface(block);
      default:
        return true;
    }
  }

  #readInterface(block: Buffer): boolean {
    if (this.#interfaces.length >= MAX_INTERFACES) return false;
    const complete = block.length >= 20;
    const found: Interface = {
      linkType: complete ? this.#u16(block, 8) : -1,
      snapLength: complete ? this.#u32(block, 12) : 0,
      ticksPerSecond: DEFAULT_TICKS,
      offsetSeconds: 0,
    };
    // Also where it is damaged, as those after it are counted from it.
    this.#interfaces.push(found);
    if (!complete) return false;
    return this.#readOptions(block, 16, (code, value) => {
      if (code === Option.TIME_RESOLUTION && value.length === 1) {
        found.ticksPerSecond = readResolution(value[0] as number);
      }
      if (code === Option.TIME_OFFSET && value.length === 8) {
        const offset = this.#littleEndian ? value.readBigInt64LE() : value.readBigInt64BE();
        found.offsetSeconds = Number(offset);
      }
    });
  }

  /** EPB, and the PB that was before it: they differ in the width of the interface. */
  #readPacket(block: Buffer, offset: number, readInterface: (bytes: Buffer, at: number) => number): boolean {
    const dataAt = 28;
    if (block.length < dataAt + 4) return false;
    const from = this.#interfaces[readInterface(block, 8)];
    const captured = this.#u32(block, 20);
    const dataEnd = dataAt + captured;
    if (!from || dataEnd > block.length - 4) return false;
    let note: Note | undefined;
    const fits = this.#readOptions(block, dataAt + Math.ceil(captured / 4) * 4, (code, value) => {
      if (code === Option.COMMENT) note ??= this.#noteOf(value);
    });
    this.#lastTime = toEpochMs(this.#u32(block, 12), this.#u32(block, 16), from);
    this.#hand(from.linkType, block.subarray(dataAt, dataEnd), offset, note);
    return fits;
  }

  /** It has no time: that of the packet before it has to do. */
  #readSimplePacket(block: Buffer, offset: number): boolean {
    const from = this.#interfaces[0];
    if (!from || block.length < 16) return false;
    const length = Math.min(this.#u32(block, 8), block.length - 16, from.snapLength || MAX_FRAME);
    this.#hand(from.linkType, block.subarray(12, 12 + length), offset, undefined);
    return true;
  }

  #hand(linkType: number, bytes: Buffer, offset: number, note: Note | undefined): void {
    this.#onFrame({ linkType, time: this.#lastTime, bytes, offset, note });
  }

  /** False where they go beyond the block. */
  #readOptions(block: Buffer, from: number, take: (code: number, value: Buffer) => void): boolean {
    const end = block.length - 4;
    let at = from;
    while (at + 4 <= end) {
      const code = this.#u16(block, at);
      const length = this.#u16(block, at + 2);
      if (code === Option.END) return true;
      if (at + 4 + length > end) return false;
      take(code, block.subarray(at + 4, at + 4 + length));
      at += 4 + Math.ceil(length / 4) * 4;
    }
    return true;
  }

  /** Most packets of a connection have the same comment. */
  #noteOf(value: Buffer): Note | undefined {
    const text = value.toString();
    if (this.#notes.has(text)) return this.#notes.get(text);
    const note = readNote(text);
    if (this.#notes.size >= MAX_NOTES) this.#notes.clear();
    this.#notes.set(text, note);
    return note;
  }

  readonly #u16 = (bytes: Buffer, at: number) => (this.#littleEndian ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at));
  readonly #u32 = (bytes: Buffer, at: number) => (this.#littleEndian ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at));
}
