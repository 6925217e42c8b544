import type { Clock, Robot, Tap } from '@vsoa-testbench/core';
import type { Device, DeviceOptions, DeviceState, PeerCertificate, RefusedSubscription } from '../contract.ts';
import { BenchFailure, toBenchError } from '../errors.ts';
import { asBuffer, toPayload } from '../payload.ts';
import type { SavedDevice } from '../workspace/device-format.ts';
import { certificateOf } from './certificate.ts';
import { Connection, hostOf } from './connection.ts';
import type { Heard } from './heard.ts';
import {
  checked,
  checkSecrets,
  type GivenOptions,
  type GivenSecrets,
  merged,
  needsNewConnection,
  withDefaults,
} from './options.ts';
import { RoundTrips } from './round-trips.ts';
import { type Secrets, SecretsOf } from './secrets.ts';
import { Subscriptions } from './subscriptions.ts';
import type { TopicFeed } from './topic-feed.ts';
import { Topics } from './topics.ts';

export interface SessionOptions {
  id: string;
  options: DeviceOptions;
  demo: boolean;
  tap: Tap;
  clock: Clock;
  secrets: Secrets;
  /** Called when what `describe` says has changed. */
  onChange: () => void;
  /** Called when what `saved` says has changed. */
  onEdit: () => void;
  feed: TopicFeed;
  heard: Heard;
}

/**
 * One device: what is known of it, and the connection to it, if there is one. Each time the user connects there is a new
 * connection; one that was left says nothing any more.
 */
export class DeviceSession {
  readonly id: string;
  readonly demo: boolean;
  readonly topics: Topics;
  readonly secrets: SecretsOf;
  readonly #given: SessionOptions;
  readonly #subscriptions = new Subscriptions();
  readonly #roundTrips: RoundTrips;
  #options: DeviceOptions;
  #state: DeviceState;
  #connection: Connection | undefined;
  #serverInfo: string | null = null;
  #clientId: number | null = null;
  #certificate: PeerCertificate | null = null;
  /** The connection there is was made with other options. */
  #outdated = false;

  /** Throws `INVALID_URL`, `INVALID_ARGUMENT`. */
  constructor(given: SessionOptions) {
    const { id, demo, clock, feed, onChange, tap } = given;
    this.#given = given;
    this.#options = checked(given.options);
    this.id = id;
    this.demo = demo;
    this.secrets = new SecretsOf(given.secrets, id);
    this.#state = { name: 'disconnected', since: clock.time(), reason: null };
    this.#roundTrips = new RoundTrips(tap, onChange);
    this.topics = new Topics({ deviceId: id, clock, feed, onDrop: onChange });
  }

  get name(): string {
    return this.#options.name || this.#host;
  }

  get options(): DeviceOptions {
    return this.#options;
  }

