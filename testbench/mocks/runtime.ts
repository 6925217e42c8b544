import type { Clock, Tap } from '@vsoa-testbench/core';
import type { ScenarioSpec } from '../scenario/file/schema.ts';
import { Scenario } from '../scenario/scenario.ts';
import type { RunningScenario } from '../scenario/types.ts';

export interface StartOptions {
  spec: ScenarioSpec;
  /** What the scenario names lies in it. */
  folder: string;
  clock: Clock;
  tap: Tap;
  onChange: () => void;
}

/** Answers when all of its servers listen; rejects with none of them left. */
export async function startScenario(options: StartOptions): Promise<RunningScenario> {
  const scenario = new Scenario(options);
  await scenario.start();
  return scenario;
}
