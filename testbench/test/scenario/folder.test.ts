import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { ScenarioFolder } from '../../scenario/folder.ts';
import { folderWith } from './support.ts';

const refused = { code: 'FILE_UNREADABLE' };

describe('the folder of a scenario', () => {
  it('gives the files in it and below', () => {
    const root = folderWith({ 'a.bin': 'bytes' });
    mkdirSync(path.join(root, 'sub'));
    writeFileSync(path.join(root, 'sub', 'b.bin'), 'below');
    const folder = new ScenarioFolder(root);
    expect(String(folder.read('a.bin', 100))).toBe('bytes');
    expect(String(folder.read('sub/b.bin', 100))).toBe('below');
  });

  it.each(['/etc/passwd', '../secret', 'sub/../../secret', 'C:\\secret', '..\\secret', 'a\0b', '.', 'none'])(
    'gives no %j',
    async (file) => {
      const root = folderWith({});
      mkdirSync(path.join(root, 'sub'));
      const folder = new ScenarioFolder(root);
      expect(() => folder.read(file, 100)).toThrow(expect.objectContaining(refused));
      await expect(folder.open(file)).rejects.toMatchObject(refused);
    },
  );

  it('follows links only inside', async () => {
    const outside = folderWith({ secret: 'secret' });
    const root = folderWith({ here: 'here' });
    symlinkSync(path.join(root, 'here'), path.join(root, 'inner'));
    symlinkSync(path.join(outside, 'secret'), path.join(root, 'outer'));
    symlinkSync(outside, path.join(root, 'way-out'));
    symlinkSync(outside, path.join(root, 'received'));
    const folder = new ScenarioFolder(root);
    expect(String(folder.read('inner', 100))).toBe('here');
    expect(() => folder.read('outer', 100)).toThrow(expect.objectContaining(refused));
    await expect(folder.open('way-out/secret')).rejects.toMatchObject(refused);
    await expect(folder.placeFor('x')).rejects.toMatchObject({ code: 'FILE_UNWRITABLE' });
  });

  it('gives no file that is larger than it may be', () => {
    const folder = new ScenarioFolder(folderWith({ large: 'x'.repeat(101) }));
    expect(() => folder.read('large', 100)).toThrow(/101 bytes/u);
  });

  it('is none where the scenario is no file', () => {
    expect(() => new ScenarioFolder(null).read('a', 1)).toThrow(expect.objectContaining(refused));
  });

  it('has a place below it for what is received', async () => {
    const root = folderWith({});
    const place = await new ScenarioFolder(root).placeFor('ota/firmware.bin');
    expect(place).toEqual({ folder: expect.stringMatching(/received[/\\]ota$/u), name: 'firmware.bin' });
    expect(place.folder.startsWith(tmpdir())).toBe(true);
  });
});
