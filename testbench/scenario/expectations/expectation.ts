import { type JsonValue, urlMatches } from '@vsoa-testbench/core';
import type { ExpectationSpec } from '../file/schema.ts';
import type { ExpectationResult } from '../types.ts';
import type { Moment } from '../values/types.ts';
import { differences, shown } from './difference.ts';
import type { ScenarioEvent } from './types.ts';

/** Something that was asked and was not as expected. */
interface Nearest {
  ms: number;
  text: string;
  differences: number;
}

/** What computes `when`. Throws where it cannot. */
export interface Condition {
  evaluate(moment: Moment): unknown;
}

/** One thing that must, or must not, happen. Remembers counts and a few times, whatever happens how often. */
export class Expectation {
  readonly spec: ExpectationSpec;
  readonly #kind: ScenarioEvent['kind'] | undefined;
  readonly #url: string;
  readonly #min: number;
  readonly #max: number;
  readonly #within: number;
  readonly #condition: Condition | undefined;
  /** In time, and as expected. */
  #count = 0;
  #late = 0;
  #firstLate = 0;
  /** When it had happened often enough, and when once too often. */
  #metAt: number | null = null;
  #brokenAt: number | null = null;
  /** Of the url, in time or not, as expected or not. */
  #asked = 0;
  #nearest: Nearest | undefined;
  #problem: string | undefined;

