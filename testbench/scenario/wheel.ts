import type { Clock, TimerHandle } from '@vsoa-testbench/core';

/** Something that is due at a time of the clock. */
export interface Spoke {
  /** Ms of `clock.now()`. */
  due: number;
  run: () => void;
  /** In the heap; -1: it is not. */
  place: number;
}

/** What is due so soon counts as due, ms: a timer of Node has whole milliseconds, and now and then comes a little early. */
const SOON = 0.5;

/** All that a scenario has to do later, by one timer. What is due at the same time runs in the order of its due times. */
export class Wheel {
  readonly #clock: Clock;
  readonly #failed: (error: unknown) => void;
  /** A binary heap: the next is the first. */
  readonly #heap: Spoke[] = [];
  #timer: TimerHandle | undefined;
  /** What the timer is for. */
  #armed = Infinity;
  #turning = false;

  /** `failed` is told of what a run throws. */
  constructor(clock: Clock, failed: (error: unknown) => void) {
    this.#clock = clock;
    this.#failed = failed;
  }

  /** How many wait. */
  get size(): number {
    return this.#heap.length;
  }

  at(due: number, run: () => void): Spoke {
    const spoke = { due, run, place: this.#heap.length };
    this.#heap.push(spoke);
    this.#rise(spoke);
    if (!this.#turning) this.#arm();
    return spoke;
  }

  /** Does nothing where it has run. */
  cancel(spoke: Spoke): void {
    if (spoke.place === -1) return;
    this.#take(spoke);
    if (this.#heap.length === 0) this.#disarm();
  }

  close(): void {
    for (const spoke of this.#heap) spoke.place = -1;
    this.#heap.length = 0;
    this.#disarm();
  }

  #turn(): void {
    this.#timer = undefined;
    this.#armed = Infinity;
    this.#turning = true;
    // What becomes due while this runs waits for the next turn, so that sockets are heard between.
    const now = this.#clock.now() + SOON;
    for (let next = this.#heap[0]; next !== undefined && next.due <= now; next = this.#heap[0]) {
      this.#take(next);
      try {
        next.run();
      } catch (error) {
        this.#failed(error);
      }
    }
    this.#turning = false;
    this.#arm();
  }

  #arm(): void {
    const next = this.#heap[0];
    if (next === undefined || next.due >= this.#armed) return;
    this.#disarm();
    this.#armed = next.due;
    this.#timer = this.#clock.setTimeout(() => this.#turn(), Math.max(0, Math.round(next.due - this.#clock.now())));
  }

  #disarm(): void {
    if (this.#timer !== undefined) this.#clock.clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#armed = Infinity;
  }

  #take(spoke: Spoke): void {
    const last = this.#heap.pop();
    if (last !== undefined && last !== spoke) {
      this.#put(last, spoke.place);
      this.#rise(last);
      this.#sink(last);
    }
    spoke.place = -1;
  }

  #rise(spoke: Spoke): void {
    while (spoke.place > 0) {
      const parent = this.#heap[(spoke.place - 1) >> 1];
      if (parent === undefined || parent.due <= spoke.due) return;
      const place = parent.place;
      this.#put(parent, spoke.place);
      this.#put(spoke, place);
    }
  }

  #sink(spoke: Spoke): void {
    for (;;) {
      const left = this.#heap[spoke.place * 2 + 1];
      const right = this.#heap[spoke.place * 2 + 2];
      const sooner = right !== undefined && left !== undefined && right.due < left.due ? right : left;
      if (sooner === undefined || sooner.due >= spoke.due) return;
      const place = sooner.place;
      this.#put(sooner, spoke.place);
      this.#put(spoke, place);
    }
  }

  #put(spoke: Spoke, place: number): void {
    this.#heap[place] = spoke;
    spoke.place = place;
  }
}
