import type { ExpectationSpec } from '../file/schema.ts';
import type { ExpectationResult } from '../types.ts';
import { type Condition, Expectation } from './expectation.ts';
import type { ScenarioEvent } from './types.ts';

/** What else was asked is remembered to be told, so much of it. */
const MOST_URLS = 12;

/**
 * What must have happened in a scenario. It hears what happens and keeps counts, not what it heard, so that a scenario
 * can run for days.
 */
export class Expectations {
  #all: Expectation[] = [];
  #byEcu = new Map<string, Expectation[]>();
  /** By ECU: what was asked there, and how often. */
  readonly #heard = new Map<string, Map<string, number>>();
  readonly #compile: (expression: string) => Condition;

  constructor(specs: readonly ExpectationSpec[], compile: (expression: string) => Condition) {
    this.#compile = compile;
    this.replace(specs);
  }

  hear(event: ScenarioEvent): void {
    const concerned = this.#byEcu.get(event.ecu);
    if (!concerned) return;
    for (const expectation of concerned) expectation.hear(event);
    this.#remember(event);
  }

  /** In the order of the file. */
  results(): ExpectationResult[] {
    return this.#all.map((each) => each.result(this.#heardOf(each.spec.ecu)));
  }

  /** All that waits for something has had it, and there is at least one that waits. */
  get areMet(): boolean {
    return this.#all.some((each) => each.waits) && this.#all.every((each) => each.state === 'met');
  }

  /** Goes on with others; those that are the same keep what they have heard. */
  replace(specs: readonly ExpectationSpec[]): void {
    const before = new Map(this.#all.map((each) => [JSON.stringify(each.spec), each]));
    this.#all = specs.map((spec) => {
      const text = JSON.stringify(spec);
      const same = before.get(text);
      before.delete(text);
      return same ?? new Expectation(spec, spec.when === undefined ? undefined : this.#compile(spec.when));
    });
    this.#byEcu = new Map();
    for (const each of this.#all) {
      this.#byEcu.set(each.spec.ecu, [...(this.#byEcu.get(each.spec.ecu) ?? []), each]);
    }
  }

  #remember(event: ScenarioEvent): void {
    let urls = this.#heard.get(event.ecu);
    if (!urls) this.#heard.set(event.ecu, (urls = new Map<string, number>()));
    const what = `${event.kind === 'command' ? event.method : event.kind} ${event.url.slice(0, 100)}`;
    const count = urls.get(what) ?? 0;
    if (count > 0 || urls.size < MOST_URLS) urls.set(what, count + 1);
  }

  #heardOf(ecu: string): string[] {
    return [...(this.#heard.get(ecu) ?? [])].map(([what, count]) => (count === 1 ? what : `${what} (${count} times)`));
  }
}
