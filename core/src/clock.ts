/** What `setTimeout` of Node gives and `clearTimeout` takes. */
export type TimerHandle = NodeJS.Timeout | number;

/** Time as the library sees it. Tests put their own in place, so that nothing has to sleep. */
export interface Clock {
  /** Monotonic ms with fractions. */
  now(): number;
  /** Epoch ms with fractions. */
  time(): number;
  setTimeout(callback: () => void, ms: number): TimerHandle;
  clearTimeout(timer: TimerHandle): void;
}

/** A timer of Node takes no more, ms: 24 days. Longer ones it would let fire at once. */
const LONGEST_TIMER = 2_147_483_647;

/** Kept, for a tap asks the time of every packet, and this is a getter of the runtime. */
const { timeOrigin } = performance;

export const systemClock: Clock = {
  now: () => performance.now(),
  time: () => timeOrigin + performance.now(),
  setTimeout: (callback, ms) => setTimeout(callback, Math.min(ms, LONGEST_TIMER)),
  clearTimeout: (timer) => clearTimeout(timer),
};
