import { randomUUID } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';

/**
 * Replaces a file by writing beside it and renaming, so that whoever reads it, also after a crash or on a full disk, has
 * the old or the new content, whole. Only the user may read it. No folder is made for it: a workspace that was moved, or is
 * on a disk that was taken out, is not to come back empty. Rejects with the error of the system, and leaves the old.
 */
export async function replaceFile(file: string, content: string | Uint8Array): Promise<void> {
  const beside = `${file}.${randomUUID().slice(0, 8)}.part`;
  try {
    const handle = await open(beside, 'wx', 0o600);
    try {
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(beside, file);
  } catch (error) {
    await rm(beside, { force: true }).catch(() => undefined);
    throw error;
  }
}
