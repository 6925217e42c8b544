import type { Clock, TimerHandle } from '../clock.ts';

export interface TurboOptions {
  clock: Clock;
  /** ms between NOOPs; 0: none. Asked before each. */
  interval: () => number;
  noop: () => void;
}

/** Sends NOOP each interval while at least one call waits, so that TCP sees sooner that a packet was lost. */
export class Turbo {
  readonly #options: TurboOptions;
  #waiting = 0;
  #timer: TimerHandle | undefined;

  constructor(options: TurboOptions) {
    this.#options = options;
  }

  /** Takes part in a call. */
  async during<T>(call: Promise<T>): Promise<T> {
    this.#waiting += 1;
    if (this.#timer === undefined) this.#arm();
    try {
      return await call;
    } finally {
      this.#waiting -= 1;
      if (this.#waiting === 0) this.#disarm();
    }
  }

  #arm(): void {
    const ms = this.#options.interval();
    if (ms > 0) this.#timer = this.#options.clock.setTimeout(this.#tick, ms);
  }

  #disarm(): void {
    if (this.#timer !== undefined) this.#options.clock.clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  readonly #tick = (): void => {
    this.#timer = undefined;
    this.#options.noop();
    this.#arm();
  };
}
