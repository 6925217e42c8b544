/** What `setTimeout` of Node gives and `clearTimeout` takes. */
export type TimerHandle = NodeJS.Timeout | number;

/** Time as the library sees it. Tests put their own in place, so that nothing has to sleep. */
export interface Clock {
  /** Monotonic ms with fractions. */
  now(): number;
  /** Epoch ms with fractions, never going back. */
  time(): number;
  setTimeout(callback: () => void, ms: number): TimerHandle;
  clearTimeout(timer: TimerHandle): void;
}

/** A timer of Node takes no more, ms: 24 days. Longer ones it would let fire at once. */
const LONGEST_TIMER = 2_147_483_647;

/** The clock of the system is asked so often, ms: a tap asks for the time of every packet. */
const LOOK = 250;
/** So far ahead of ours the clock of the system is believed, ms. Less is what it is slewed by. */
const AHEAD = 1_000;

export const systemClock: Clock = {
  now: () => performance.now(),
  time: epochTime(),
  setTimeout: (callback, ms) => setTimeout(callback, Math.min(ms, LONGEST_TIMER)),
  clearTimeout: (timer) => clearTimeout(timer),
};

/**
 * Fine, and never going back, as lists in the order of time want it. Where the machine slept the monotonic clock has stood
 * still, and where its clock was wrong at the start it is set forward later: then the system's is followed.
 */
function epochTime(): () => number {
  // Kept, for this is a getter of the runtime.
  let { timeOrigin } = performance;
  let lookAt = 0;
  return () => {
    const now = performance.now();
    if (now >= lookAt) {
      lookAt = now + LOOK;
      const origin = Date.now() - now;
      if (origin - timeOrigin > AHEAD) timeOrigin = origin;
    }
    return timeOrigin + now;
  };
}
