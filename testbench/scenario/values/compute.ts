import type { JsonValue } from '@vsoa-testbench/core';
import { Expression } from './expression.ts';
import { eachWithinTime } from './guard.ts';
import { type Moment, type Value, ValueError } from './types.ts';

/** What one of many came to. */
export type Outcome = { value: JsonValue | undefined } | { error: ValueError };

/**
 * Computes many values, as those of one tick, under one watch: that is much cheaper than each alone. What takes too long
 * or fails is an `error`; the others have their values all the same.
 */
export function computeAll(jobs: readonly { value: Value; moment: Moment }[]): Outcome[] {
  const outcomes: Outcome[] = [];
  eachWithinTime(
    jobs.length,
    (index) => {
      outcomes[index] = outcomeOf(jobs[index] as { value: Value; moment: Moment });
    },
    (index) => {
      outcomes[index] = { error: Expression.tooSlow() };
    },
  );
  return outcomes;
}

function outcomeOf({ value, moment }: { value: Value; moment: Moment }): Outcome {
  try {
    return { value: value.at(moment) };
  } catch (error) {
    if (error instanceof ValueError) return { error };
    throw error;
  }
}
