import type { WaitOptions } from '../client/options.ts';
import type { Clock, TimerHandle } from '../clock.ts';
import { VsoaError } from '../errors.ts';
import { checkTimeout } from '../timeout.ts';
import type { RobotState } from './options.ts';

/** Those who wait for a robot to be connected. */
export class Waiters {
  readonly #clock: Clock;
  readonly #waiting = new Set<(state: RobotState) => void>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Tells all of a new state. */
  tell(state: RobotState): void {
    for (const look of this.#waiting) look(state);
  }

  /** Rejects with `NOT_CONNECTED` where the robot is or gets stopped, with `TIMEOUT` or `ABORTED`. */
  untilConnected(state: RobotState, { timeout = Infinity, signal }: WaitOptions): Promise<void> {
    return new Promise((resolve, reject) => {
      checkTimeout(timeout);
      let reason: VsoaError | undefined;
      let timer: TimerHandle | undefined;
      const settle = (error?: VsoaError) => {
        this.#waiting.delete(look);
        if (timer !== undefined) this.#clock.clearTimeout(timer);
        signal?.removeEventListener('abort', onAbort);
        if (error === undefined) resolve();
        else reject(error);
      };
      const look = (next: RobotState) => {
        if (next.name === 'connected') settle();
        else if (next.name === 'stopped') settle(new VsoaError('NOT_CONNECTED', 'the robot is stopped'));
        else reason = next.reason;
      };
      const onAbort = () => settle(new VsoaError('ABORTED', 'aborted', signal?.reason));
      const onTimeout = () => settle(new VsoaError('TIMEOUT', `not connected within ${timeout} ms`, reason));
      this.#waiting.add(look);
      signal?.addEventListener('abort', onAbort, { once: true });
      if (timeout !== Infinity) timer = this.#clock.setTimeout(onTimeout, timeout);
      if (signal?.aborted === true) onAbort();
      else look(state);
    });
  }
}
