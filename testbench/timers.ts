import type { Timer } from '@vsoa-testbench/core';

/** Lets the process end although the timer is still to come. A clock of a test may have timers that know no `unref`. */
export function unref(timer: Timer): void {
  if (typeof timer === 'object') timer.unref();
}
