import type { Client } from '@vsoa-testbench/core';
import { BenchFailure } from '../errors.ts';

const MAX_SUBSCRIPTIONS = 1_000;

/** What a device is asked to publish to us: outlives the connection, and is asked for again on the next. */
export class Subscriptions {
  readonly #urls = new Set<string>();
  readonly #refused = new Set<string>();

  get urls(): string[] {
    return [...this.#urls];
  }

  get refused(): string[] {
    return [...this.#refused];
  }

  /** All of `urls`, or none where the server refuses one. Without a client they are kept for the next connection. */
  async add(urls: string[], client: Client | undefined): Promise<void> {
    for (const url of urls) {
      if (!url.startsWith('/'))
        throw new BenchFailure('INVALID_URL', `a url starts with /, this is ${JSON.stringify(url)}`);
    }
    const wanted = [...new Set(urls)].filter((url) => !this.#urls.has(url) || this.#refused.has(url));
    if (this.#urls.size + wanted.length > MAX_SUBSCRIPTIONS) {
      throw new BenchFailure('TOO_MANY', `a device takes at most ${MAX_SUBSCRIPTIONS} subscriptions`);
    }
    if (wanted.length > 0) await client?.subscribe(wanted);
    for (const url of wanted) {
      this.#urls.add(url);
      this.#refused.delete(url);
    }
  }

  async remove(urls: string[], client: Client | undefined): Promise<void> {
    const held = urls.filter((url) => this.#urls.has(url) && !this.#refused.has(url));
    if (held.length > 0) await client?.unsubscribe(held);
    for (const url of urls) {
      this.#urls.delete(url);
      this.#refused.delete(url);
    }
  }

  /** One by one, since a server may refuse one that it took before, and would refuse the others with it. */
  async renew(client: Client): Promise<void> {
    this.#refused.clear();
    await Promise.all(
      this.urls.map(async (url) => {
        try {
          await client.subscribe(url);
        } catch {
          if (client.connected && this.#urls.has(url)) this.#refused.add(url);
        }
      }),
    );
  }
}
