import path from 'node:path';
import type { CaptureFormat, SavedFile } from '../contract.ts';
import { saveFile } from '../save-file.ts';
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
 * Writes packets to a file as `saveFile` does. The loop is never held up for more than a few ms. `bytes` of the answer is
 * the size of the file.
 */
export async function saveCapture(
  file: string,
  packets: Iterable<SavedPacket>,
  options: SaveOptions,
): Promise<SavedFile> {
  const written = { packets: 0 };
  const bytes = await saveFile(file, encodedCapture(packets, options, written), options.signal);
  return { name: path.basename(file), path: file, bytes, ...written };
}

/** The bytes of such a file, piece by piece; each is valid until the next is asked for. */
export function* encodedCapture(
  packets: Iterable<SavedPacket>,
  { format, onProgress }: SaveOptions,
  written: { packets: number } = { packets: 0 },
): Generator<Uint8Array, void> {
  const encoder = ENCODERS[format]();
  const out = new ByteBuffer();
  encoder.start(out);
  let sliceEnd = performance.now() + SLICE;
  for (const packet of packets) {
    encoder.add(packet, out);
    written.packets += 1;
    const look = written.packets % PACKETS_BETWEEN_LOOKS === 0;
    if (out.length < BATCH && !(look && performance.now() > sliceEnd)) continue;
    yield out.written;
    out.clear();
    onProgress?.(written.packets);
    sliceEnd = performance.now() + SLICE;
  }
  yield out.written;
  onProgress?.(written.packets);
}
