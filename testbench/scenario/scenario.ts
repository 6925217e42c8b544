import { randomInt } from 'node:crypto';
import { type Clock, type PositionServer, systemClock, type Tap, VsoaError } from '@vsoa-testbench/core';
import { BenchFailure } from '../errors.ts';
import { allOrNothing } from './all-or-nothing.ts';
import type { ScenarioContext } from './context.ts';
import { Ecu } from './ecu.ts';
import { Expectations } from './expectations/expectations.ts';
import type { ScenarioEvent } from './expectations/types.ts';
import type { EcuSpec, ScenarioSpec } from './file/schema.ts';
import { ScenarioFolder } from './folder.ts';
import { Positions } from './positions.ts';
import { randomOf } from './random.ts';
import { Recordings } from './recordings.ts';
import type { ExpectationResult, RunningScenario } from './types.ts';
import { Expression } from './values/expression.ts';
import { ValueError } from './values/types.ts';
import { Wheel } from './wheel.ts';

export interface ScenarioOptions {
  spec: ScenarioSpec;
  /** Where the files are that it names; null: it may name none. */
  folder: string | null;
  clock?: Clock | undefined;
  /** Sees the packets of all its servers, which have the names of the ECUs as labels. */
  tap?: Tap | undefined;
  /** Something that is shown is another. Called as often as that is so: coalesce. */
  onChange?: (() => void) | undefined;
  onEvent?: ((event: ScenarioEvent) => void) | undefined;
}

/** Where on the grids of its topics an ECU is: far from those before and after it (golden ratio). */
const PHASE = 0.618_034;
const MAX_SEED = 2 ** 32;

/** The servers of a scenario file. */
export class Scenario implements RunningScenario {
  readonly seed: number;
  readonly #clock: Clock;
  readonly #tap: Tap | undefined;
  readonly #context: ScenarioContext;
  readonly #positions: Positions;
  readonly #expectations: Expectations;
  #spec: ScenarioSpec;
  #ecus: readonly Ecu[] = [];
  /** ECUs there ever were. */
  #count = 0;
  #since: number;
  /** The start, change or close that was asked for last. */
  #change: Promise<unknown> = Promise.resolve();
  #state: 'new' | 'running' | 'closed' = 'new';
  /** Time of the clock. */
  #origin: number;

  constructor({ spec, folder, clock = systemClock, tap, onChange, onEvent }: ScenarioOptions) {
    this.seed = spec.seed ?? randomInt(MAX_SEED);
    this.#clock = clock;
    this.#tap = tap;
    this.#spec = spec;
    this.#since = clock.time();
    this.#origin = clock.now();
    this.#expectations = expectationsOf(spec);
    const files = new ScenarioFolder(folder);
    this.#context = {
      clock,
      wheel: new Wheel(clock, warn),
      folder: files,
      recordings: new Recordings(files),
      ms: () => clock.now() - this.#origin,
      random: (name) => randomOf(this.seed, name),
      changed: onChange ?? (() => undefined),
      happened: (make) => {
        if (onEvent === undefined && this.#spec.expect === undefined) return;
        const event = make();
        this.#expectations.hear(event);
        onEvent?.(event);
      },
    };
    this.#positions = new Positions(this.#context, tap);
  }

  get spec(): ScenarioSpec {
    return this.#spec;
  }

  get since(): number {
    return this.#since;
  }

  get ecus(): readonly Ecu[] {
    return this.#ecus;
  }

  get positions(): PositionServer | null {
    return this.#positions.server;
  }

  ecu(name: string): Ecu {
    const found = this.#ecus.find((ecu) => ecu.name === name);
    if (found !== undefined) return found;
    throw new BenchFailure('NO_SUCH_ECU', `there is no ECU ${name}`, { subject: name });
  }

