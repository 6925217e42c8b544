import type { Client } from '../client/client.ts';
import type { WaitOptions } from '../client/options.ts';
import { RefusedError, VsoaError } from '../errors.ts';
import { HEADER_LENGTH, MAX_PACKET, MAX_URL } from '../packet/constants.ts';
import { checkUrl } from '../url.ts';
import type { SubscriptionState } from './options.ts';

type SubscribingClient = Pick<Client, 'connected' | 'subscribe' | 'unsubscribe'>;

const WAITING: SubscriptionState = { name: 'waiting' };
const SUBSCRIBED: SubscriptionState = { name: 'subscribed' };

/** The urls that a robot is to be subscribed to, whether there is a connection or not. */
export class Subscriptions {
  readonly #client: SubscribingClient;
  readonly #states = new Map<string, SubscriptionState>();

  constructor(client: SubscribingClient) {
    this.#client = client;
  }

  get states(): ReadonlyMap<string, SubscriptionState> {
    return this.#states;
  }

  /** Those that the server has accepted. */
  get subscribed(): string[] {
    return [...this.#states].flatMap(([url, { name }]) => (name === 'subscribed' ? [url] : []));
  }

  /** Remembers the urls and makes the subscriptions where there is a connection. Rejects with the first failure. */
  async add(given: string | readonly string[], wait: WaitOptions): Promise<void> {
    const urls = checkedUrls(given);
    for (const url of urls) this.#states.set(url, WAITING);
    const failure = await this.#make(urls, wait);
    if (failure !== undefined) throw failure;
  }

  /** Forgets the urls, by default all, and tells the server of those that it may know. */
  async remove(given: string | readonly string[] | undefined, wait: WaitOptions): Promise<void> {
    const known = [...(given === undefined ? this.#states.keys() : checkedUrls(given))].filter((url) => {
      const state = this.#states.get(url);
      this.#states.delete(url);
      return state !== undefined && !(state.name === 'failed' && state.reason instanceof RefusedError);
    });
    if (!this.#client.connected) return;
    try {
      await Promise.all(batchesOf(known).map((batch) => this.#client.unsubscribe(batch, wait)));
    } catch (error) {
      // With the connection the subscriptions are gone, too.
      if (this.#client.connected) throw error;
    }
  }

  /** Makes every subscription on a new connection; what is sent is sent at once. Resolves with the first failure. */
  makeAgain(): Promise<VsoaError | undefined> {
    return this.#make([...this.#states.keys()], {});
  }

  /** The connection is gone. */
  lost(): void {
    for (const url of this.#states.keys()) this.#states.set(url, WAITING);
  }

  async #make(urls: readonly string[], wait: WaitOptions): Promise<VsoaError | undefined> {
    if (!this.#client.connected) return undefined;
    const failures = await Promise.all(batchesOf(urls).map((batch) => this.#makeBatch(batch, wait)));
    return failures.find((failure) => failure !== undefined);
  }

  async #makeBatch(batch: readonly string[], wait: WaitOptions): Promise<VsoaError | undefined> {
    const urls = batch.filter((url) => this.#states.has(url));
    try {
      await this.#client.subscribe(urls, wait);
      this.#mark(urls, SUBSCRIBED);
      return undefined;
    } catch (error) {
      // They wait for the next connection.
      if (!this.#client.connected) return undefined;
      const reason = error instanceof VsoaError ? error : new VsoaError('ERROR', 'cannot subscribe', error);
      if (urls.length === 1 || !(reason instanceof RefusedError)) {
        this.#mark(urls, { name: 'failed', reason });
        return reason;
      }
      return this.#makeHalves(urls, wait);
    }
  }

  /** A server refuses an array for one bad url in it: the others are found. */
  async #makeHalves(urls: readonly string[], wait: WaitOptions): Promise<VsoaError | undefined> {
    const middle = Math.ceil(urls.length / 2);
    const first = await this.#makeBatch(urls.slice(0, middle), wait);
    const second = await this.#makeBatch(urls.slice(middle), wait);
    return first ?? second;
  }

  #mark(urls: readonly string[], state: SubscriptionState): void {
    for (const url of urls) if (this.#states.has(url)) this.#states.set(url, state);
  }
}

/** As few lists as fit in a packet each. A list of one is sent as the url of its packet, which always fits. */
export function batchesOf(urls: readonly string[]): string[][] {
  const room = MAX_PACKET - HEADER_LENGTH - '[]'.length;
  const batches: string[][] = [];
  let batch: string[] = [];
  let bytes = 0;
  for (const url of urls) {
    const length = Buffer.byteLength(JSON.stringify(url)) + ','.length;
    if (batch.length === 0 || bytes + length > room) {
      batch = [];
      batches.push(batch);
      bytes = 0;
    }
    batch.push(url);
    bytes += length;
  }
  return batches;
}

function checkedUrls(given: string | readonly string[]): string[] {
  const urls = typeof given === 'string' ? [given] : [...new Set(given)];
  for (const url of urls) {
    checkUrl(url);
    if (Buffer.byteLength(url) > MAX_URL) throw new VsoaError('INVALID_URL', `a url has at most ${MAX_URL} bytes`);
  }
  return urls;
}