  get saved(): SavedDevice {
    const connected = this.#options.keep && this.#state.name !== 'disconnected';
    return { id: this.id, ...this.#options, subscriptions: this.#subscriptions.urls, connected };
  }

  describe(): Device {
    const { refused } = this.#subscriptions;
    return {
      id: this.id,
      name: this.name,
      url: this.#options.url,
      demo: this.demo,
      options: this.#options,
      secrets: this.secrets.there,
      state: this.#state,
      serverInfo: this.#serverInfo,
      clientId: this.#clientId,
      rttMs: this.#roundTrips.newest,
      roundTrips: this.#roundTrips.history,
      certificate: this.#certificate,
      subscriptions: this.#subscriptions.urls,
      ...(refused.length > 0 && { refusedSubscriptions: refused }),
      topicsDropped: this.topics.dropped,
      ...(this.#outdated && { outdated: true }),
    };
  }

  /**
   * Starts to connect: anew where it waits for the next attempt, and where there is a connection only for another
   * password or url.
   */
  connect({ passwd, url }: { passwd?: string | undefined; url?: string | undefined } = {}): void {
    const same =
      (passwd === undefined || passwd === (this.secrets.get('passwd') ?? '')) &&
      (url === undefined || url === this.#options.url);
    if (same && !this.#outdated && (this.#state.name === 'connecting' || this.#state.name === 'connected')) return;
    this.secrets.take({ passwd });
    if (url !== undefined) this.#options = { ...this.#options, url };
    this.#start();
    this.#given.onEdit();
  }

  /** Ends the connection, the attempt, or the wait for the next; resolves when its sockets are closed. */
  async disconnect(): Promise<void> {
    if (this.#state.name === 'disconnected') return;
    const left = this.#leave();
    this.#outdated = false;
    this.#become({ name: 'disconnected', since: this.#given.clock.time(), reason: null });
    this.#given.onEdit();
    await left;
  }

  /** What is not given stays as it is. A connection that needs to be another one is made anew. Throws with the field that is wrong. */
  edit(given: GivenOptions & GivenSecrets): void {
    const next = this.#checkEdit(given);
    const before = { options: this.#options, secrets: JSON.stringify(this.secrets.all) };
    this.#options = next;
    this.secrets.take(given);
    const changed = needsNewConnection(before.options, next) || before.secrets !== JSON.stringify(this.secrets.all);
    if (changed && this.#state.name !== 'disconnected') this.#start();
    this.#given.onEdit();
    this.#given.onChange();
  }

  /**
   * Becomes what somebody else has saved of it. A connection that there is stays, and `outdated` says where it would be
   * another one; the next attempt is made with what was saved. Throws with the field that is wrong.
   */
  takeOver(given: GivenOptions & { url: string }, subscriptions: readonly string[]): void {
    const next = checked(withDefaults(given));
    const changed = needsNewConnection(this.#options, next);
    this.#options = next;
    if (changed && this.#state.name === 'connected') this.#outdated = true;
    else if (changed && this.#state.name !== 'disconnected') this.#start();
    const before = this.#subscriptions.urls;
    // Those that are refused are told with the others.
    const settled = () => this.#given.onChange();
    void this.#subscriptions.add(subscriptions.filter((url) => !before.includes(url))).then(settled, settled);
    void this.#subscriptions.remove(before.filter((url) => !subscriptions.includes(url))).then(settled, settled);
    this.#given.onChange();
  }

  async ping(): Promise<number> {
    const rtt = await this.#naming(this.#connected().ping());
    return this.#roundTrips.newest ?? rtt;
  }

  async subscribe(urls: string[]): Promise<RefusedSubscription[]> {
    try {
      const failed = await this.#naming(this.#subscriptions.add(urls));
      return failed.map(({ url, error }) => ({ url, error: { ...error, host: this.#host } }));
    } finally {
      this.#given.onEdit();
      this.#given.onChange();
    }
  }

  async unsubscribe(urls: string[]): Promise<void> {
    try {
      await this.#naming(this.#subscriptions.remove(urls));
    } finally {
      this.#given.onEdit();
      this.#given.onChange();
    }
  }

  get state(): DeviceState {
    return this.#state;
  }

  /** `host:port` of its url. */
  get host(): string {
    return this.#host;
  }

  /** Of the connection there is, for parts that speak to the device themselves. Throws `NOT_CONNECTED`. */
  get robot(): Robot {
    return this.#connected();
  }

  get #host(): string {
    return hostOf(this.#options.url);
  }

  #checkEdit(given: GivenOptions & GivenSecrets): DeviceOptions {
    const { secrets } = this;
    const { key, passphrase } = given;
    const next = checked(merged(this.#options, given));
    checkSecrets(next, { key: key ?? secrets.get('key'), passphrase: passphrase ?? secrets.get('passphrase') });
    return next;
  }

  /** A new connection in place of the one there is. */
  #start(): void {
    void this.#leave();
    this.#outdated = false;
    this.#roundTrips.clear();
    const connection = new Connection({
      device: this.#options,
      secrets: this.secrets.all,
      label: this.name,
      tap: this.#roundTrips.tap,
      clock: this.#given.clock,
      onState: () => {
        if (connection === this.#connection) this.#follow(connection);
      },
    });
    this.#connection = connection;
    const { robot } = connection;
    robot.on('message', (message) => {
      if (connection !== this.#connection) return;
      this.topics.receive(message);
      this.#given.heard.published(this.id, message);
    });
    robot.on('datagram', (message) => {
      if (connection === this.#connection) this.#given.heard.datagram(this.id, message);
    });
    void this.#subscriptions.follow(robot);
    connection.start();
  }

  #follow({ state, client }: Connection): void {
    if (client && this.#state.name !== 'connected') {
      this.#serverInfo = infoText(client.serverInfoBytes);
      this.#clientId = client.clientId ?? null;
      this.#certificate = certificateOf(client);
    }
    if (!client) this.#certificate = null;
    if (this.#outdated && state.name !== 'connected') {
      this.#outdated = false;
      if (state.name !== 'disconnected') {
        this.#start();
        return;
      }
    }
    this.#become(state);
  }

  /** Closes the connection there is, which is no longer listened to. */
  async #leave(): Promise<void> {
    const connection = this.#connection;
    this.#connection = undefined;
    this.#certificate = null;
    await connection?.stop();
  }

  #become(state: DeviceState): void {
    this.#state = state;
    this.#given.onChange();
  }

  /** Lets a failure say which host it is about. */
  async #naming<T>(work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (cause) {
      const { code, message, ...details } = toBenchError(cause);
      throw new BenchFailure(code, message, { host: this.#host, ...details, cause });
    }
  }

  #connected(): Robot {
    if (this.#connection?.client) return this.#connection.robot;
    throw new BenchFailure('NOT_CONNECTED', `${this.name} is not connected`, { host: this.#host });
  }
}

/** JSON text, with every digit of its numbers; null where there is none. */
function infoText(bytes: Uint8Array = new Uint8Array()): string | null {
  if (bytes.length === 0) return null;
  const { text, json } = toPayload(bytes, new Uint8Array());
  return text !== null && json ? text : JSON.stringify(asBuffer(bytes).toString());
}
