import { RefusedError, type Robot } from '@vsoa-testbench/core';
import { BenchFailure } from '../errors.ts';

const MAX_SUBSCRIPTIONS = 1_000;

/** What a device is asked to publish to us: outlives the connection, and is asked for again on the next. */
export class Subscriptions {
  readonly #urls = new Set<string>();
  #robot: Robot | undefined;

  get urls(): string[] {
    return [...this.#urls];
  }

  /** Those that the server refused, or did not answer, when they were asked for again. */
  get refused(): string[] {
    return this.urls.filter((url) => this.#robot?.subscriptions.get(url)?.name === 'failed');
  }

  /** Makes them on the connections of this robot, which has not been started yet. */
  async follow(robot: Robot): Promise<void> {
    this.#robot = robot;
    await robot.subscribe(this.urls);
  }

  /**
   * Without a connection they are kept for the next one. Those that the server refuses are not kept, and do not keep the
   * others out.
   */
  async add(urls: string[]): Promise<void> {
    for (const url of urls) {
      if (!url.startsWith('/'))
        throw new BenchFailure('INVALID_URL', `a url starts with /, this is ${JSON.stringify(url)}`);
    }
    const refused = new Set(this.refused);
    const added = [...new Set(urls)].filter((url) => !this.#urls.has(url));
    if (this.#urls.size + added.length > MAX_SUBSCRIPTIONS) {
      throw new BenchFailure('TOO_MANY', `a device takes at most ${MAX_SUBSCRIPTIONS} subscriptions`);
    }
    for (const url of added) this.#urls.add(url);
    const robot = this.#robot;
    try {
      await robot?.subscribe(urls.filter((url) => added.includes(url) || refused.has(url)));
    } catch (error) {
      const failed = added.filter((url) => robot?.subscriptions.get(url)?.name === 'failed');
      if (error instanceof RefusedError) await this.remove(failed);
      throw error;
    }
  }

  async remove(urls: string[]): Promise<void> {
    for (const url of urls) this.#urls.delete(url);
    if (urls.length > 0) await this.#robot?.unsubscribe(urls);
  }
}
