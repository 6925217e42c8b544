import { type Clock, type Interference, type Line, systemClock } from '@vsoa-testbench/core';
import type { FaultSpec } from '../file/schema.ts';
import type { FaultState } from '../types.ts';
import { FaultyLine } from './faulty-line.ts';
import { Rule } from './rule.ts';

const MAX_FAULTS = 1_000;

export interface FaultsOptions {
  specs: readonly FaultSpec[];
  clock?: Clock | undefined;
  /** 0 up to 1. */
  random: () => number;
  /** A fault has struck, or was switched. */
  onChange?: (() => void) | undefined;
}

/**
 * The faults of one ECU: give it to `new Server({ interference })`. Those that are on are tried in their order, and each
 * takes what the one before has left.
 */
export class Faults implements Interference {
  readonly #options: FaultsOptions;
  readonly #lines = new Map<Line, FaultyLine>();
  #rules: Rule[];

  constructor(options: FaultsOptions) {
    this.#options = options;
    this.#rules = rulesOf(options.specs);
  }

  get list(): readonly FaultState[] {
    return this.#rules.map(({ state }) => state);
  }

  /** By its place or its name. Throws a `RangeError` where there is none such. */
  switch(fault: number | string, enabled: boolean): void {
    const rule = this.#rules.find(({ name }, place) => (typeof fault === 'number' ? place : name) === fault);
    if (rule === undefined) throw new RangeError(`there is no fault ${fault}`);
    if (rule.enabled === enabled) return;
    rule.enabled = enabled;
    for (const line of this.#lines.values()) line.switched(rule);
    this.#changed();
  }

  /** Answers its place. Throws a `RangeError` where there are 1,000 already. */
  add(spec: FaultSpec): number {
    if (this.#rules.length >= MAX_FAULTS) throw new RangeError(`there are ${MAX_FAULTS} faults already`);
    const rule = new Rule(nameOf(spec, this.#rules), spec);
    this.#rules.push(rule);
    if (rule.enabled) for (const line of this.#lines.values()) line.switched(rule);
    this.#changed();
    return this.#rules.length - 1;
  }

  /**
   * Another one in the place of one, on or off as that is, that has not struck yet. Throws a `RangeError` where there is
   * none such.
   */
  change(place: number, spec: FaultSpec): void {
    const before = this.#rules[place];
    if (before === undefined) throw new RangeError(`there is no fault ${place}`);
    const others = this.#rules.filter((rule) => rule !== before);
    const rule = new Rule(nameOf(spec, others), spec);
    rule.enabled = before.enabled;
    before.enabled = false;
    this.#rules = this.#rules.with(place, rule);
    for (const line of this.#lines.values()) for (const each of [before, rule]) line.switched(each);
    this.#changed();
  }

  /** Goes on with others; those that are the same stay on or off as they were. */
  replace(specs: readonly FaultSpec[]): void {
    const before = this.#rules;
    this.#rules = rulesOf(specs).map((rule) => before.find((known) => isSame(known, rule)) ?? rule);
    const gone = before.filter((rule) => !this.#rules.includes(rule));
    const come = this.#rules.filter((rule) => !before.includes(rule));
    for (const rule of gone) rule.enabled = false;
    for (const line of this.#lines.values()) for (const rule of [...gone, ...come]) line.switched(rule);
    this.#changed();
  }

  accepts(): boolean {
    const refusing = this.#rules.some(({ spec, enabled }) => spec.kind === 'refuse' && enabled);
    if (!refusing) return true;
    const struck = this.#rules.some((rule) => rule.spec.kind === 'refuse' && rule.strikes(this.#options.random));
    if (struck) this.#changed();
    return !struck;
  }

  opened(line: Line): void {
    const { clock = systemClock, random } = this.#options;
    const options = { clock, random, rules: () => this.#rules, struck: () => this.#changed() };
    this.#lines.set(line, new FaultyLine(line, options));
  }

  sending(packet: Buffer, quick: boolean, line: Line): void {
    this.#lines.get(line)?.sending(packet, quick);
  }

  receiving(packet: Buffer, quick: boolean, line: Line): void {
    this.#lines.get(line)?.receiving(packet, quick);
  }

  read(bytes: number, line: Line): void {
    this.#lines.get(line)?.read(bytes);
  }

  closed(line: Line): void {
    this.#lines.get(line)?.close();
    this.#lines.delete(line);
  }

  #changed(): void {
    this.#options.onChange?.();
  }
}

function rulesOf(specs: readonly FaultSpec[]): Rule[] {
  const rules: Rule[] = [];
  for (const spec of specs) rules.push(new Rule(nameOf(spec, rules), spec));
  return rules;
}

/** As in the file; else its kind, and a number where that is taken. */
function nameOf({ name, kind }: FaultSpec, rules: readonly Rule[]): string {
  if (name !== undefined) return name;
  const isTaken = (wanted: string) => rules.some((rule) => rule.name === wanted);
  let number = 1;
  while (isTaken(`${kind} ${number}`)) number += 1;
  return `${kind} ${number}`;
}

function isSame(one: Rule, other: Rule): boolean {
  return one.name === other.name && JSON.stringify(one.spec) === JSON.stringify(other.spec);
}
