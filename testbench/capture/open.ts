import { fileFailure } from './failures.ts';
import { readFrames } from './read/file.ts';
import { FileTraffic } from './read/traffic.ts';
import { Warnings } from './read/warnings.ts';
import type { OpenOptions } from './types.ts';

/** ms */
const BETWEEN_WARNINGS = 100;

/**
 * Reads the VSOA traffic of a pcapng or pcap file into a sink, in the order of the file. Fails with `FILE_UNREADABLE`
 * or `NOT_A_CAPTURE`; of a file that is cut or broken what is readable is handed over, and told by warnings. The loop
 * is never held up for more than a few ms.
 */
export async function readCapture(path: string, { sink, signal, onProgress, onWarnings }: OpenOptions): Promise<void> {
  const warnings = new Warnings();
  const traffic = new FileTraffic(sink, warnings);
  const tellWarnings = () => {
    const changed = warnings.takeChanged();
    if (changed) onWarnings?.(changed);
  };
  let toldAt = performance.now();
  const onPiece = (done: number, total: number) => {
    onProgress?.(done, total);
    if (performance.now() - toldAt < BETWEEN_WARNINGS) return;
    toldAt = performance.now();
    tellWarnings();
  };
  try {
    await readFrames(path, (frame) => traffic.add(frame), { warnings, signal, onPiece });
  } catch (error) {
    if (signal?.aborted) throw signal.reason;
    throw fileFailure(error, 'FILE_UNREADABLE');
  }
  traffic.finish();
  tellWarnings();
}
