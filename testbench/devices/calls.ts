import { BenchFailure } from '../errors.ts';

/** At once, over all devices. */
const MAX_CALLS = 10_000;

/** Calls that wait for their answer, by the id under which the window may cancel them. */
export class Calls {
  readonly #running = new Map<string, AbortController>();

  /** Runs `call`, and aborts its signal when the id is cancelled. Throws `INVALID_ARGUMENT`, `TOO_MANY`. */
  async run<T>(callId: string, call: (signal: AbortSignal) => Promise<T>): Promise<T> {
    if (this.#running.has(callId)) throw new BenchFailure('INVALID_ARGUMENT', `call ${callId} is still running`);
    if (this.#running.size >= MAX_CALLS) throw new BenchFailure('TOO_MANY', `at most ${MAX_CALLS} calls run at once`);
    const controller = new AbortController();
    this.#running.set(callId, controller);
    try {
      return await call(controller.signal);
    } finally {
      this.#running.delete(callId);
    }
  }

  /** Nothing happens where the call has ended. */
  cancel(callId: string): void {
    this.#running.get(callId)?.abort();
  }
}
