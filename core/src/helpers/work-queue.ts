import { EventEmitter } from 'node:events';
import { reasonOf, VsoaError } from '../errors.ts';
import { reportError } from '../report.ts';

export type Job = () => unknown;

export interface WorkQueueEvents {
  /** A job threw or rejected; `cause` is with what. The next job runs. A warning where nobody listens. */
  error: [VsoaError];
}

/**
 * Jobs, one after another in the order in which they were added; the next starts when the promise of the last is
 * settled. Each starts in a turn of the event loop of its own, so that a long queue does not hold up the sockets.
 */
export class WorkQueue extends EventEmitter<WorkQueueEvents> {
  readonly #jobs = new Set<{ job: Job }>();
  #running = false;
  readonly #waitingForIdle: (() => void)[] = [];

  /** Jobs that wait; the one that runs is not among them. */
  get size(): number {
    return this.#jobs.size;
  }

  add(job: Job): void {
    this.#jobs.add({ job });
    if (!this.#running) this.#schedule();
  }

  /** Adds the job unless the same function waits already; says whether it did. One that runs does not count. */
  addIfNotQueued(job: Job): boolean {
    if (this.isQueued(job)) return false;
    this.add(job);
    return true;
  }

  /** Forgets the job as often as it waits; says whether it did. One that runs is not stopped. */
  delete(job: Job): boolean {
    const size = this.#jobs.size;
    for (const entry of this.#jobs) if (entry.job === job) this.#jobs.delete(entry);
    return this.#jobs.size < size;
  }

  /** Whether the job waits. */
  isQueued(job: Job): boolean {
    for (const entry of this.#jobs) if (entry.job === job) return true;
    return false;
  }

  /** Forgets every job that waits. */
  clear(): void {
    this.#jobs.clear();
  }

  /** Resolves when no job waits or runs. */
  idle(): Promise<void> {
    if (!this.#running) return Promise.resolve();
    return new Promise((resolve) => this.#waitingForIdle.push(resolve));
  }

  #schedule(): void {
    this.#running = true;
    setImmediate(() => void this.#next());
  }

  async #next(): Promise<void> {
    const [entry] = this.#jobs;
    if (entry === undefined) {
      this.#running = false;
      for (const resolve of this.#waitingForIdle.splice(0)) resolve();
      return;
    }
    this.#jobs.delete(entry);
    try {
      await entry.job();
    } catch (error) {
      reportError(this, new VsoaError('ERROR', `a job of the queue failed: ${reasonOf(error)}`, error));
    }
    this.#schedule();
  }
}
