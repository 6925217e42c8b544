import type { Payload } from '@vsoa-testbench/core';
import type { TopicSpec } from './file/schema.ts';
import type { ScenarioFolder } from './folder.ts';
import { Spoken } from './spoken.ts';
import type { Moment } from './values/types.ts';

/** What a topic says, one after the other. */
export interface TopicSource {
  /** Undefined: there is nothing more to say. Throws `ValueError`. */
  next(moment: Moment): Payload | undefined;
}

/** Throws `ValueError`, `FILE_UNREADABLE`. */
export function sourceOf(spec: TopicSpec, folder: ScenarioFolder): TopicSource {
  const spoken = new Spoken(spec, folder);
  return { next: (moment) => spoken.at(moment) };
}
