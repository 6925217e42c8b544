import type { Clock, JsonValue, Server } from '@vsoa-testbench/core';
import type { ScenarioEvent } from './expectations/types.ts';
import type { ScenarioFolder } from './folder.ts';
import type { Recordings } from './recordings.ts';
import type { EcuState } from './state.ts';
import type { Moment, RequestView } from './values/types.ts';
import type { Waits } from './waits.ts';
import type { Wheel } from './wheel.ts';

/** What the ECUs of a scenario share. */
export interface ScenarioContext {
  readonly clock: Clock;
  readonly wheel: Wheel;
  readonly folder: ScenarioFolder;
  readonly recordings: Recordings;
  /** Since the start, ms with fractions. */
  readonly ms: () => number;
  /** The same numbers for the same name, as the seed says. */
  readonly random: (name: string) => () => number;
  /** Something that is shown is another. */
  readonly changed: () => void;
  /** Made only where somebody hears it. */
  readonly happened: (event: () => ScenarioEvent) => void;
}

/** What the commands, topics and datagrams of an ECU share. */
export interface EcuContext {
  readonly name: string;
  readonly scenario: ScenarioContext;
  readonly state: EcuState;
  readonly waits: Waits;
  /** Is another one where the ECU was started anew. */
  readonly server: () => Server;
  /** What its topics say now. */
  readonly publish: (urls: readonly string[]) => void;
}

/** Over what something is computed now. */
export function momentOf(
  { scenario, state }: EcuContext,
  random: () => number,
  count: number,
  request?: RequestView,
): Moment {
  return { state: state.value, request, ms: scenario.ms(), time: scenario.clock.time(), count, random };
}

/** JSON of what arrived; undefined where there is none, or it is no JSON. */
export function jsonOf(param: JsonValue | Buffer | undefined): JsonValue | undefined {
  return Buffer.isBuffer(param) ? undefined : param;
}

/** For the panel and for answers of what failed. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
