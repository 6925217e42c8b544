import type { Result } from './result.ts';

type Measured = Pick<Result, 'work' | 'unit' | 'ours'>;

/** A result that is good from the goal on. */
export function atLeast(what: Measured, goal: number, referenceName = 'goal'): Result {
  const ratio = what.ours / goal;
  return { ...what, reference: goal, referenceName, ratio, target: 1, reached: ratio >= 1 };
}

/** A result that is good up to the goal. */
export function atMost(what: Measured, goal: number): Result {
  const ratio = goal / Math.max(what.ours, Number.EPSILON);
  return { ...what, reference: goal, referenceName: 'goal', ratio, target: 1, reached: ratio >= 1 };
}
