import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeIcons } from '../../packing/icons.mjs';

const PNG = '89504e470d0a1a0a';
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'vsoa-icons-'));
  await makeIcons(folder);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Its width and height. */
function sizeOf(png: Buffer): [number, number] {
  expect(png.subarray(0, 8).toString('hex')).toBe(PNG);
  return [png.readUInt32BE(16), png.readUInt32BE(20)];
}

it('Linux has a PNG of each size, named as the builder wants it', async () => {
  const names = await readdir(path.join(folder, 'linux'));
  expect(names).toHaveLength(8);
  for (const name of names) {
    const [width, height] = sizeOf(await readFile(path.join(folder, 'linux', name)));
    expect(`${width}x${height}.png`).toBe(name);
  }
});

it('what is listed in the ico is where it says, and of the size it says', async () => {
  const file = await readFile(path.join(folder, 'icon.ico'));
  expect(file.readUInt32LE(0)).toBe(0x1_0000);
  const sizes = Array.from({ length: file.readUInt16LE(4) }, (_, index) => {
    const entry = file.subarray(6 + 16 * index);
    const size = entry[0] || 256;
    const offset = entry.readUInt32LE(12);
    expect(sizeOf(file.subarray(offset, offset + entry.readUInt32LE(8)))).toEqual([size, size]);
    return size;
  });
  expect(sizes).toEqual([16, 20, 24, 32, 40, 48, 64, 256]);
});

it('the icns holds a picture for each type, up to 1024 pixels', async () => {
  const file = await readFile(path.join(folder, 'icon.icns'));
  expect(file.subarray(0, 4).toString()).toBe('icns');
  expect(file.readUInt32BE(4)).toBe(file.length);
  const found: Record<string, number> = {};
  for (let at = 8; at < file.length; at += file.readUInt32BE(at + 4)) {
    const [width] = sizeOf(file.subarray(at + 8, at + file.readUInt32BE(at + 4)));
    found[file.subarray(at, at + 4).toString()] = width;
  }
  expect(found).toEqual({
    icp4: 16,
    icp5: 32,
    ic11: 32,
    ic12: 64,
    ic07: 128,
    ic08: 256,
    ic13: 256,
    ic09: 512,
    ic14: 512,
    ic10: 1024,
  });
});
