import { Client, type Clock, parseServerUrl, type Tap } from '@vsoa-testbench/core';
import type { Answer, BenchError, Device, DeviceState } from '../contract.ts';
import { BenchFailure, toBenchError } from '../errors.ts';
import { compactJson } from '../json.ts';
import { asBuffer, toPayload } from '../payload.ts';
import { Subscriptions } from './subscriptions.ts';
import type { TopicFeed } from './topic-feed.ts';
import { Topics } from './topics.ts';

const CONNECT_TIMEOUT = 10_000;

export interface SessionOptions {
  id: string;
  url: string;
  name?: string | undefined;
  demo: boolean;
  tap: Tap;
  clock: Clock;
  /** Called when what `describe` says has changed. */
  onChange: () => void;
  feed: TopicFeed;
}

export interface CallRequest {
  url: string;
  method: 'GET' | 'SET';
  param: string;
  data?: Uint8Array | undefined;
  timeoutMs: number;
}

/**
 * One device: what is known of it, and the connection to it, if there is one. Each attempt to connect has a client of
 * its own; a client that was left says nothing any more.
 */
export class DeviceSession {
  readonly id: string;
  readonly topics: Topics;
  readonly #options: SessionOptions;
  readonly #subscriptions = new Subscriptions();
  #url: string;
  #passwd: string | undefined;
  #state: DeviceState;
  #client: Client | undefined;
  #serverInfo: string | null = null;
  #clientId: number | null = null;
  #rtt: number | null = null;

  /** Throws `INVALID_URL`. */
  constructor(options: SessionOptions) {
    parseServerUrl(options.url);
    this.#options = options;
    this.id = options.id;
    this.#url = options.url.trim();
    this.#state = { name: 'disconnected', since: options.clock.time(), reason: null };
    const { id, clock, feed, onChange } = options;
    this.topics = new Topics({ deviceId: id, clock, feed, onDrop: onChange });
  }

  /** As the user named it, else `host:port`. */
  get name(): string {
    return this.#options.name || this.#host;
  }

  get demo(): boolean {
    return this.#options.demo;
  }

  describe(): Device {
    const { refused } = this.#subscriptions;
    return {
      id: this.id,
      name: this.name,
      url: this.#url,
      demo: this.#options.demo,
      state: this.#state,
      serverInfo: this.#serverInfo,
      clientId: this.#clientId,
      rttMs: this.#rtt,
      subscriptions: this.#subscriptions.urls,
      ...(refused.length > 0 && { refusedSubscriptions: refused }),
      topicsDropped: this.topics.dropped,
    };
  }

  /** Starts to connect, and leaves a connection there is only for another password or url. */
  connect({ passwd, url }: { passwd?: string | undefined; url?: string | undefined } = {}): void {
    const same = (passwd === undefined || passwd === (this.#passwd ?? '')) && (url === undefined || url === this.#url);
    if (same && this.#state.name !== 'disconnected') return;
    this.#passwd = passwd === undefined ? this.#passwd : passwd || undefined;
    this.#url = url ?? this.#url;
    void this.#leave();
    const { tap, clock } = this.#options;
    const client = new Client({ tap, clock, label: this.name, raw: true });
    this.#client = client;
    this.#rtt = null;
    const since = clock.time();
    this.#become({ name: 'connecting', since, step: 'resolving', timeoutMs: CONNECT_TIMEOUT });
    client.on('state', (step) => {
      if (client !== this.#client) return;
      if (step === 'resolving' || step === 'connecting' || step === 'handshaking') {
        this.#become({ name: 'connecting', since, step, timeoutMs: CONNECT_TIMEOUT });
      }
    });
    client.on('message', (message) => {
      if (client === this.#client) this.topics.receive(message);
    });
    client.on('disconnect', (error) => this.#ended(client, error));
    client.connect(this.#url, { passwd: this.#passwd, timeout: CONNECT_TIMEOUT }).then(
      () => this.#connected(client),
      (error: unknown) => this.#ended(client, error),
    );
  }

  /** Ends the connection, or the attempt; resolves when its sockets are closed. */
  async disconnect(): Promise<void> {
    if (this.#state.name === 'disconnected') return;
    const left = this.#leave();
    this.#become({ name: 'disconnected', since: this.#options.clock.time(), reason: null });
    await left;
  }

  async ping(): Promise<number> {
    const rtt = await this.#naming(this.#connectedClient().ping());
    this.#rtt = rtt;
    this.#options.onChange();
    return rtt;
  }

  async subscribe(urls: string[]): Promise<void> {
    await this.#naming(this.#subscriptions.add(urls, this.#clientWhereConnected()));
    this.#options.onChange();
  }

  async unsubscribe(urls: string[]): Promise<void> {
    await this.#naming(this.#subscriptions.remove(urls, this.#clientWhereConnected()));
    this.#options.onChange();
  }

  async call({ url, method, param, data, timeoutMs }: CallRequest, signal: AbortSignal): Promise<Answer> {
    const text = compactJson(param);
    const payload = { param: text === '' ? undefined : Buffer.from(text), data };
    const options = { ...payload, method, timeout: timeoutMs, signal };
    const reply = await this.#naming(this.#connectedClient().call(url, options));
    return {
      // Copies: what core hands out are views of larger buffers, which would travel with them to the window.
      ...toPayload(new Uint8Array(reply.paramBytes), new Uint8Array(reply.data)),
      status: reply.status,
      statusName: reply.statusName,
      tunnelId: reply.tunnelId,
      rttMs: reply.rtt,
    };
  }

  get #host(): string {
    return this.#url.replace(/^vsoa:\/\//i, '').replace(/\/.*$/, '');
  }

  #connected(client: Client): void {
    if (client !== this.#client || !client.connected) return;
    this.#serverInfo = infoText(client.serverInfoBytes);
    this.#clientId = client.clientId ?? null;
    this.#become({ name: 'connected', since: this.#options.clock.time() });
    void this.#subscriptions.renew(client).then(this.#options.onChange);
  }

  #ended(client: Client, error: unknown): void {
    if (client !== this.#client) return;
    this.#client = undefined;
    this.#become({
      name: 'disconnected',
      since: this.#options.clock.time(),
      reason: error === null ? null : this.#withHost(toBenchError(error)),
    });
  }

  /** Closes the client there is, which is no longer listened to. */
  async #leave(): Promise<void> {
    const client = this.#client;
    this.#client = undefined;
    await client?.disconnect();
  }

  #become(state: DeviceState): void {
    this.#state = state;
    this.#options.onChange();
  }

  #withHost(error: BenchError): BenchError {
    return { ...error, host: error.host ?? this.#host };
  }

  /** Lets a failure say which host it is about. */
  async #naming<T>(work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (cause) {
      const { code, message, host, position } = this.#withHost(toBenchError(cause));
      throw new BenchFailure(code, message, { host, position, cause });
    }
  }

  #clientWhereConnected(): Client | undefined {
    return this.#state.name === 'connected' ? this.#client : undefined;
  }

  #connectedClient(): Client {
    const client = this.#clientWhereConnected();
    if (client) return client;
    throw new BenchFailure('NOT_CONNECTED', `${this.name} is not connected`, { host: this.#host });
  }
}

/** JSON text, with every digit of its numbers; null where there is none. */
function infoText(bytes: Uint8Array = new Uint8Array()): string | null {
  if (bytes.length === 0) return null;
  const { text, json } = toPayload(bytes, new Uint8Array());
  return text !== null && json ? text : JSON.stringify(asBuffer(bytes).toString());
}
