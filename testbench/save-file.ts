import { randomUUID } from 'node:crypto';
import { type FileHandle, open, realpath, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { fileFailure } from './capture/failures.ts';
import { BenchFailure } from './errors.ts';

/**
 * Writes a file beside `file` and renames it when it is whole, so that a file there is replaced at the end or not at
 * all. Fails with `FILE_UNWRITABLE`, `DISK_FULL` or the reason of the signal, and then leaves nothing. Each part
 * is written before the next is asked for, and may lie in the same memory. Answers the size of the file.
 */
export async function saveFile(
  file: string,
  parts: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  signal?: AbortSignal,
): Promise<number> {
  signal?.throwIfAborted();
  const target = await targetOf(file);
  // A name has at most 255 bytes, and one that is taken from the user's may have no room for more.
  const name = `.${path.basename(target).slice(0, 50)}.${randomUUID().slice(0, 8)}.part`;
  const beside = path.join(path.dirname(target), name);
  try {
    const handle = await open(beside, 'wx');
    let bytes: number;
    try {
      bytes = await writeAll(handle, parts, signal);
    } finally {
      await handle.close();
    }
    await rename(beside, target);
    return bytes;
  } catch (error) {
    await rm(beside, { force: true }).catch(() => undefined);
    if (signal?.aborted) throw signal.reason;
    throw fileFailure(error, 'FILE_UNWRITABLE');
  }
}

async function writeAll(
  handle: FileHandle,
  parts: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  signal: AbortSignal | undefined,
): Promise<number> {
  let bytes = 0;
  for await (const part of parts) {
    signal?.throwIfAborted();
    await handle.writeFile(part);
    bytes += part.length;
  }
  signal?.throwIfAborted();
  await handle.sync();
  return bytes;
}

/** The file that a link leads to. To rename over a device would be the end of it. */
async function targetOf(file: string): Promise<string> {
  const target = await realpath(file).catch(() => file);
  const found = await stat(target).catch(() => undefined);
  if (!found || found.isFile()) return target;
  throw new BenchFailure('FILE_UNWRITABLE', 'what is there is no file but a folder, a pipe or a device');
}
