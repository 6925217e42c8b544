import * as v from 'valibot';
import { parsed } from '../workspace/device-format.ts';
import type { Format } from '../workspace/kept-file.ts';
import { MOST_FILES } from './data-files.ts';

/** What is only of this computer. */
export interface LocalRequests {
  /** The environment that is chosen. */
  environment: string | null;
  /** Files that were chosen to be sent as data. */
  files: string[];
}

const VERSION = 1;
const text = v.pipe(v.string(), v.maxLength(4_096));
const schema = v.object({
  version: v.pipe(v.number(), v.integer(), v.minValue(1)),
  environment: v.nullable(text),
  files: v.pipe(v.array(text), v.maxLength(MOST_FILES)),
});

export const localFormat: Format<LocalRequests> = {
  write: (value) => `${JSON.stringify({ version: VERSION, ...value }, null, 2)}\n`,
  read(written) {
    const found = v.safeParse(schema, parsed(written));
    if (!found.success) return null;
    const { version, ...value } = found.output;
    return { value, newer: version > VERSION, strange: 0 };
  },
};
