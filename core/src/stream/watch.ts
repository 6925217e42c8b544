import type { Clock, TimerHandle } from '../clock.ts';
import { VsoaError } from '../errors.ts';

/** What the watch sees of a stream, and whom it tells. */
export interface Watched {
  /** Something waits for the peer. */
  isSending: () => boolean;
  expired: (code: 'TIMEOUT' | 'SEND_TIMEOUT') => void;
}

/** Notices that nothing moves on a stream any more. */
export class Watch {
  readonly #clock: Clock;
  readonly #watched: Watched;
  #state: 'waiting' | 'watching' | 'leaving' | 'stopped' = 'waiting';
  #idleTimeout = Infinity;
  #sendTimeout = Infinity;
  #lastMove = 0;
  #lastSent = 0;
  #timer: TimerHandle | undefined;

  constructor(clock: Clock, watched: Watched) {
    this.#clock = clock;
    this.#watched = watched;
  }

  get idleTimeout(): number {
    return this.#idleTimeout;
  }

  set idleTimeout(ms: number) {
    checkTime('idleTimeout', ms);
    this.#idleTimeout = ms;
    this.#judge();
  }

  get sendTimeout(): number {
    return this.#sendTimeout;
  }

  set sendTimeout(ms: number) {
    checkTime('sendTimeout', ms);
    this.#sendTimeout = ms;
    this.#judge();
  }

  /** The stream is linked. */
  start(): void {
    this.#state = 'watching';
    this.sent();
    this.#judge();
  }

  /** The stream is being closed: from now on the peer has `linger` ms from each thing that it takes to the next, and to end. */
  leave(linger: number): void {
    this.#state = 'leaving';
    this.#idleTimeout = Infinity;
    this.#sendTimeout = linger;
    this.sent();
    this.#judge();
  }

  stop(): void {
    this.#state = 'stopped';
    this.#disarm();
  }

  /** Something came. */
  received(): void {
    this.#lastMove = this.#clock.now();
  }

  /** The peer took something, or something waits for it from now on. */
  sent(): void {
    this.#lastSent = this.#clock.now();
    this.#lastMove = this.#lastSent;
  }

  // A program that kept the loop busy must not take that for a silent peer: what the kernel has to tell is heard
  // first, in the poll phase before the immediate.
  readonly #look = (): void => {
    setImmediate(this.#judge);
  };

  readonly #judge = (): void => {
    this.#disarm();
    if (this.#state === 'waiting' || this.#state === 'stopped') return;
    const now = this.#clock.now();
    const stuckFor = this.#state === 'leaving' || this.#watched.isSending() ? now - this.#lastSent : 0;
    const left = Math.min(this.#idleTimeout - (now - this.#lastMove), this.#sendTimeout - stuckFor);
    if (stuckFor >= this.#sendTimeout) this.#watched.expired('SEND_TIMEOUT');
    else if (left <= 0) this.#watched.expired('TIMEOUT');
    else if (left !== Infinity) this.#timer = this.#clock.setTimeout(this.#look, left);
  };

  #disarm(): void {
    if (this.#timer !== undefined) this.#clock.clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}

function checkTime(name: string, ms: number): void {
  if (!(ms > 0)) throw new VsoaError('INVALID_ARGUMENT', `${name} is a number of ms above 0, or Infinity, not ${ms}`);
}
