import { pauses } from '../../traffic/slices.ts';

/** Work in small steps, between which others may have the processor. */
export type Steps<T> = Generator<undefined, T, undefined>;

export function atOnce<T>(steps: Steps<T>): T {
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
  }
}

/** Lets the loop have its turn every few ms. Rejects with the reason of the signal. */
export async function inTurns<T>(steps: Steps<T>, signal?: AbortSignal): Promise<T> {
  const pause = pauses();
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
    await pause();
    signal?.throwIfAborted();
  }
}
