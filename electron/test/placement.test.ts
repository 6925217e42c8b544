import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Placement, readPlacement, writePlacement } from '../placement.ts';

const SCREEN = { x: 0, y: 0, width: 1_920, height: 1_080 };
const PLACEMENT: Placement = { bounds: { x: 10, y: 20, width: 1_000, height: 700 }, maximized: true };

function fail(error: unknown): never {
  throw error;
}

describe('the remembered place of the window', () => {
  let folder: string;
  let file: string;
  beforeAll(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'placement-'));
    file = path.join(folder, 'window.json');
  });
  afterAll(() => fs.rmSync(folder, { recursive: true }));

  it('is read as it was written', () => {
    writePlacement(file, PLACEMENT, fail);
    expect(readPlacement(file, [SCREEN])).toEqual(PLACEMENT);
  });

  it('is forgotten where its screen is gone', () => {
    writePlacement(file, { ...PLACEMENT, bounds: { ...PLACEMENT.bounds, x: 1_900 } }, fail);
    expect(readPlacement(file, [SCREEN])).toBeNull();
    expect(readPlacement(file, [SCREEN, { ...SCREEN, x: 1_920 }])).not.toBeNull();
  });

  it.each(['', '{', '[]', '{"bounds":{"x":0,"y":0,"width":3,"height":3},"maximized":false}'])(
    'is not known where the file holds %j',
    (text) => {
      fs.writeFileSync(file, text);
      expect(readPlacement(file, [SCREEN])).toBeNull();
    },
  );

  it('is not known where there is no file', () => {
    expect(readPlacement(path.join(folder, 'none.json'), [SCREEN])).toBeNull();
  });

  it('does not stop the window from closing where it cannot be kept', () => {
    const errors: unknown[] = [];
    writePlacement(path.join(folder, 'none', 'window.json'), PLACEMENT, (error) => errors.push(error));
    expect(errors).toHaveLength(1);
  });
});
