import { TooSlow, withinTime } from '../../traffic/filter/guard.ts';
import { ValueError } from './types.ts';

/** ms that one expression may take. */
export const EXPRESSION_LIMIT = 50;

let guarded = false;

/**
 * Does `work` for 0 up to `count`, breaking off what takes longer than `EXPRESSION_LIMIT`: that one is told to `onTooSlow`,
 * and the others are done all the same. To watch costs as much as ten expressions, so one call is for many. What is near
 * the end of the time is begun anew, so `work` may only compute.
 */
export function eachWithinTime(count: number, work: (index: number) => void, onTooSlow: (index: number) => void): void {
  let index = 0;
  while (index < count) {
    const first = index;
    try {
      guarded = true;
      withinTime(() => {
        for (; index < count; index++) work(index);
      }, EXPRESSION_LIMIT);
    } catch (error) {
      if (!(error instanceof TooSlow)) throw error;
      // Where others had used up the time, it has all of it the next time.
      if (index > first) continue;
      onTooSlow(index);
      index += 1;
    } finally {
      guarded = false;
    }
  }
}

/** `work` within `EXPRESSION_LIMIT`; already watched, it is only done. Throws `ValueError`. */
export function guardedly<T>(work: () => T, onTooSlow: () => ValueError): T {
  if (guarded) return work();
  let result: { value: T } | { error: unknown } | undefined;
  eachWithinTime(
    1,
    () => {
      try {
        result = { value: work() };
      } catch (error) {
        result = { error };
      }
    },
    () => {
      result = { error: onTooSlow() };
    },
  );
  if (result === undefined) throw new ValueError('nothing was computed');
  if ('error' in result) throw result.error;
  return result.value;
}
