import { randomUUID } from 'node:crypto';
import { type FileHandle, open, realpath, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { CaptureFormat, SavedFile } from '../contract.ts';
import { BenchFailure } from '../errors.ts';
import { fileFailure } from './failures.ts';
import type { SavedPacket, SaveOptions } from './types.ts';
import { ByteBuffer } from './write/byte-buffer.ts';
import { CsvEncoder } from './write/csv.ts';
import type { Encoder } from './write/encoder.ts';
import { JsonLinesEncoder } from './write/jsonl.ts';
import { PcapngEncoder } from './write/pcapng.ts';

const ENCODERS: Record<CaptureFormat, () => Encoder> = {
  pcapng: () => new PcapngEncoder(),
  jsonl: () => new JsonLinesEncoder(),
  csv: () => new CsvEncoder(),
};
/** Written at once. */
const BATCH = 1_048_576;
/** Packets are encoded for so long, ms, before others get their turn. */
const SLICE = 5;
const PACKETS_BETWEEN_LOOKS = 32;

/**
 * Writes a file beside `path` and renames it when it is whole, so that a file there is replaced at the end or not at
 * all. Fails with `FILE_UNWRITABLE` or `DISK_FULL`, and then leaves nothing. The loop is never held up for more than a
 * few ms. `bytes` of the answer is the size of the file.
 */
export async function saveCapture(
  file: string,
  packets: Iterable<SavedPacket>,
  options: SaveOptions,
): Promise<SavedFile> {
  options.signal?.throwIfAborted();
  const target = await targetOf(file);
  // A name has at most 255 bytes, and one that is taken from the user's may have no room for more.
  const name = `.${path.basename(target).slice(0, 50)}.${randomUUID().slice(0, 8)}.part`;
  const beside = path.join(path.dirname(target), name);
  try {
    const counts = await writeWhole(beside, packets, options);
    await rename(beside, target);
    return { name: path.basename(file), path: file, ...counts };
  } catch (error) {
    await rm(beside, { force: true }).catch(() => undefined);
    if (options.signal?.aborted) throw options.signal.reason;
    throw fileFailure(error, 'FILE_UNWRITABLE');
  }
}

/** The file that a link leads to. To rename over a device would be the end of it. */
async function targetOf(file: string): Promise<string> {
  const target = await realpath(file).catch(() => file);
  const found = await stat(target).catch(() => undefined);
  if (!found || found.isFile()) return target;
  throw new BenchFailure('FILE_UNWRITABLE', 'what is there is no file but a folder, a pipe or a device');
}

async function writeWhole(
  file: string,
  packets: Iterable<SavedPacket>,
  options: SaveOptions,
): Promise<{ packets: number; bytes: number }> {
  const handle = await open(file, 'wx');
  try {
    const counts = await writeAll(handle, packets, options);
    await handle.sync();
    return counts;
  } finally {
    await handle.close();
  }
}

async function writeAll(
  handle: FileHandle,
  packets: Iterable<SavedPacket>,
  { format, signal, onProgress }: SaveOptions,
): Promise<{ packets: number; bytes: number }> {
  const encoder = ENCODERS[format]();
  const out = new ByteBuffer();
  const counts = { packets: 0, bytes: 0 };
  const flush = async () => {
    await handle.writeFile(out.written);
    counts.bytes += out.length;
    out.clear();
    signal?.throwIfAborted();
    onProgress?.(counts.packets);
  };
  encoder.start(out);
  let sliceEnd = performance.now() + SLICE;
  for (const packet of packets) {
    encoder.add(packet, out);
    counts.packets += 1;
    const look = counts.packets % PACKETS_BETWEEN_LOOKS === 0;
    if (out.length < BATCH && !(look && performance.now() > sliceEnd)) continue;
    await flush();
    sliceEnd = performance.now() + SLICE;
  }
  await flush();
  return counts;
}
