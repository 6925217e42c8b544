import { reasonOf, type ScenarioContext } from './context.ts';
import type { TopicSpec } from './file/schema.ts';
import type { ScenarioFolder } from './folder.ts';
import { RecordedSource } from './recorded-source.ts';
import { Spoken } from './spoken.ts';
import { type Row, rowsOf } from './values/csv.ts';
import { type Value, ValueError } from './values/types.ts';

/** One message of a topic, to be computed. */
export interface Saying {
  readonly value: Value;
  /** In place of what is computed: a param as it was recorded. */
  readonly bytes?: Uint8Array;
  readonly data: Uint8Array | undefined;
  /** As it was recorded. */
  readonly quick?: boolean;
}

/** What a topic says, one after the other. */
export interface TopicSource {
  /** Undefined: there is nothing more to say. */
  next(): Saying | undefined;
}

/** Of a CSV file, bytes. */
const MAX_CSV = 67_108_864;

/** Throws `ValueError`, `FILE_UNREADABLE`. */
export function sourceOf(spec: TopicSpec, { folder, recordings }: ScenarioContext): TopicSource {
  if (spec.recording !== undefined) {
    const { file, url = spec.url } = spec.recording;
    return new RecordedSource(recordings.get(file, url), spec.recording);
  }
  const spoken = new Spoken(spec, folder);
  if (spec.csv === undefined) return { next: () => spoken };
  return csvSource(rowsIn(spec.csv.file, folder), spec.csv.then === 'stop', spoken.data);
}

function rowsIn(file: string, folder: ScenarioFolder): Row[] {
  const bytes = folder.read(file, MAX_CSV);
  try {
    return rowsOf(bytes);
  } catch (error) {
    throw new ValueError(`${file}: ${reasonOf(error)}`);
  }
}

function csvSource(rows: readonly Row[], stops: boolean, data: Uint8Array | undefined): TopicSource {
  const sayings = rows.map((row): Saying => ({ value: { isFixed: true, at: () => row }, data }));
  let place = 0;
  return {
    next: () => {
      if (place === sayings.length && !stops) place = 0;
      const saying = sayings[place];
      if (saying !== undefined) place += 1;
      return saying;
    },
  };
}
