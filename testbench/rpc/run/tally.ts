import type { CallTally, ErrorCode } from '../../contract.ts';
import { RoundTripHistogram } from './round-trips.ts';

/** Counts what comes of calls, in memory that does not depend on how many there are. */
export class Tally {
  readonly #wanted: number;
  readonly #rtt = new RoundTripHistogram();
  readonly #statuses = new Map<number, number>();
  readonly #failures = new Map<ErrorCode, number>();
  #sent = 0;
  #ended = 0;
  #lastSent = 0;

  constructor(wanted: number) {
    this.#wanted = wanted;
  }

  get sent(): number {
    return this.#sent;
  }

  get pending(): number {
    return this.#sent - this.#ended;
  }

  /** `now`: ms since the first was sent. */
  send(now: number): void {
    this.#sent += 1;
    this.#lastSent = now;
  }

  answered(status: number, rtt: number): void {
    this.#ended += 1;
    this.#statuses.set(status, (this.#statuses.get(status) ?? 0) + 1);
    this.#rtt.add(rtt);
  }

  failed(code: ErrorCode): void {
    this.#ended += 1;
    this.#failures.set(code, (this.#failures.get(code) ?? 0) + 1);
  }

  describe(elapsedMs: number): CallTally {
    return {
      wanted: this.#wanted,
      sent: this.#sent,
      pending: this.pending,
      statuses: [...this.#statuses].toSorted(([one], [other]) => one - other),
      failures: [...this.#failures],
      rtt: this.#rtt.summary,
      perSecond: this.#lastSent > 0 ? ((this.#sent - 1) * 1_000) / this.#lastSent : 0,
      elapsedMs,
    };
  }
}
