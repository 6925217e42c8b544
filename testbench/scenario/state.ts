import type { JsonValue } from '@vsoa-testbench/core';
import { isObject, type JsonObject, mergePatch } from './merge-patch.ts';

/** Characters as JSON; beyond, a change is refused. */
const MAX_STATE = 4_194_304;

/** What a state would be. */
export interface NextState {
  value: JsonObject;
  /** Its characters as JSON at the most. */
  atMost: number;
}

/** The state of one ECU. Each value is never changed: a change makes the next one. */
export class EcuState {
  #value: JsonObject;
  #atMost: number;
  readonly #onChange: () => void;

  constructor(initial: JsonObject, onChange: () => void) {
    this.#value = structuredClone(initial);
    this.#atMost = sizeOf(initial);
    this.#onChange = onChange;
  }

  get value(): JsonObject {
    return this.#value;
  }

  /** With the patch merged into it (RFC 7396). Throws `RangeError` where that is no object, too deep, or too large. */
  with(patch: JsonValue): NextState {
    if (!isObject(patch)) throw new RangeError('what is merged into a state is an object');
    const value = mergePatch(this.#value, patch);
    // It has grown by no more than what came; looked at in truth only where that would be too much.
    const atMost = this.#atMost + sizeOf(patch);
    return atMost > MAX_STATE ? checked(value) : { value: asObject(value), atMost };
  }

  /** Throws as `with`. */
  patch(patch: JsonValue): void {
    this.set(this.with(structuredClone(patch)));
  }

  /** Throws `RangeError`. */
  replace(value: JsonObject): void {
    this.set(checked(structuredClone(value)));
  }

  /** What `with` answered last. */
  set({ value, atMost }: NextState): void {
    this.#value = value;
    this.#atMost = atMost;
    this.#onChange();
  }
}

function checked(value: JsonValue): NextState {
  const atMost = sizeOf(value);
  if (atMost > MAX_STATE) throw new RangeError(`a state has at most ${MAX_STATE} characters as JSON`);
  return { value: asObject(value), atMost };
}

function asObject(value: JsonValue): JsonObject {
  if (!isObject(value)) throw new RangeError('a state is an object');
  return value;
}

function sizeOf(value: JsonValue): number {
  return JSON.stringify(value).length;
}
