import { type Clock, systemClock } from '@vsoa-testbench/core';

const SPEED = 20;

/** A clock on which 20 seconds are over in one, so that slow things can be waited for. */
export const fastClock: Clock = {
  now: () => systemClock.now() * SPEED,
  time: () => systemClock.time(),
  setTimeout: (callback, ms) => systemClock.setTimeout(callback, ms / SPEED),
  clearTimeout: (timer) => systemClock.clearTimeout(timer),
};
