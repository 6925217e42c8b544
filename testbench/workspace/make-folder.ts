import { mkdir } from 'node:fs/promises';
import path from 'node:path';

/**
 * Makes a folder where there is none, and of those around it so many that `levels` are made at most. What is around
 * these has to be there: a workspace that was moved, or is on a disk that was taken out, is not to come back empty.
 * Rejects with the error of the system.
 */
export async function makeFolder(folder: string, levels = 1): Promise<void> {
  if (levels > 1) await makeFolder(path.dirname(folder), levels - 1);
  try {
    await mkdir(folder);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
}
