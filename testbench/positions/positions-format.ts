import * as v from 'valibot';
import { MAX_POSITIONS, positionRow } from '../contract/positions.ts';
import type { PositionRow } from '../contract.ts';
import { parsed } from '../workspace/device-format.ts';
import type { Format } from '../workspace/kept-file.ts';

/** What is kept of the position server. */
export interface KeptPositions {
  host: string;
  port: number;
  entries: readonly PositionRow[];
}

const VERSION = 1;
const version = v.pipe(v.number(), v.integer(), v.minValue(1));
const file = v.object({
  version,
  host: v.pipe(v.string(), v.maxLength(253)),
  port: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(65_535)),
  entries: v.array(v.unknown()),
});
const local = v.object({ version, autostart: v.boolean() });

export const positionsFormat: Format<KeptPositions> = {
  write: (value) => `${JSON.stringify({ version: VERSION, ...value }, null, 2)}\n`,
  read(text) {
    const found = v.safeParse(file, parsed(text));
    if (!found.success) return null;
    const { host, port } = found.output;
    const entries = found.output.entries
      .map((entry) => v.safeParse(positionRow, entry))
      .flatMap((read) => (read.success ? [read.output] : []))
      .slice(0, MAX_POSITIONS);
    return {
      value: { host, port, entries },
      newer: found.output.version > VERSION,
      strange: found.output.entries.length - entries.length,
    };
  },
};

/** Whether it is started with the app, on this computer. */
export const autostartFormat: Format<boolean> = {
  write: (autostart) => `${JSON.stringify({ version: VERSION, autostart }, null, 2)}\n`,
  read(text) {
    const found = v.safeParse(local, parsed(text));
    if (!found.success) return null;
    return { value: found.output.autostart, newer: found.output.version > VERSION, strange: 0 };
  },
};
