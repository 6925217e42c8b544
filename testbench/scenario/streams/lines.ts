import { once } from 'node:events';
import type { JsonValue, Stream } from '@vsoa-testbench/core';
import { type EcuContext, momentOf } from '../context.ts';
import { type RequestView, TooSlowError, type Value } from '../values/types.ts';
import { valueOf } from '../values/value.ts';
import { Pace } from './pace.ts';

/** Lines that are computed one after the other, for as long as somebody listens. */
export class Lines {
  readonly #every: number;
  readonly #value: Value;
  readonly #context: EcuContext;
  readonly #random: () => number;

  /** Throws `ValueError`. */
  constructor({ lines, every }: { lines: JsonValue; every: number }, context: EcuContext) {
    this.#every = every;
    this.#value = valueOf(lines);
    this.#context = context;
    this.#random = context.scenario.random(`${context.name} lines`);
  }

  /**
   * Until the client has ended its direction; then ours ends too. Rejects where the stream fails, or with a `ValueError`; a
   * line that takes too long is left out.
   */
  async send(
    stream: Stream,
    request: RequestView,
    signal: AbortSignal,
    leftOut: (reason: string) => void,
  ): Promise<void> {
    const left = new AbortController();
    once(stream, 'end', { signal }).then(
      () => left.abort(),
      () => left.abort(),
    );
    // One is as good as one byte: it keeps to the grid, and does not make up for what it could not send.
    const pace = new Pace(1_000 / this.#every, this.#context.scenario);
    let isTold = false;
    for (let count = 0; await isDue(pace, left.signal); count++) {
      if (stream.writableNeedDrain) continue;
      try {
        stream.write(`${this.#line(count, request)}\n`);
        isTold = false;
      } catch (error) {
        if (!(error instanceof TooSlowError)) throw error;
        // It rests then, and others are left out as well.
        if (!isTold) leftOut(`a line was left out: ${error.message}`);
        isTold = true;
      }
    }
    signal.throwIfAborted();
    stream.end();
  }

  #line(count: number, request: RequestView): string {
    const value = this.#value.at(momentOf(this.#context, this.#random, count, request));
    return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  }
}

/** False: there is nobody any more to wait for. */
async function isDue(pace: Pace, left: AbortSignal): Promise<boolean> {
  try {
    await pace.take(1, left);
    return true;
  } catch {
    return false;
  }
}
