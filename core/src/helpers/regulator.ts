import { type Clock, systemClock, type TimerHandle } from '../clock.ts';
import { VsoaError } from '../errors.ts';
import { tell } from '../report.ts';

export interface RegulatorOptions {
  /** Urls that are remembered at a time, by default 1,000. */
  limit?: number | undefined;
  clock?: Clock | undefined;
}

interface Slot<Message> {
  /** As `clock.now()`: until then nothing more of this url is delivered. */
  due: number;
  waiting: Message | undefined;
}

/**
 * Delivers at most one message an interval for each url. The first comes at once; of those that follow within the
 * interval only the newest, when it is over. For what a client receives as well as for what a server publishes.
 *
 * A url is remembered until an interval has passed with nothing new on it. A message that waits keeps its memory, for
 * a received one at most the 262,144 bytes of the largest packet.
 */
export class Regulator<Message extends { readonly url: string }> {
  /** ms. */
  readonly interval: number;
  readonly #deliver: (message: Message) => void;
  readonly #limit: number;
  readonly #clock: Clock;
  /** In the order in which they become due. */
  readonly #slots = new Map<string, Slot<Message>>();
  #timer: TimerHandle | undefined;
  #dropped = 0;

  /** `interval` in ms, more than 0. Throws `INVALID_ARGUMENT`. */
  constructor(interval: number, deliver: (message: Message) => void, options: RegulatorOptions = {}) {
    if (!(interval > 0)) throw new VsoaError('INVALID_ARGUMENT', `an interval is more than 0 ms, not ${interval}`);
    this.interval = interval;
    this.#deliver = deliver;
    this.#limit = options.limit ?? 1_000;
    this.#clock = options.clock ?? systemClock;
  }

  /** Messages that were not taken because too many urls were remembered. Those that a newer one replaced do not count. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Urls that are remembered. */
  get size(): number {
    return this.#slots.size;
  }

  /** Takes a message. False: `limit` urls are remembered already, so that this one is dropped and counted. */
  push(message: Message): boolean {
    const slot = this.#slots.get(message.url);
    if (slot !== undefined) {
      slot.waiting = message;
      return true;
    }
    if (this.#slots.size >= this.#limit) {
      this.#dropped += 1;
      return false;
    }
    this.#occupy(message.url, this.#clock.now());
    this.#deliver(message);
    return true;
  }

  /** Delivers what waits, now, that which is due earliest first. The intervals of its urls start anew. */
  flush(): void {
    const waiting = [...this.#slots.values()].flatMap((slot) => slot.waiting ?? []);
    this.#slots.clear();
    this.#disarm();
    const now = this.#clock.now();
    for (const { url } of waiting) this.#occupy(url, now);
    for (const message of waiting) tell(() => this.#deliver(message));
  }

  /** Forgets what waits and every url. May be used again. */
  clear(): void {
    this.#slots.clear();
    this.#disarm();
  }

  #occupy(url: string, now: number): void {
    this.#slots.set(url, { due: now + this.interval, waiting: undefined });
    if (this.#timer === undefined) this.#arm(now);
  }

  #arm(now: number): void {
    const [first] = this.#slots.values();
    if (first !== undefined) this.#timer = this.#clock.setTimeout(this.#expire, Math.max(0, first.due - now));
  }

  #disarm(): void {
    if (this.#timer !== undefined) this.#clock.clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  readonly #expire = (): void => {
    this.#timer = undefined;
    const now = this.#clock.now();
    const due: Message[] = [];
    for (const [url, slot] of this.#slots) {
      // Timers of Node may come up to a ms early.
      if (slot.due > now + 1) break;
      this.#slots.delete(url);
      if (slot.waiting !== undefined) due.push(slot.waiting);
    }
    for (const { url } of due) this.#slots.set(url, { due: now + this.interval, waiting: undefined });
    this.#arm(now);
    for (const message of due) tell(() => this.#deliver(message));
  };
}
