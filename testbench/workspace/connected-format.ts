import * as v from 'valibot';
import { parsed } from './device-format.ts';
import type { Format } from './kept-file.ts';

const VERSION = 1;
const file = v.object({
  version: v.pipe(v.number(), v.integer(), v.minValue(1)),
  devices: v.array(v.pipe(v.string(), v.maxLength(64))),
});

/** Ids of the devices that were kept connected when the app ended: of this computer, and no change of the devices. */
export const connectedFormat: Format<readonly string[]> = {
  write: (devices) => `${JSON.stringify({ version: VERSION, devices }, null, 2)}\n`,
  read(text) {
    const found = v.safeParse(file, parsed(text));
    if (!found.success) return null;
    return { value: found.output.devices, newer: found.output.version > VERSION, strange: 0 };
  },
};
