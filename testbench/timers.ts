import type { TimerHandle } from '@vsoa-testbench/core';

/** Lets the process end although the timer is still to come. A clock of a test may have timers that know no `unref`. */
export function unref(timer: TimerHandle): void {
  if (typeof timer === 'object') timer.unref();
}
