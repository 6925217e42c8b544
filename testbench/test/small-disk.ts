import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';

export interface SmallDisk {
  folder: string;
  /** Nothing on it can be written from now on, by nobody. */
  makeReadOnly: () => void;
  makeWritable: () => void;
}

/** A real disk with room for so many KiB; null where this user or system cannot mount one. */
export function smallDisk(kib: number): SmallDisk | null {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return null;
  const folder = mkdtempSync(path.join(tmpdir(), 'small-disk-'));
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${kib}k`, 'tmpfs', folder]).status === 0;
  onTestFinished(() => {
    if (mounted) spawnSync('umount', ['--lazy', folder]);
    rmSync(folder, { recursive: true, force: true });
  });
  const remount = (how: 'ro' | 'rw') => {
    const { status, stderr } = spawnSync('mount', ['-o', `remount,${how}`, folder], { encoding: 'utf8' });
    if (status !== 0) throw new Error(`mount: ${stderr}`);
  };
  return mounted ? { folder, makeReadOnly: () => remount('ro'), makeWritable: () => remount('rw') } : null;
}

export const NO_SMALL_DISK = 'only root of a Linux that lets it mount has a disk that is really full';
