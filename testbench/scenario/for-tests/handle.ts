import type { Clock } from '@vsoa-testbench/core';
import { BenchFailure } from '../../errors.ts';
import { Expectation } from '../expectations/expectation.ts';
import { Expectations } from '../expectations/expectations.ts';
import type { ScenarioEvent } from '../expectations/types.ts';
import type { ExpectationSpec } from '../file/schema.ts';
import { junitOf } from '../junit.ts';
import type { ExpectationResult, RunningEcu, RunningScenario } from '../types.ts';
import { Expression } from '../values/expression.ts';
import { Happened } from './happened.ts';

/** ms */
const WITHIN = 5_000;
/** Told by `report`; of a test that expects more the first are kept. */
const MOST_RESULTS = 1_000;

/** `ecu` may be absent where the scenario has only one. */
export type Expected = Omit<ExpectationSpec, 'ecu' | 'within'> & { ecu?: string | undefined };

export interface Waiting {
  /** How long it may take from now on, ms, 5,000 by default. */
  within?: number | undefined;
}

/** What was expected and did not happen; the message says what was there instead. */
export class ExpectationError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ExpectationError';
  }
}

/** A scenario that runs for a test. Close it, or let its owner: `await using scenario = await startScenario(…)`. */
export class ScenarioHandle implements AsyncDisposable {
  readonly #scenario: RunningScenario;
  readonly #clock: Clock;
  readonly #happened = new Happened();
  readonly #listeners = new Set<(event: ScenarioEvent) => void>();
  readonly #waiting = new Set<(error: Error) => void>();
  #declared: Expectations;
  #asked: ExpectationResult[] = [];
  /** What happened before is forgotten, ms since the start. */
  #origin = 0;
  #closing: Promise<void> | undefined;

  /** For `startScenario`; `hear` is to be told of all events. */
  constructor(scenario: RunningScenario, clock: Clock) {
    this.#scenario = scenario;
    this.#clock = clock;
    this.#declared = this.#declaredAnew();
  }

  /** What everything random comes from: give it to `startScenario` to have this run again. */
  get seed(): number {
    return this.#scenario.seed;
  }

