import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { WorkspaceStatus } from '../../contract.ts';
import { Watched } from '../bench-harness.ts';
import { NO_SMALL_DISK, smallDisk } from '../small-disk.ts';

const URL_1 = 'vsoa://127.0.0.1:9';

const namesIn = (workspace: string): string[] => {
  const text = readFileSync(path.join(workspace, 'devices.json'), 'utf8');
  return (JSON.parse(text) as { devices: { name: string }[] }).devices.map(({ name }) => name);
};

const add = (watched: Watched, name: string) => watched.handlers.addDevice({ url: URL_1, name, connect: false });

const problemsTold = (watched: Watched): WorkspaceStatus['problems'] | undefined =>
  watched.batches.findLast((batch) => batch.workspace)?.workspace?.problems;

const unsaved = (watched: Watched) =>
  watched.until(() => problemsTold(watched)?.find(({ file, kind }) => file === 'devices.json' && kind === 'unsaved'));

describe('a workspace on a disk that is really full', () => {
  it('keeps what was saved, says so, and saves the rest when there is room again', async ({ skip }) => {
    const disk = smallDisk(256);
    if (!disk) return skip(NO_SMALL_DISK);
    const workspace = path.join(disk.folder, 'workspace');
    const watched = new Watched({ workspace });
    await add(watched, 'first');
    await expect.poll(() => namesIn(workspace)).toEqual(['first']);
    const ballast = path.join(disk.folder, 'ballast');
    expect(() => writeFileSync(ballast, new Uint8Array(1024 * 1024))).toThrow(/ENOSPC/);

    await add(watched, 'second');
    expect(await unsaved(watched)).toMatchObject({ error: { code: 'DISK_FULL' } });
    expect(namesIn(workspace)).toEqual(['first']);
    expect(readdirSync(workspace).filter((name) => name.endsWith('.part'))).toEqual([]);

    rmSync(ballast);
    await add(watched, 'third');
    await watched.until(() => problemsTold(watched)?.length === 0);
    expect(namesIn(workspace)).toEqual(['first', 'second', 'third']);
  });
});

describe('a workspace on a disk that can only be read', () => {
  it('is shown, and a change is told not to be saved; what is there stays', async ({ skip }) => {
    const disk = smallDisk(256);
    if (!disk) return skip(NO_SMALL_DISK);
    const workspace = path.join(disk.folder, 'workspace');
    const before = new Watched({ workspace });
    await add(before, 'first');
    await before.bench.close();
    const text = readFileSync(path.join(workspace, 'devices.json'), 'utf8');

    disk.makeReadOnly();
    const watched = new Watched({ workspace });
    expect((await watched.handlers.snapshot(undefined)).devices.map(({ name }) => name)).toEqual(['first']);
    await add(watched, 'second');
    expect(await unsaved(watched)).toMatchObject({ error: { code: 'FILE_UNWRITABLE' } });
    await expect(watched.handlers.addRequestFolder({ parent: null, name: 'Mine' })).rejects.toMatchObject({
      code: 'FILE_UNWRITABLE',
    });
    expect(readFileSync(path.join(workspace, 'devices.json'), 'utf8')).toBe(text);

    disk.makeWritable();
    await add(watched, 'third');
    await watched.until(() => problemsTold(watched)?.length === 0);
    expect(namesIn(workspace)).toEqual(['first', 'second', 'third']);
  });
});
