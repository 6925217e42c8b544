import type { BenchError, ScenarioState } from '../contract.ts';
import { BenchFailure, toBenchError } from '../errors.ts';
import { hostAndPort } from '../host-and-port.ts';
import type { ScenarioSpec } from '../scenario/file/schema.ts';
import type { RunningEcu, RunningScenario } from '../scenario/types.ts';
import { type StartOptions, startScenario } from './runtime.ts';
import { summaryOf } from './views.ts';

type Options = Omit<StartOptions, 'spec' | 'folder'>;

/** A scenario that runs, is about to, or could not. What is asked of it is done one after the other. */
export class Run {
  readonly #options: Options;
  #state: 'stopped' | 'starting' | 'running' = 'stopped';
  #error: BenchError | null = null;
  #scenario: RunningScenario | undefined;
  /** Of the text that runs. */
  #revision = '';
  /** Of the text that was to be gone on with last: one that cannot be is tried once. */
  #tried = '';
  #turn: Promise<unknown> = Promise.resolve();

  constructor(options: Options) {
    this.#options = options;
  }

  get state(): ScenarioState {
    if (this.#scenario) {
      const { since, ecus, positions } = this.#scenario;
      const at = positions?.address;
      return {
        name: 'running',
        since,
        ecus: ecus.map(summaryOf),
        positions: at ? hostAndPort(at.host, at.port) : null,
        error: this.#error,
      };
    }
    if (this.#state === 'starting') return { name: 'starting' };
    return this.#error ? { name: 'failed', error: this.#error } : { name: 'stopped' };
  }

  get revision(): string {
    return this.#revision;
  }

  get isRunning(): boolean {
    return this.#scenario !== undefined;
  }

  /** Throws `NOT_RUNNING`. */
  get scenario(): RunningScenario {
    if (!this.#scenario) throw new BenchFailure('NOT_RUNNING', 'the scenario does not run');
    return this.#scenario;
  }

  /** Throws `NOT_RUNNING`, `NO_SUCH_ECU`. */
  ecu(name: string): RunningEcu {
    const found = this.scenario.ecus.find((ecu) => ecu.name === name);
    if (!found) throw new BenchFailure('NO_SUCH_ECU', `there is no ECU ${name}`, { subject: name });
    return found;
  }

  /** Rejects as servers do that cannot listen. */
  start(spec: ScenarioSpec, folder: string, revision: string): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#scenario) return;
      this.#state = 'starting';
      this.#error = null;
      this.#options.onChange();
      try {
        this.#scenario = await startScenario({ ...this.#options, spec, folder });
        this.#state = 'running';
        this.#revision = revision;
        this.#tried = revision;
      } catch (error) {
        this.#state = 'stopped';
        this.#error = toBenchError(error);
        throw error;
      } finally {
        this.#options.onChange();
      }
    });
  }

  /**
   * Goes on with another text; answers the ECUs that were started anew. Where that fails it runs on with the one before,
   * and says why. Nothing happens where it does not run.
   */
  apply(spec: ScenarioSpec, revision: string): Promise<string[]> {
    return this.#inTurn(async () => {
      if (!this.#scenario || this.#tried === revision) return [];
      this.#tried = revision;
      this.#error = null;
      try {
        if (this.#revision === revision) return [];
        const { restarted } = await this.#scenario.apply(spec);
        this.#revision = revision;
        return restarted;
      } catch (error) {
        this.#error = toBenchError(error);
        throw error;
      } finally {
        this.#options.onChange();
      }
    });
  }

  stop(): Promise<void> {
    return this.#inTurn(async () => {
      const scenario = this.#scenario;
      this.#error = null;
      this.#scenario = undefined;
      this.#state = 'stopped';
      await scenario?.close();
      this.#options.onChange();
    });
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(work);
    this.#turn = turn.catch(() => undefined);
    return turn;
  }
}