  /** By the names of the ECUs: `vsoa://host:port`. */
  get urls(): Record<string, string> {
    return Object.fromEntries(this.#scenario.ecus.map(({ name, url }) => [name, url]));
  }

  /** `host:port` of the position server, for `VSOA_POS_SERVER`; null where the scenario has none. */
  get positions(): string | null {
    const address = this.#scenario.positions?.address;
    return address ? `${address.host.includes(':') ? `[${address.host}]` : address.host}:${address.port}` : null;
  }

  /** Its url, clients, counters and state; publishes, datagrams and faults. Throws `NO_SUCH_ECU`; by default the only one. */
  ecu(name?: string): RunningEcu {
    return this.#scenario.ecu(name ?? this.#onlyEcu());
  }

  /**
   * Resolves as soon as it has happened often enough, counted from the start or the last `reset`; rejects with an
   * `ExpectationError` where it has not `within` that time, or happened too often. What must not happen (`times: 0`) is
   * judged now, or watched for as long as `within` says.
   */
  async expect(expected: Expected, { within }: Waiting = {}): Promise<void> {
    const spec: ExpectationSpec = { ...expected, ecu: expected.ecu ?? this.#onlyEcu() };
    this.#scenario.ecu(spec.ecu);
    const expectation = new Expectation(spec, spec.when === undefined ? undefined : Expression.compile(spec.when));
    for (const event of this.#happened.events) expectation.hear(event);
    const wait = within ?? (expectation.waits ? WITHIN : 0);
    const isDecided = () => expectation.state === 'broken' || (expectation.waits && expectation.state === 'met');
    if (!isDecided() && wait > 0) {
      await this.#listen(wait, (event) => {
        expectation.hear(event);
        return isDecided();
      });
    }
    const result = expectation.result(this.#others(spec.ecu));
    if (this.#asked.length < MOST_RESULTS) this.#asked.push(result);
    if (!result.passed) throw new ExpectationError(`${result.message} (waited ${wait.toLocaleString('en-US')} ms)`);
  }

  /** The next event from now on for which `fits` is true. Rejects with an `ExpectationError` where none comes `within`. */
  async waitFor(fits: (event: ScenarioEvent) => boolean, { within = WITHIN }: Waiting = {}): Promise<ScenarioEvent> {
    let found: ScenarioEvent | undefined;
    let others = 0;
    await this.#listen(within, (event) => {
      if (!fits(event)) others += 1;
      else found = event;
      return found !== undefined;
    });
    if (found) return found;
    const waited = `waited ${within.toLocaleString('en-US')} ms`;
    throw new ExpectationError(`${waited}, and of ${others} things that happened none was the one`);
  }

  /** The expectations of the file, and those that were asked for by `expect`, as they stand now. */
  report(): ExpectationResult[] {
    return [...this.#declared.results(), ...this.#asked];
  }

  /** The report as JUnit XML. */
  junit(): string {
    const { spec, since, seed, ecus } = this.#scenario;
    const durationMs = this.#clock.time() - since;
    const notes = ecus.map(({ name, url }) => `${name} ${url}`);
    return junitOf(this.report(), { name: spec.name ?? 'scenario', since, durationMs, seed, notes });
  }

  /**
   * As if it had just started, for the next test: states and faults are as in the file, and what happened is forgotten.
   * Servers, connections and what is published go on.
   */
  reset(): void {
    for (const ecu of this.#scenario.ecus) {
      const spec = this.#scenario.spec.ecus.find(({ name }) => name === ecu.name);
      ecu.replaceState(structuredClone(spec?.state ?? {}));
      for (const [place] of ecu.faults.entries()) {
        const fault = spec?.faults?.[place];
        ecu.switchFault(place, fault !== undefined && fault.enabled !== false);
      }
    }
    this.#origin = this.#clock.time() - this.#scenario.since;
    this.#happened.clear();
    this.#asked = [];
    this.#declared = this.#declaredAnew();
  }

  /** Ends servers, timers and what still waits. May be called again. */
  close(): Promise<void> {
    for (const fail of this.#waiting) fail(new ExpectationError('the scenario was closed'));
    this.#closing ??= this.#scenario.close();
    return this.#closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** For `startScenario`. */
  hear(event: ScenarioEvent): void {
    const later = { ...event, ms: Math.max(0, event.ms - this.#origin) };
    this.#happened.add(later);
    this.#declared.hear(later);
    for (const listener of this.#listeners) listener(later);
  }

  /** Until `isOver` says so, or so many ms. */
  async #listen(ms: number, isOver: (event: ScenarioEvent) => boolean): Promise<void> {
    if (this.#closing) throw new ExpectationError('the scenario was closed');
    let end: (() => void) | undefined;
    try {
      await new Promise<void>((resolve, reject) => {
        const listener = (event: ScenarioEvent) => {
          if (isOver(event)) resolve();
        };
        const timer = this.#clock.setTimeout(resolve, ms);
        this.#listeners.add(listener);
        this.#waiting.add(reject);
        end = () => {
          this.#clock.clearTimeout(timer);
          this.#listeners.delete(listener);
          this.#waiting.delete(reject);
        };
      });
    } finally {
      end?.();
    }
  }

  #declaredAnew(): Expectations {
    return new Expectations(this.#scenario.spec.expect ?? [], (text) => Expression.compile(text));
  }

  /** What was asked of the ECU instead. */
  #others(ecu: string): string[] {
    const counts = new Map<string, number>();
    for (const event of this.#happened.events) {
      if (event.ecu !== ecu) continue;
      const what = `${event.kind === 'command' ? event.method : event.kind} ${event.url.slice(0, 100)}`;
      counts.set(what, (counts.get(what) ?? 0) + 1);
    }
    const shown = [...counts].slice(-12);
    return shown.map(([what, count]) => (count === 1 ? what : `${what} (${count} times)`));
  }

  #onlyEcu(): string {
    const [first, ...others] = this.#scenario.ecus;
    if (first && others.length === 0) return first.name;
    const names = this.#scenario.ecus.map(({ name }) => name).join(', ');
    throw new BenchFailure('NO_SUCH_ECU', `the scenario has several ECUs: name one of ${names}`);
  }
}
