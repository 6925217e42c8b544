import type { JsonValue } from '@vsoa-testbench/core';

/** What an expression may ask of a request. */
export interface RequestView {
  url: string;
  method: 'GET' | 'SET';
  /** Absent where there is none, or it is no JSON. */
  param?: JsonValue;
  dataLength: number;
  client: { id: number; address: string; priority: number; authed: boolean };
}

/** When, and over what, a value is computed. */
export interface Moment {
  /** Never changed in place: another state is another object. */
  state: { [key: string]: JsonValue };
  /** Of what is answered; undefined for topics. */
  request?: RequestView | undefined;
  /** Since the scenario was started, ms with fractions. */
  ms: number;
  /** Epoch ms; by default now. */
  time?: number | undefined;
  /** How often this value was computed before. */
  count: number;
  /** 0 up to 1, of the seed of the scenario. */
  random: () => number;
}

/** A template that was understood. */
export interface Value {
  /** Nothing in it changes: `at` may be called once and kept. */
  readonly isFixed: boolean;
  /** Undefined where all of it comes to nothing, as `{$expr: request.param}` of a request without one. Throws `ValueError`. */
  at(moment: Moment): JsonValue | undefined;
}

/** An expression or generator could not be computed; the message says which and why, in English. */
export class ValueError extends Error {}

/** It took too long this time, or rests because it did: the machine may have been busy, and the next time it may not be. */
export class TooSlowError extends ValueError {}
