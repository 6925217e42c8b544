import type { TopicSpec } from './file/schema.ts';
import type { ScenarioFolder } from './folder.ts';
import { Spoken } from './spoken.ts';
import type { Value } from './values/types.ts';

/** One message of a topic, to be computed. */
export interface Saying {
  readonly value: Value;
  readonly data: Uint8Array | undefined;
}

/** What a topic says, one after the other. */
export interface TopicSource {
  /** Undefined: there is nothing more to say. */
  next(): Saying | undefined;
}

/** Throws `ValueError`, `FILE_UNREADABLE`. */
export function sourceOf(spec: TopicSpec, folder: ScenarioFolder): TopicSource {
  const spoken = new Spoken(spec, folder);
  return { next: () => spoken };
}
