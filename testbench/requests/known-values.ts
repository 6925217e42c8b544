import { randomInt, randomUUID } from 'node:crypto';
import type { Clock } from '@vsoa-testbench/core';
import type { Lookup, VariableValue } from './variables.ts';

const RANDOM_INTS = 1_000;

/**
 * What `{{names}}` stand for now: the variables of the chosen environment, and those that are always there:
 * `$timestamp` (epoch ms), `$uuid`, `$counter` (of requests, from 1) and `$randomInt` (0 to 999).
 */
export class KnownValues {
  readonly #clock: Clock;
  #chosen: Lookup = () => undefined;
  #count = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Those of the environment that is chosen; undefined: of none. */
  choose(values: Lookup | undefined): void {
    this.#chosen = values ?? (() => undefined);
  }

  /** For one request: what is always there has one value in all of it, and another one in the next. */
  ofOneRequest(): Lookup {
    const made = new Map<string, VariableValue>();
    return (name) => {
      if (!name.startsWith('$')) return this.#chosen(name);
      const known = made.get(name) ?? this.#make(name);
      if (known) made.set(name, known);
      return known;
    };
  }

  #make(name: string): VariableValue | undefined {
    switch (name) {
      case '$timestamp':
        return { kind: 'json', text: String(Math.floor(this.#clock.time())) };
      case '$uuid':
        return { kind: 'text', text: randomUUID() };
      case '$counter':
        this.#count += 1;
        return { kind: 'json', text: String(this.#count) };
      case '$randomInt':
        return { kind: 'json', text: String(randomInt(RANDOM_INTS)) };
      default:
        return undefined;
    }
  }
}

/** The same values for the eye: secrets are dots. */
export function withoutSecrets(values: Lookup): Lookup {
  return (name) => {
    const value = values(name);
    return value?.secret === true ? { kind: 'text', text: '••••••' } : value;
  };
}