  /**
   * All or nothing. Rejects with a `BenchFailure` that names who cannot listen and says what to do, and where files cannot
   * be read or what the file says cannot be understood.
   */
  start(): Promise<void> {
    return this.#next(async () => {
      if (this.#state !== 'new') throw new BenchFailure('INVALID_ARGUMENT', 'a scenario is started once');
      try {
        await this.#context.recordings.load(this.#spec.ecus);
        this.#ecus = this.#spec.ecus.map((ecu) => this.#make(ecu));
        await startAll(this.#ecus);
        await this.#positions.apply(this.#spec.positions, this.#ecus);
      } catch (error) {
        await this.#shut();
        throw error;
      }
      this.#state = 'running';
      this.#since = this.#clock.time();
      this.#origin = this.#clock.now();
      for (const ecu of this.#ecus) ecu.begin(this.#origin);
    });
  }

  apply(spec: ScenarioSpec): Promise<{ restarted: string[] }> {
    return this.#next(async () => {
      if (this.#state !== 'running') throw new BenchFailure('INVALID_ARGUMENT', 'the scenario does not run');
      return { restarted: await this.#apply(spec) };
    });
  }

  report(): ExpectationResult[] {
    return this.#expectations.results();
  }

  close(): Promise<void> {
    return this.#next(() => this.#shut());
  }

  /** All or nothing: what can fail is done first, and put back where it does. */
  async #apply(spec: ScenarioSpec): Promise<string[]> {
    expectationsOf(spec);
    await this.#context.recordings.load(spec.ecus);
    const known = new Map(this.#ecus.map((ecu) => [ecu.name, ecu]));
    const steps = spec.ecus.map((ecuSpec) => {
      const ecu = known.get(ecuSpec.name);
      return ecu === undefined
        ? { ecu: this.#make(ecuSpec) }
        : { ecu, prepared: named(ecuSpec, () => ecu.prepare(ecuSpec)) };
    });
    const ecus = steps.map(({ ecu }) => ecu);
    const fresh = steps.filter(({ prepared }) => prepared === undefined).map(({ ecu }) => ecu);
    const moved = steps.flatMap(({ ecu, prepared }) => (prepared && ecu.mustMove(prepared) ? [{ ecu, prepared }] : []));
    const gone = this.#ecus.filter((ecu) => !ecus.includes(ecu));
    await allOrNothing(async (undo) => {
      const wanted = [...fresh.map(({ spec: { port } }) => port), ...moved.map(({ prepared }) => prepared.spec.port)];
      const ports = new Set(wanted);
      const inTheWay = gone.filter(({ address }) => ports.has(address.port));
      for (const ecu of [...inTheWay, ...moved.map((each) => each.ecu)]) {
        undo(() => ecu.start());
        // oxlint-disable-next-line no-await-in-loop -- what is closed is known at each moment
        await ecu.pause();
      }
      for (const { ecu, prepared } of moved) undo(ecu.move(prepared));
      undo(() => Promise.all([...fresh.map((ecu) => ecu.close()), ...moved.map(({ ecu }) => ecu.pause())]));
      await startAll([...fresh, ...moved.map(({ ecu }) => ecu)]);
      await this.#positions.apply(spec.positions, ecus);
    });
    this.#ecus = ecus;
    this.#spec = spec;
    this.#expectations.replace(spec.expect ?? []);
    for (const { ecu, prepared } of steps) {
      if (prepared === undefined) ecu.begin(this.#origin);
      else ecu.apply(prepared);
    }
    await Promise.all(gone.map((ecu) => ecu.close()));
    this.#context.changed();
    return moved.map(({ ecu }) => ecu.name);
  }

  async #shut(): Promise<void> {
    this.#state = 'closed';
    await Promise.all([...this.#ecus.map((ecu) => ecu.close()), this.#positions.close()]);
    this.#context.wheel.close();
  }

  #make(spec: EcuSpec): Ecu {
    this.#count += 1;
    return named(spec, () => new Ecu(spec, this.#context, this.#tap, ((this.#count - 1) * PHASE) % 1));
  }

  /** One after the other. */
  #next<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#change.then(work);
    this.#change = result.catch(() => undefined);
    return result;
  }
}

function expectationsOf({ expect = [] }: ScenarioSpec): Expectations {
  return new Expectations(expect, (text) => Expression.compile(text));
}

/** What cannot be understood is said with the name of the ECU. Throws `INVALID_SCENARIO`, or what files throw. */
function named<T>({ name }: EcuSpec, work: () => T): T {
  try {
    return work();
  } catch (error) {
    const message = `${name}: ${error instanceof Error ? error.message : String(error)}`;
    if (error instanceof BenchFailure) throw new BenchFailure(error.code, message, { subject: name, cause: error });
    if (!(error instanceof ValueError || error instanceof VsoaError)) throw error;
    throw new BenchFailure('INVALID_SCENARIO', message, { subject: name, cause: error });
  }
}

/** Rejects when all of them have tried. */
async function startAll(ecus: readonly Ecu[]): Promise<void> {
  const results = await Promise.allSettled(ecus.map((ecu) => ecu.start()));
  const failed = results.find((result) => result.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

/** A defect, as what runs by the wheel tells its own errors: it must not go unseen, nor end the bench. */
function warn(error: unknown): void {
  process.emitWarning(error instanceof Error ? error : String(error));
}
