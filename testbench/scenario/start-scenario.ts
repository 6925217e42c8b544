import { fileURLToPath } from 'node:url';
import { type Clock, systemClock, type Tap } from '@vsoa-testbench/core';
import { BenchFailure } from '../errors.ts';
import type { ScenarioSpec } from './file/schema.ts';
import { ScenarioHandle } from './for-tests/handle.ts';
import { checkedScenario, readScenarioFile } from './read-file.ts';
import { Scenario } from './scenario.ts';

export type { JsonValue } from '@vsoa-testbench/core';
export type { ScenarioEvent } from './expectations/types.ts';
export type { EcuSpec, ExpectationSpec, FaultSpec, ScenarioSpec } from './file/schema.ts';
export { ExpectationError, type Expected, ScenarioHandle, type Waiting } from './for-tests/handle.ts';
export { ScenarioFileError } from './read-file.ts';
export type { ExpectationResult, RunningEcu, ScenarioProblem } from './types.ts';

export interface StartScenarioOptions {
  /** In place of the seed of the file. */
  seed?: number | undefined;
  /** Only these ECUs; expectations about others are left out. By default all. */
  ecus?: readonly string[] | undefined;
  /** Ports of the file are not used, but free ones, so that tests can run beside each other. By default false. */
  freePorts?: boolean | undefined;
  /** For an object: where the files are that it names. By default it may name none. */
  folder?: string | undefined;
  /** Sees every packet. */
  tap?: Tap | undefined;
  clock?: Clock | undefined;
}

/**
 * Runs a scenario: the path or `file:` URL of a YAML or JSON file, or what would stand in it as an object. Rejects with a
 * `ScenarioFileError` that names what is wrong and where, and with `FILE_UNREADABLE`, `ADDRESS_IN_USE`, `NO_SUCH_ECU`.
 */
export async function startScenario(
  source: string | URL | (Omit<ScenarioSpec, 'scenario'> & { scenario?: 1 }),
  options: StartScenarioOptions = {},
): Promise<ScenarioHandle> {
  const { clock = systemClock, tap, folder = null } = options;
  const isFile = typeof source === 'string' || source instanceof URL;
  const read = isFile
    ? await readScenarioFile(typeof source === 'string' ? source : fileURLToPath(source))
    : { spec: checkedScenario({ scenario: 1, ...source }), folder };
  const scenario: Scenario = new Scenario({
    spec: chosen(read.spec, options),
    folder: read.folder,
    clock,
    tap,
    onEvent: (event) => handle.hear(event),
  });
  const handle = new ScenarioHandle(scenario, clock);
  await scenario.start();
  return handle;
}

/** Of the file, what these options leave. Throws `NO_SUCH_ECU`. */
export function chosen(spec: ScenarioSpec, { seed, ecus, freePorts = false }: StartScenarioOptions): ScenarioSpec {
  const missing = ecus?.find((name) => !spec.ecus.some((ecu) => ecu.name === name));
  if (missing !== undefined) {
    const names = spec.ecus.map(({ name }) => name).join(', ');
    throw new BenchFailure('NO_SUCH_ECU', `there is no ECU ${missing}; the file has ${names}`, { subject: missing });
  }
  const isChosen = (name: string) => ecus === undefined || ecus.includes(name);
  const left = structuredClone(spec);
  left.ecus = left.ecus.filter(({ name }) => isChosen(name));
  if (left.expect) left.expect = left.expect.filter(({ ecu }) => isChosen(ecu));
  if (freePorts) for (const ecu of left.ecus) delete ecu.port;
  if (freePorts && left.positions) delete left.positions.port;
  if (seed !== undefined) left.seed = seed;
  return left;
}
