import type { Clock } from '../clock.ts';
import { ConnectError, VsoaError } from '../errors.ts';

/** Ends an attempt to connect: when its time is over, when `outer` aborts, or by hand. */
export class Deadline {
  readonly #controller = new AbortController();
  readonly #clock: Clock;
  readonly #timer: ReturnType<Clock['setTimeout']> | undefined;
  readonly #outer: AbortSignal | undefined;

  /** After `timeout` ms `signal` aborts with `SERVER_NO_RESPONDING`; Infinity: no end. */
  constructor(host: string, timeout: number, clock: Clock, outer: AbortSignal | undefined) {
    this.#clock = clock;
    this.#outer = outer;
    if (timeout !== Infinity) {
      const tooLate = `${host} did not answer within ${timeout} ms`;
      this.#timer = clock.setTimeout(
        () => this.abort(new ConnectError('SERVER_NO_RESPONDING', host, tooLate)),
        timeout,
      );
    }
    outer?.addEventListener('abort', this.#onOuterAbort, { once: true });
    if (outer?.aborted === true) this.#onOuterAbort();
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  abort(reason: VsoaError): void {
    this.#controller.abort(reason);
  }

  /** The attempt is over, whatever came out. */
  stop(): void {
    if (this.#timer !== undefined) this.#clock.clearTimeout(this.#timer);
    this.#outer?.removeEventListener('abort', this.#onOuterAbort);
  }

  readonly #onOuterAbort = (): void => this.abort(new VsoaError('ABORTED', 'aborted', this.#outer?.reason));
}
