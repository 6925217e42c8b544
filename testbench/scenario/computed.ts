import { Status } from '@vsoa-testbench/core';
import { sampleDelay } from './faults/sample-delay.ts';
import type { Delay, StatusOf } from './file/atoms.ts';
import { Expression } from './values/expression.ts';
import { type Moment, ValueError } from './values/types.ts';

type Computed = (moment: Moment) => number;

const MAX_DELAY = 86_400_000;

const STATUSES: Readonly<Record<string, number>> = {
  success: Status.SUCCESS,
  password: Status.PASSWORD,
  arguments: Status.ARGUMENTS,
  'invalid-url': Status.INVALID_URL,
  'no-responding': Status.NO_RESPONDING,
  'no-permissions': Status.NO_PERMISSIONS,
  'no-memory': Status.NO_MEMORY,
};

/** ms, 0 where nothing is said. Throws `ValueError`, and so does what it answers. */
export function delayOf(spec: Delay | undefined): Computed {
  if (spec === undefined) return () => 0;
  if (typeof spec === 'number' || !('$expr' in spec)) return ({ random }) => sampleDelay(spec, random);
  const expression = Expression.compile(spec.$expr);
  return (moment) => {
    const ms = expression.evaluate(moment);
    if (typeof ms === 'number' && ms >= 0 && ms <= MAX_DELAY) return ms;
    throw new ValueError(`the delay is ${shown(ms)}, and must be 0 to ${MAX_DELAY} ms`);
  };
}

/** 0 where nothing is said. Throws as `delayOf`. */
export function statusOf(spec: StatusOf | undefined): Computed {
  if (typeof spec !== 'object') {
    const status = codeOf(spec ?? 0);
    return () => status;
  }
  const expression = Expression.compile(spec.$expr);
  return (moment) => codeOf(expression.evaluate(moment));
}

function codeOf(status: unknown): number {
  const code = typeof status === 'string' ? STATUSES[status] : status;
  if (typeof code === 'number' && (code & 0xff) === code) return code;
  throw new ValueError(
    `the status is ${shown(status)}, and must be 0 to 255, or one of ${Object.keys(STATUSES).join(', ')}`,
  );
}

function shown(value: unknown): string {
  return (JSON.stringify(value) ?? 'nothing').slice(0, 100);
}