  constructor(spec: ExpectationSpec, condition?: Condition) {
    this.spec = spec;
    this.#kind = kindOf(spec);
    this.#url = spec.command ?? spec.datagram ?? spec.subscribed ?? '';
    ({ min: this.#min, max: this.#max } = timesOf(spec));
    this.#within = spec.within ?? Number.POSITIVE_INFINITY;
    this.#condition = condition;
    if (this.#min === 0) this.#metAt = 0;
  }

  /** Whether something must happen for it to pass. */
  get waits(): boolean {
    return this.#min > 0;
  }

  /** `broken`: whatever happens, it does not pass any more. */
  get state(): 'waiting' | 'met' | 'broken' {
    if (this.#brokenAt !== null) return 'broken';
    return this.#metAt === null ? 'waiting' : 'met';
  }

  hear(event: ScenarioEvent): void {
    if (event.kind !== this.#kind || event.ecu !== this.spec.ecu || !this.#isAbout(event.url)) return;
    if (event.kind === 'command' && this.spec.method !== undefined && event.method !== this.spec.method) {
      this.#miss(event, `method is ${event.method}, expected ${this.spec.method}`, 1);
      return;
    }
    this.#asked += 1;
    if (!this.#fits(event)) return;
    if (event.ms > this.#within) {
      if (this.#late++ === 0) this.#firstLate = event.ms;
      return;
    }
    this.#count += 1;
    if (this.#count === this.#min) this.#metAt = event.ms;
    if (this.#count === this.#max + 1) this.#brokenAt = event.ms;
  }

  /** `heard`: what else was asked of the ECU, for the message. */
  result(heard: readonly string[] = []): ExpectationResult {
    const passed = this.state === 'met';
    return {
      title: this.title,
      passed,
      message: passed ? '' : this.#message(heard),
      afterMs: passed ? this.#metAt : null,
    };
  }

  get title(): string {
    return this.spec.title ?? this.describe();
  }

  /** For people: `body: SET /lights with {"on":true}, at least once within 2,000 ms`. */
  describe(): string {
    const { ecu, method, param, when, within } = this.spec;
    const verb = { command: method ?? 'command', datagram: 'datagram', subscribed: 'subscription of' };
    const what = this.#kind ? `${verb[this.#kind]} ${this.#url}` : 'nothing';
    return [
      `${ecu}: ${what}`,
      param === undefined ? '' : ` with ${shown(param as JsonValue)}`,
      when === undefined ? '' : ` when ${when.length > 80 ? `${when.slice(0, 80)}…` : when}`,
      `, ${timesText(this.#min, this.#max)}`,
      within === undefined ? '' : ` within ${number(within)} ms`,
    ].join('');
  }

  #isAbout(url: string): boolean {
    // What was subscribed may take more than the url that is expected.
    return this.#kind === 'subscribed' ? urlMatches(url, this.#url) : urlMatches(this.#url, url);
  }

  #fits(event: ScenarioEvent): boolean {
    if (event.kind === 'subscribed') return true;
    if (this.spec.param !== undefined) {
      const told = differences(this.spec.param as JsonValue, event.param);
      if (told.length > 0) {
        this.#miss(event, told.join('; '), told.length);
        return false;
      }
    }
    return this.#condition === undefined || this.#holds(this.#condition, event);
  }

  #holds(condition: Condition, event: Exclude<ScenarioEvent, { kind: 'subscribed' }>): boolean {
    try {
      if (condition.evaluate(momentOf(event)) === true) return true;
      this.#miss(event, `when is not true for ${shown(event.param)}`, 1);
    } catch (error) {
      this.#problem ??= (error as Error).message;
    }
    return false;
  }

  #miss(event: ScenarioEvent, text: string, count: number): void {
    // Of equally near ones the newest: it is what was tried last.
    if (this.#nearest && this.#nearest.differences < count) return;
    this.#nearest = { ms: event.ms, text, differences: count };
  }

  #message(heard: readonly string[]): string {
    if (this.#kind === undefined)
      return 'names neither a command, a datagram nor a subscription, so nothing can meet it';
    const wanted = `expected ${this.describe()}`;
    if (this.#brokenAt !== null) {
      return `${wanted}: it was ${timesText(this.#count, this.#count)}, once too often first at ${at(this.#brokenAt)}`;
    }
    return [`${wanted}: ${this.#found()}`, ...this.#hints(heard)].join('; ');
  }

  #found(): string {
    if (this.#count > 0) return `it was only ${timesText(this.#count, this.#count)}`;
    if (this.#asked > 0 && this.#asked > this.#late) return `of ${number(this.#asked)} none was as expected`;
    return this.#late > 0 ? 'it was not in time' : 'it never was';
  }

  #hints(heard: readonly string[]): string[] {
    const hints: string[] = [];
    if (this.#late > 0) hints.push(`${number(this.#late)} came too late, the first at ${at(this.#firstLate)}`);
    if (this.#nearest) hints.push(`the nearest, at ${at(this.#nearest.ms)}: ${this.#nearest.text}`);
    if (this.#problem) hints.push(`when could not be computed: ${this.#problem}`);
    if (this.#asked === 0 && !this.#nearest && heard.length > 0) hints.push(`there was ${heard.join(', ')}`);
    return hints;
  }
}

function kindOf({ command, datagram, subscribed }: ExpectationSpec): ScenarioEvent['kind'] | undefined {
  if (command !== undefined) return 'command';
  if (datagram !== undefined) return 'datagram';
  return subscribed === undefined ? undefined : 'subscribed';
}

function timesOf({ times }: ExpectationSpec): { min: number; max: number } {
  if (typeof times === 'number') return { min: times, max: times };
  const { min, max } = times ?? {};
  // "At most so often" alone is no demand that it happens.
  return { min: min ?? (max === undefined ? 1 : 0), max: max ?? Number.POSITIVE_INFINITY };
}

function timesText(min: number, max: number): string {
  if (max === 0) return 'never';
  if (min === max) return often(min);
  if (max === Number.POSITIVE_INFINITY) return min === 0 ? 'any number of times' : `at least ${often(min)}`;
  return min === 0 ? `at most ${often(max)}` : `${number(min)} to ${number(max)} times`;
}

function often(count: number): string {
  return count === 1 ? 'once' : `${number(count)} times`;
}

function at(ms: number): string {
  return `${(ms / 1_000).toFixed(3)} s`;
}

function number(value: number): string {
  return value.toLocaleString('en-US');
}

function momentOf(event: Exclude<ScenarioEvent, { kind: 'subscribed' }>): Moment {
  const { url, param, state, ms, dataLength = 0, client = { id: 0, address: '', priority: 0, authed: true } } = event;
  const method = event.kind === 'command' ? event.method : 'GET';
  const request = { url, method, dataLength, client, ...(param !== undefined && { param }) };
  return { state, request, ms, count: 0, random: () => 0 };
}
