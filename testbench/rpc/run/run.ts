import type { Clock, Reply } from '@vsoa-testbench/core';
import type { BenchError, CallTally, ErrorCode } from '../../contract.ts';
import { toBenchError } from '../../errors.ts';
import { Tally } from './tally.ts';

export interface RunOptions {
  count: number;
  /** Null: one after the other. */
  perSecond: number | null;
  /** Sends one call. Rejects where no answer comes. */
  send: (signal: AbortSignal) => Promise<Reply>;
  clock: Clock;
  /** What `describe` says has changed. */
  onChange: () => void;
}

/** Waiting for their answers at once; a rate that the device does not keep up with is held back here. */
const MAX_PENDING = 10_000;
/** After a call that could not be sent, ms: else a device that is gone would keep the bench busy. */
const PAUSE = 100;
/** How far a rate may be made up for after a stall, ms; a burst of more would be another test than was asked for. */
const CATCH_UP = 50;
/** Without this, sockets would wait for as long as there is something to send. */
const SENT_IN_A_ROW = 64;

/** What would be wrong with each other call too. */
const HOPELESS: ReadonlySet<ErrorCode> = new Set([
  'INVALID_URL',
  'INVALID_ARGUMENT',
  'INVALID_PARAM',
  'INVALID_VARIABLE',
  'UNKNOWN_VARIABLE',
  'PACKET_TOO_LARGE',
  'FILE_UNREADABLE',
  'NO_SUCH_DEVICE',
  'INTERNAL',
]);

/** One call, or the same again and again: one after the other, or at a rate. */
export class Run {
  readonly #options: RunOptions;
  readonly #tally: Tally;
  readonly #start: number;
  readonly #controller = new AbortController();
  #newest: Reply | undefined;
  #error: BenchError | null = null;
  #pausedUntil = 0;
  #endedAt: number | undefined;
  #wake: () => void = () => undefined;

  constructor(options: RunOptions) {
    this.#options = options;
    this.#tally = new Tally(options.count);
    this.#start = options.clock.now();
  }

  /** The newest answer; valid for good. */
  get newest(): Reply | undefined {
    return this.#newest;
  }

  /** Why the last call that ended has no answer, or not all were sent. */
  get error(): BenchError | null {
    return this.#error;
  }

  describe(): CallTally {
    return this.#tally.describe((this.#endedAt ?? this.#options.clock.now()) - this.#start);
  }

  /** Resolves when all have ended; never rejects. */
  async go(): Promise<void> {
    const { count, perSecond } = this.#options;
    if (perSecond === null || count === 1) await this.#oneByOne();
    else await this.#atRate(1_000 / perSecond);
    this.#endedAt = this.#options.clock.now();
    if (this.#controller.signal.aborted && this.#error === null)
      this.#error = { code: 'ABORTED', message: 'cancelled' };
  }

  /** Ends it at once. */
  cancel(): void {
    this.#controller.abort();
    this.#wake();
  }

  get #goesOn(): boolean {
    return !this.#controller.signal.aborted && this.#tally.sent < this.#options.count;
  }

  async #oneByOne(): Promise<void> {
    while (this.#goesOn) {
      await this.#once();
      if (this.#goesOn) await this.#untilTime(this.#pausedUntil);
    }
  }

  async #atRate(interval: number): Promise<void> {
    const { clock } = this.#options;
    let next = clock.now();
    let inARow = 0;
    while (this.#goesOn) {
      const now = clock.now();
      const due = Math.max(next, this.#pausedUntil);
      if (this.#tally.pending >= MAX_PENDING) await this.#untilWoken();
      else if (now < due) {
        await this.#untilTime(due);
        inARow = 0;
      } else {
        next = Math.max(due, now - CATCH_UP) + interval;
        void this.#once();
        inARow += 1;
        // What is wrong with the first would be wrong with all.
        if (this.#tally.sent === 1 || inARow % SENT_IN_A_ROW === 0) await new Promise(setImmediate);
      }
    }
    while (this.#tally.pending > 0) await this.#untilWoken();
  }

  async #once(): Promise<void> {
    const { send, clock, onChange } = this.#options;
    this.#tally.send(clock.now() - this.#start);
    try {
      const reply = await send(this.#controller.signal);
      this.#newest = reply;
      this.#error = null;
      this.#tally.answered(reply.status, reply.rtt);
    } catch (thrown) {
      const error = toBenchError(thrown);
      this.#error = error;
      this.#tally.failed(error.code);
      if (HOPELESS.has(error.code)) this.#controller.abort();
      if (error.code !== 'TIMEOUT') this.#pausedUntil = clock.now() + PAUSE;
    }
    this.#wake();
    onChange();
  }

  /** A call has ended, or all are to. */
  #untilWoken(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }

  async #untilTime(time: number): Promise<void> {
    const { clock } = this.#options;
    const { signal } = this.#controller;
    const ms = time - clock.now();
    if (ms <= 0 || signal.aborted) return;
    await new Promise<void>((resolve) => {
      const done = () => {
        clock.clearTimeout(timer);
        signal.removeEventListener('abort', done);
        resolve();
      };
      const timer = clock.setTimeout(done, ms);
      signal.addEventListener('abort', done);
    });
  }
}
