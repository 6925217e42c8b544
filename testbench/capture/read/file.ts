import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { setImmediate as turn } from 'node:timers/promises';
import { BenchFailure } from '../../errors.ts';
import { type Frame, type FrameParser, MAX_FRAME } from './frame.ts';
import { isPcap, PcapParser } from './pcap.ts';
import { PcapngParser } from './pcapng.ts';
import type { Warnings } from './warnings.ts';

/** Read at once, so little that its packets hold nobody up for more than a few ms. */
const READ = 262_144;
/** The longest block of a file must fit in. */
const MOST = 4 * MAX_FRAME;
const PCAPNG = 0x0a0d0d0a;

export interface ReadFileOptions {
  warnings: Warnings;
  signal: AbortSignal | undefined;
  /** Called after each piece. */
  onPiece: (done: number, total: number) => void;
}

/** Hands out the frames of a pcapng or pcap file, a piece of the file at a time. Fails with `NOT_A_CAPTURE`. */
export async function readFrames(
  path: string,
  onFrame: (frame: Frame) => void,
  { warnings, signal, onPiece }: ReadFileOptions,
): Promise<void> {
  // Without it the opening of a named pipe would wait for its other end, and could not be cancelled.
  const handle = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const stats = await handle.stat();
    const { size } = stats;
    if (!stats.isFile()) throw new BenchFailure('FILE_UNREADABLE', 'it is no file but a folder, a pipe or a device');
    const parser = await findParser(handle, size, onFrame, warnings);
    let bytes: Buffer = Buffer.allocUnsafeSlow(READ);
    let kept = 0;
    /** Of what is to be read next. */
    let position = 0;
    for (;;) {
      signal?.throwIfAborted();
      const { bytesRead } = await handle.read(bytes, kept, Math.min(READ, bytes.length - kept), position);
      const start = position - kept;
      const end = kept + bytesRead;
      position += bytesRead;
      const last = bytesRead === 0;
      const used = parser.parse(bytes.subarray(0, end), start, last);
      onPiece(Math.min(start + used, size), size);
      if (last || start + used >= size) return;
      kept = Math.max(0, end - used);
      if (used > end) position = start + used;
      else if (used > 0) bytes.copyWithin(0, used, end);
      else if (kept === bytes.length) bytes = larger(bytes);
      await turn();
    }
  } finally {
    await handle.close();
  }
}

async function findParser(
  handle: FileHandle,
  size: number,
  onFrame: (frame: Frame) => void,
  warnings: Warnings,
): Promise<FrameParser> {
  const start = Buffer.alloc(4);
  const { bytesRead } = await handle.read(start, 0, 4, 0);
  if (bytesRead === 4 && start.readUInt32BE(0) === PCAPNG) return new PcapngParser(size, onFrame, warnings);
  if (bytesRead === 4 && isPcap(start)) return new PcapParser(onFrame, warnings);
  const found = bytesRead === 0 ? 'it is empty' : `it begins with ${start.toString('hex', 0, bytesRead)}`;
  const hint = start.readUInt16BE(0) === 0x1f8b ? ', which is gzip: unpack it first' : '';
  throw new BenchFailure('NOT_A_CAPTURE', `the file is neither pcapng nor pcap: ${found}${hint}`);
}

function larger(bytes: Buffer): Buffer {
  if (bytes.length >= MOST) throw new Error('a parser asks for more than it may');
  const grown = Buffer.allocUnsafeSlow(bytes.length * 2);
  bytes.copy(grown);
  return grown;
}
