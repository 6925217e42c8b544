import { Domain, type PositionAnswer, type PositionQuery } from '@vsoa-testbench/core';
import { POSITION_QUERIES } from '../contract/positions.ts';
import type { PositionQueryRow } from '../contract.ts';
import { hostAndPort } from '../host-and-port.ts';

/** Of a name, characters. */
const LONGEST = 200;

/** The newest questions; older ones go. */
export class QueryLog {
  readonly #rows: PositionQueryRow[] = [];
  #count = 0;

  /** Newest first. */
  get newest(): PositionQueryRow[] {
    return this.#rows.slice(-POSITION_QUERIES).toReversed();
  }

  question({ name, domain, from }: PositionQuery, answer: PositionAnswer | undefined, time: number): void {
    this.#add({
      time,
      from,
      name: name.length > LONGEST ? `${name.slice(0, LONGEST)}…` : name,
      family: domain === Domain.IPV4 ? 4 : domain === Domain.IPV6 ? 6 : null,
      answer: answer ? hostAndPort(answer.host, answer.port) : null,
      security: answer?.security ?? false,
    });
  }

  malformed(from: string, time: number): void {
    this.#add({ time, from, name: null, family: null, answer: null, security: false });
  }

  clear(): void {
    this.#rows.length = 0;
  }

  #add(row: Omit<PositionQueryRow, 'number'>): void {
    this.#count += 1;
    // A few at once, so that the rest is not moved for each.
    if (this.#rows.length >= 2 * POSITION_QUERIES) this.#rows.splice(0, POSITION_QUERIES);
    this.#rows.push({ number: this.#count, ...row });
  }
}
