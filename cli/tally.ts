import { type Reply, Status } from '@vsoa-testbench/core';
import { milliseconds } from './output.ts';

/** Sums up replies without keeping them, so that a program may call for days. */
export class Tally {
  count = 0;
  good = 0;
  #shortest = Infinity;
  #longest = 0;
  #total = 0;

  add({ status, rtt }: Pick<Reply, 'status' | 'rtt'>): void {
    this.count++;
    if (status === Status.SUCCESS) this.good++;
    this.#shortest = Math.min(this.#shortest, rtt);
    this.#longest = Math.max(this.#longest, rtt);
    this.#total += rtt;
  }

  /** For people. */
  describe(wanted: number): string {
    const times = [this.#shortest, this.#total / this.count, this.#longest].map(milliseconds).join('/');
    const spread = this.count > 0 ? `, round trip min/avg/max ${times} ms` : '';
    return `${this.count} of ${wanted} calls answered, ${this.good} with success${spread}`;
  }
}
