import * as v from 'valibot';
import { deviceOptions } from '../contract.ts';
import type { Format } from './kept-file.ts';

/** Of the file. A change that an older app would misunderstand makes it grow. */
const VERSION = 1;

/** By hand one may leave out what is by default. */
const savedDevice = v.object({
  id: v.optional(v.pipe(v.string(), v.regex(/^[\w-]{1,64}$/))),
  ...v.partial(deviceOptions).entries,
  url: deviceOptions.entries.url,
  subscriptions: v.optional(v.pipe(v.array(v.pipe(v.string(), v.maxLength(4_096))), v.maxLength(1_000)), []),
});

const file = v.object({ version: v.pipe(v.number(), v.integer(), v.minValue(1)), devices: v.array(v.unknown()) });

/** A device as it is saved: all but its secrets. */
export type SavedDevice = v.InferOutput<typeof savedDevice> & {
  /** It is kept connected; not in the file, which others read, too. */
  connected?: boolean | undefined;
};

export const deviceFormat: Format<readonly SavedDevice[]> = {
  write(devices) {
    const written = devices.map((device): SavedDevice => ({ ...device, connected: undefined }));
    return `${JSON.stringify({ version: VERSION, devices: written }, null, 2)}\n`;
  },
  read(text) {
    const found = v.safeParse(file, parsed(text));
    if (!found.success) return null;
    const entries = found.output.devices.map((entry) => v.safeParse(savedDevice, entry));
    const value = entries.flatMap((entry) => (entry.success ? [entry.output] : []));
    return { value, newer: found.output.version > VERSION, strange: entries.length - value.length };
  },
};

/** Undefined where the text is no JSON. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
