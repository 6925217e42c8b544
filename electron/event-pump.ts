import type { EventBatch } from '../testbench/contract.ts';

/** A person cannot see more, and a page that draws cannot do more. */
const BATCHES_PER_SECOND = 30;
const INTERVAL_MS = 1_000 / BATCHES_PER_SECOND;

export interface PumpOptions {
  /** What has happened since it was last asked. */
  take: () => EventBatch;
  post: (batch: EventBatch) => void;
  clock?: PumpClock;
}

/** Milliseconds from any start, and a timer. */
export interface PumpClock {
  now(): number;
  after(ms: number, callback: () => void): () => void;
}

/**
 * Takes events to one page: at most 30 batches a second, and the next only after the page has taken the last. A page
 * that is slow or hidden thus gets fewer and newer batches, and nothing piles up for it.
 */
export class EventPump {
  readonly #take: () => EventBatch;
  readonly #post: (batch: EventBatch) => void;
  readonly #clock: PumpClock;
  #state: 'idle' | 'waiting' | 'in flight' | 'closed' = 'idle';
  #changed = false;
  #postedAt = Number.NEGATIVE_INFINITY;
  #stopTimer = () => {};

  constructor({ take, post, clock = systemClock }: PumpOptions) {
    this.#take = take;
    this.#post = post;
    this.#clock = clock;
  }

  /** The bench has something new to tell. */
  changed(): void {
    this.#changed = true;
    this.#next();
  }

  /** The page has taken the last batch. */
  taken(): void {
    if (this.#state !== 'in flight') return;
    this.#state = 'idle';
    this.#next();
  }

  /** The page is gone. */
  close(): void {
    this.#state = 'closed';
    this.#stopTimer();
  }

  #next(): void {
    if (this.#state !== 'idle' || !this.#changed) return;
    const wait = this.#postedAt + INTERVAL_MS - this.#clock.now();
    if (wait <= 0) {
      this.#send();
      return;
    }
    this.#state = 'waiting';
    this.#stopTimer = this.#clock.after(wait, () => this.#send());
  }

  #send(): void {
    this.#changed = false;
    this.#state = 'in flight';
    this.#postedAt = this.#clock.now();
    this.#post(this.#take());
  }
}

const systemClock: PumpClock = {
  now: () => performance.now(),
  after(ms, callback) {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  },
};
