import { type FileHandle, open } from 'node:fs/promises';
import { fileFailure } from '../capture/failures.ts';
import { BenchFailure } from '../errors.ts';

export interface OutgoingFile {
  file: FileHandle;
  /** When it was opened; no more is sent. */
  size: number;
}

/** Rejects with `FILE_UNREADABLE`. */
export async function openToSend(file: string): Promise<OutgoingFile> {
  try {
    const handle = await open(file, 'r');
    try {
      const info = await handle.stat();
      if (!info.isFile()) throw new BenchFailure('FILE_UNREADABLE', 'it is no regular file');
      return { file: handle, size: info.size };
    } catch (error) {
      await handle.close();
      throw error;
    }
  } catch (error) {
    throw fileFailure(error, 'FILE_UNREADABLE');
  }
}
