import { EventEmitter } from 'node:events';
import type { Client } from '../client/client.ts';
import type { WaitOptions } from '../client/options.ts';
import { RefusedError, VsoaError } from '../errors.ts';
import { type Message, parseParam, type Reply } from '../message.ts';
import { Status } from '../packet/constants.ts';
import type { JsonValue } from '../payload.ts';
import { reportError, tell } from '../report.ts';
import type { Robot } from '../robot/robot.ts';
import { checkUrl } from '../url.ts';
import type { JsonObject } from './syncer.ts';

export interface MirrorEvents {
  /** The value is another one. */
  change: [value: JsonValue];
  /** `synced` has changed. */
  sync: [boolean];
  /** The value could not be had. A warning where nobody listens. */
  error: [VsoaError];
}

/**
 * The client's side of what a `Syncer`, or the `syncer` of the npm package `vsoa`, keeps: subscribes its url, asks for
 * its value (GET), and takes what is published on it. With each new connection of the client or robot it does so again.
 */
export class Mirror extends EventEmitter<MirrorEvents> {
  readonly url: string;
  readonly #client: Client | Robot;
  readonly #events: EventEmitter<MirroredEvents>;
  #value: JsonValue | undefined;
  /** The value as on the wire. */
  #bytes: Buffer | undefined;
  #synced = false;
  /** Aborts with the connection. */
  #session = new AbortController();

  /** The client may be connected or not. Throws `INVALID_URL`. */
  constructor(client: Client | Robot, url: string) {
    super();
    checkUrl(url);
    this.url = url;
    this.#client = client;
    this.#events = client as EventEmitter as EventEmitter<MirroredEvents>;
    this.#events.on('connect', this.#entered).on('disconnect', this.#left).on('message', this.#received);
    allowListeners(this.#events, 1);
    if (client.connected) this.#entered();
  }

  /** The last that was heard of; undefined before the first. Where `synced` is false it may be old. */
  get value(): JsonValue | undefined {
    return this.#value;
  }

  /** There is a connection, the value was asked for on it, and every change since is heard of. */
  get synced(): boolean {
    return this.#synced;
  }

  /**
   * Sends SET with `patch`, whose members the server merges into its value. The new value comes as it is published: a
   * `Syncer` does so before it answers, the npm package right after. Rejects with `RefusedError` where the server refuses, else as `call` of `Client`.
   */
  async set(patch: JsonObject, options: WaitOptions = {}): Promise<void> {
    checkAccepted(await this.#client.call(this.url, { ...options, method: 'SET', param: patch }));
  }

  /** Asks for the value (GET), which is needed only after an 'error'. Rejects as `set`. */
  async refresh(options: WaitOptions = {}): Promise<void> {
    const reply = await this.#client.call(this.url, options);
    checkAccepted(reply);
    this.#take(reply);
  }

  /** Takes nothing more, and unsubscribes the url. Rejects as `unsubscribe` of the client. */
  async close(): Promise<void> {
    this.#events.off('connect', this.#entered).off('disconnect', this.#left).off('message', this.#received);
    allowListeners(this.#events, -1);
    this.#left();
    try {
      // Also without a connection, because a robot remembers.
      await this.#client.unsubscribe(this.url);
    } catch (error) {
      if (this.#client.connected) throw error;
    }
  }

  readonly #entered = (): void => {
    this.#session = new AbortController();
    void this.#sync(this.#session.signal).catch(this.#failed);
  };

  readonly #left = (): void => {
    this.#session.abort();
    this.#become(false);
  };

  readonly #received = (message: Message): void => {
    // What comes over UDP can be older than what came before it.
    if (message.url !== this.url || message.quick) return;
    try {
      this.#take(message);
    } catch (error) {
      this.#failed(error);
    }
  };

  readonly #failed = (error: unknown): void => {
    if (!this.#client.connected) return;
    const failure = new VsoaError('ERROR', `no value of ${this.url}`, error);
    reportError(this, failure);
  };

  /** Both are sent at once, the subscription first, so that no change is missed between them. */
  async #sync(signal: AbortSignal): Promise<void> {
    await Promise.all([this.#client.subscribe(this.url, { signal }), this.refresh({ signal })]);
    if (!signal.aborted) this.#become(true);
  }

  #take({ paramBytes }: Message): void {
    if (this.#bytes?.equals(paramBytes) === true) return;
    const value = paramBytes.length === 0 ? undefined : parseParam(paramBytes);
    if (value === undefined || Buffer.isBuffer(value))
      throw new VsoaError('ERROR', `the value of ${this.url} is no JSON`);
    // A copy, which does not keep the chunk.
    this.#bytes = Buffer.from(paramBytes);
    this.#value = value;
    tell(() => this.emit('change', value));
  }

  #become(synced: boolean): void {
    if (synced === this.#synced) return;
    this.#synced = synced;
    tell(() => this.emit('sync', synced));
  }
}

/** What clients and robots both tell. */
type MirroredEvents = { connect: unknown[]; disconnect: unknown[]; message: [Message] };

/** Many mirrors of one client are no leak, of which Node would warn. 0 is no limit. */
function allowListeners(events: EventEmitter<MirroredEvents>, more: 1 | -1): void {
  const limit = events.getMaxListeners();
  if (limit !== 0) events.setMaxListeners(limit + more);
}

function checkAccepted(reply: Reply): void {
  if (reply.status === Status.SUCCESS) return;
  throw new RefusedError(reply.status, `the server answered ${reply.statusName} (${reply.status})`);
}
