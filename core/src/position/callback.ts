import { unlessAborted } from '../abort.ts';
import type { Clock } from '../clock.ts';
import { VsoaError } from '../errors.ts';
import { completed, type PositionAnswer, type PositionEntry, type Question } from './wire.ts';

/** A question as the program sees it. */
export interface PositionQuery extends Question {
  /** `host:port` of who asks. */
  from: string;
}

/**
 * Undefined: not known. An address of another family than `query.domain` counts as that too. `signal` aborts when the
 * answer is not awaited any more.
 */
export type PositionCallback = (
  query: PositionQuery,
  signal: AbortSignal,
) => PositionEntry | undefined | PromiseLike<PositionEntry | undefined>;

export interface PositionServerLimits {
  /** Callbacks that may run at once, by default 1,000; a question beyond is not answered, and counted as dropped. */
  lookups: number;
  /** ms that a callback may take, by default 5,000. */
  lookupTimeout: number;
}

/** Runs the program's callback, which may be slow, or wrong. */
export class BoundedCallback {
  readonly #callback: PositionCallback;
  readonly #limits: PositionServerLimits;
  readonly #clock: Clock;
  readonly #running = new Set<AbortController>();

  constructor(callback: PositionCallback, limits: PositionServerLimits, clock: Clock) {
    this.#callback = callback;
    this.#limits = limits;
    this.#clock = clock;
  }

  get isBusy(): boolean {
    return this.#running.size >= this.#limits.lookups;
  }

  /** Rejects with what the callback throws, `TIMEOUT`, `INVALID_ARGUMENT` for no answer, or `ABORTED` by `stop`. */
  async run(query: PositionQuery): Promise<PositionAnswer | undefined> {
    const { lookupTimeout } = this.#limits;
    const run = new AbortController();
    const late = () => run.abort(new VsoaError('TIMEOUT', `it took longer than ${lookupTimeout} ms`));
    const timer = this.#clock.setTimeout(late, lookupTimeout);
    this.#running.add(run);
    try {
      const answered = (async () => this.#callback(query, run.signal))();
      return checked(await unlessAborted(answered, run.signal), query);
    } finally {
      this.#clock.clearTimeout(timer);
      this.#running.delete(run);
    }
  }

  stop(): void {
    for (const run of this.#running) run.abort(new VsoaError('ABORTED', 'the position server is closed'));
  }
}

function checked(entry: PositionEntry | undefined, { domain }: PositionQuery): PositionAnswer | undefined {
  if (entry === undefined) return undefined;
  const answer = completed(entry);
  if (answer === undefined) throw new VsoaError('INVALID_ARGUMENT', 'it gave no IP address with a port');
  return answer.domain === (domain ?? answer.domain) ? answer : undefined;
}
