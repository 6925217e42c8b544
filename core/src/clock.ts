/** What `setTimeout` of Node gives and `clearTimeout` takes. */
export type Timer = NodeJS.Timeout | number;

/** Time as the library sees it. Tests put their own in place, so that nothing has to sleep. */
export interface Clock {
  /** Monotonic ms with fractions. */
  now(): number;
  /** Epoch ms with fractions. */
  time(): number;
  setTimeout(callback: () => void, ms: number): Timer;
  clearTimeout(timer: Timer): void;
}

export const systemClock: Clock = {
  now: () => performance.now(),
  time: () => performance.timeOrigin + performance.now(),
  setTimeout: (callback, ms) => setTimeout(callback, ms),
  clearTimeout: (timer) => clearTimeout(timer),
};
