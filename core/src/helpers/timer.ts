import { type Clock, systemClock, type TimerHandle } from '../clock.ts';
import { VsoaError } from '../errors.ts';

export interface TimerStartOptions {
  /** ms between the calls that follow the first; absent or 0: there is only one call. */
  interval?: number | undefined;
}

/** Calls back once, or again and again. */
export class Timer {
  readonly #clock: Clock;
  #handle: TimerHandle | undefined;

  constructor(options: { clock?: Clock | undefined } = {}) {
    this.#clock = options.clock ?? systemClock;
  }

  /** From `start` to the only call, or to `stop` where there is an interval. */
  get isStarted(): boolean {
    return this.#handle !== undefined;
  }

  /**
   * Calls `callback` after `ms`, and then each `interval`. Calls that the program was too busy for are left out, not
   * made up for. What `callback` throws is an uncaught exception; the interval goes on. A timer that is started already
   * starts anew. Throws `INVALID_ARGUMENT` where a time is negative or no number.
   */
  start(ms: number, callback: () => void, { interval = 0 }: TimerStartOptions = {}): void {
    if (!(ms >= 0) || !(interval >= 0)) {
      throw new VsoaError('INVALID_ARGUMENT', `times are 0 ms or more, not ${ms} and ${interval}`);
    }
    this.stop();
    this.#arm(this.#clock.now() + ms, interval, callback);
  }

  /** Does nothing where it is not started. May be started again. */
  stop(): void {
    if (this.#handle !== undefined) this.#clock.clearTimeout(this.#handle);
    this.#handle = undefined;
  }

  #arm(due: number, interval: number, callback: () => void): void {
    const fire = () => {
      this.#handle = undefined;
      // Before the call, which may throw, stop, or start anew.
      if (interval > 0) this.#arm(nextAfter(due, interval, this.#clock.now()), interval, callback);
      callback();
    };
    this.#handle = this.#clock.setTimeout(fire, Math.max(0, due - this.#clock.now()));
  }
}

/** A timer of Node may come a little early, which is no reason to call twice. */
function nextAfter(due: number, interval: number, now: number): number {
  return due + interval * Math.max(1, Math.floor((now - due) / interval) + 1);
}
