import { setImmediate } from 'node:timers/promises';

/** As long as work may hold up the loop, ms: packets, the window and timers wait meanwhile. */
const SLICE_MS = 6;

/** Says when `ms` are over from now. */
export function timeLimit(ms = SLICE_MS): () => boolean {
  const end = performance.now() + ms;
  return () => performance.now() >= end;
}

/** To be awaited between parts of work that takes long: lets the loop have its turn when a slice is over. */
export function pauses(): () => Promise<void> {
  let isOver = timeLimit();
  return async () => {
    if (!isOver()) return;
    await setImmediate();
    isOver = timeLimit();
  };
}
