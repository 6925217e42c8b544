import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { MadeFile } from '../scenario/from-reality/made.ts';

// Builds put the files in here (scripts/inline-text.mjs), as the app does not carry examples/.
const require = createRequire(import.meta.url);

/** What the demo vehicle is made of. */
export const vehicleText: string = readFileSync(require.resolve('../../examples/vehicle/vehicle.yaml'), 'utf8');

/** What it names. */
export const vehicleFiles: readonly MadeFile[] = [
  {
    name: 'drive-log.txt',
    bytes: Buffer.from(readFileSync(require.resolve('../../examples/vehicle/drive-log.txt'), 'base64'), 'base64'),
  },
  {
    name: 'front.png',
    bytes: Buffer.from(readFileSync(require.resolve('../../examples/vehicle/front.png'), 'base64'), 'base64'),
  },
  {
    name: 'speed-limits.csv',
    bytes: Buffer.from(readFileSync(require.resolve('../../examples/vehicle/speed-limits.csv'), 'base64'), 'base64'),
  },
];
