import * as v from 'valibot';
import { parsed } from '../workspace/device-format.ts';
import type { Format } from '../workspace/kept-file.ts';

/** What is only of this computer. */
export interface LocalMocks {
  /** Ids of the scenarios that are started with the app. */
  autostart: string[];
  /** Paths of scenario files elsewhere. */
  opened: string[];
}

const VERSION = 1;
/** Of each list; the ones before are forgotten. */
export const MOST_KEPT = 100;

const texts = v.pipe(v.array(v.pipe(v.string(), v.maxLength(4_096))), v.maxLength(MOST_KEPT));
const schema = v.object({
  version: v.pipe(v.number(), v.integer(), v.minValue(1)),
  autostart: texts,
  opened: texts,
});

export const localFormat: Format<LocalMocks> = {
  write: (value) => `${JSON.stringify({ version: VERSION, ...value }, null, 2)}\n`,
  read(written) {
    const found = v.safeParse(schema, parsed(written));
    if (!found.success) return null;
    const { version, ...value } = found.output;
    return { value, newer: version > VERSION, strange: 0 };
  },
};
