import { readFile, stat } from 'node:fs/promises';
import { fileFailure } from './capture/failures.ts';
import { BenchFailure } from './errors.ts';

/** A text file of at most `limit` bytes. Rejects with `FILE_UNREADABLE`. */
export async function readText(file: string, limit: number): Promise<string> {
  try {
    const info = await stat(file);
    if (!info.isFile()) throw new BenchFailure('FILE_UNREADABLE', 'it is no regular file');
    if (info.size > limit) throw new BenchFailure('FILE_UNREADABLE', `it has ${info.size} bytes, more than ${limit}`);
    return await readFile(file, 'utf8');
  } catch (error) {
    throw fileFailure(error, 'FILE_UNREADABLE');
  }
}
