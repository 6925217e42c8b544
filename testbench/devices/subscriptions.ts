import type { Robot } from '@vsoa-testbench/core';
import type { RefusedSubscription } from '../contract.ts';
import { BenchFailure, toBenchError } from '../errors.ts';

const MAX_SUBSCRIPTIONS = 1_000;

/** What a device is asked to publish to us: outlives the connection, and is asked for again on the next. */
export class Subscriptions {
  readonly #urls = new Set<string>();
  #robot: Robot | undefined;

  get urls(): string[] {
    return [...this.#urls];
  }

  /** Those that the server refused, or did not answer, when they were asked for again. */
  get refused(): RefusedSubscription[] {
    return this.#failed(this.urls);
  }

  /** Makes them on the connections of this robot, which has not been started yet. */
  async follow(robot: Robot): Promise<void> {
    this.#robot = robot;
    await robot.subscribe(this.urls);
  }

  /**
   * Without a connection they are kept for the next one. Answers those that failed, which do not keep the others out;
   * new ones that the server refuses are not kept.
   */
  async add(urls: string[]): Promise<RefusedSubscription[]> {
    for (const url of urls) {
      if (!url.startsWith('/'))
        throw new BenchFailure('INVALID_URL', `a url starts with /, this is ${JSON.stringify(url)}`);
    }
    const refusedBefore = new Set(this.refused.map(({ url }) => url));
    const added = [...new Set(urls)].filter((url) => !this.#urls.has(url));
    if (this.#urls.size + added.length > MAX_SUBSCRIPTIONS) {
      throw new BenchFailure('TOO_MANY', `a device takes at most ${MAX_SUBSCRIPTIONS} subscriptions`);
    }
    for (const url of added) this.#urls.add(url);
    const asked = urls.filter((url) => added.includes(url) || refusedBefore.has(url));
    try {
      await this.#robot?.subscribe(asked);
      return [];
    } catch (error) {
      const failed = this.#failed(asked);
      if (failed.length === 0) throw error;
      const refused = failed.filter((each) => each.error.code === 'REFUSED_BY_SERVER' && added.includes(each.url));
      await this.remove(refused.map(({ url }) => url));
      return failed;
    }
  }

  async remove(urls: string[]): Promise<void> {
    for (const url of urls) this.#urls.delete(url);
    if (urls.length > 0) await this.#robot?.unsubscribe(urls);
  }

  #failed(urls: string[]): RefusedSubscription[] {
    return urls.flatMap((url) => {
      const state = this.#robot?.subscriptions.get(url);
      return state?.name === 'failed' ? [{ url, error: toBenchError(state.reason) }] : [];
    });
  }
}
