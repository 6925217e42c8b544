import * as v from 'valibot';
import { parsed } from './device-format.ts';
import type { Format } from './kept-file.ts';

const VERSION = 1;
const file = v.object({
  version: v.pipe(v.number(), v.integer(), v.minValue(1)),
  kept: v.record(v.string(), v.unknown()),
});

/** Texts that the window keeps, by their keys. Those that are JSON are JSON in the file too, so that it can be read. */
export const windowFormat: Format<ReadonlyMap<string, string>> = {
  write(texts) {
    const kept = Object.fromEntries([...texts].map(([key, text]) => [key, parsed(text) ?? text]));
    return `${JSON.stringify({ version: VERSION, kept }, null, 2)}\n`;
  },
  read(text) {
    const found = v.safeParse(file, parsed(text));
    if (!found.success) return null;
    const { version, kept } = found.output;
    const value = new Map(
      Object.entries(kept).map(([key, each]) => [key, typeof each === 'string' ? each : JSON.stringify(each)]),
    );
    return { value, newer: version > VERSION, strange: 0 };
  },
};
