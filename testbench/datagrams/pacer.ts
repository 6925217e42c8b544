import type { DatagramPace } from '../contract.ts';

/** ms that a sender may be behind; what is due longer than that is left out, so that nothing ever bursts for long. */
const MOST_BEHIND = 1_000;

/** When each datagram is due. Times are of `clock.now()`, ms. */
export interface Pacer {
  /** When the next is due, which has this delay. */
  due(delayMs: number): number;
  /** It was sent, or left out. */
  done(delayMs: number): void;
  /** The next is due now. */
  restart(now: number): void;
  /** Catches up with a time that has passed; answers how many are left out for it. */
  skip(now: number): number;
  /** Waits until the device takes it. */
  readonly insists: boolean;
}

export function pacerOf(pace: DatagramPace, now: number): Pacer {
  switch (pace.kind) {
    case 'rate':
      return new RatePacer(pace.perSecond, now);
    case 'delays':
      return new DelayPacer(now);
    case 'fast':
      return atOnce;
  }
}

/** A grid from the start on: being late now and then does not add up. */
class RatePacer implements Pacer {
  readonly insists = false;
  readonly #perSecond: number;
  #origin: number;
  #count = 0;

  constructor(perSecond: number, now: number) {
    this.#perSecond = perSecond;
    this.#origin = now;
  }

  due(): number {
    return this.#origin + (this.#count * 1_000) / this.#perSecond;
  }

  done(): void {
    this.#count += 1;
  }

  restart(now: number): void {
    this.#origin = now;
    this.#count = 0;
  }

  skip(now: number): number {
    const behind = now - this.due() - MOST_BEHIND;
    const missed = Math.floor((behind * this.#perSecond) / 1_000);
    if (missed <= 0) return 0;
    this.#count += missed;
    return missed;
  }
}

class DelayPacer implements Pacer {
  readonly insists = true;
  /** When the one before was due; before the first, so that it waits as its line says. */
  #last: number;

  constructor(now: number) {
    this.#last = now;
  }

  due(delayMs: number): number {
    return this.#last + delayMs;
  }

  done(delayMs: number): void {
    this.#last += delayMs;
  }

  restart(now: number): void {
    this.#last = now;
  }

  /** A list is sent whole: it is late from then on. */
  skip(now: number): number {
    this.#last = Math.max(this.#last, now - MOST_BEHIND);
    return 0;
  }
}

const atOnce: Pacer = {
  insists: true,
  due: () => Number.NEGATIVE_INFINITY,
  done: () => undefined,
  restart: () => undefined,
  skip: () => 0,
};
