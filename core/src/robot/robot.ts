import { EventEmitter } from 'node:events';
import { parseServerUrl } from '../address.ts';
import { Client } from '../client/client.ts';
import type { CallOptions, WaitOptions } from '../client/options.ts';
import { type Clock, systemClock, type TimerHandle } from '../clock.ts';
import { VsoaError } from '../errors.ts';
import type { Reply } from '../message.ts';
import type { JsonValue, Payload } from '../payload.ts';
import { reportError, tell } from '../report.ts';
import { checkTimeout } from '../timeout.ts';
import { fetchValues, urlsToFetch } from './current-values.ts';
import {
  checkedTimes,
  type RobotEvents,
  type RobotOptions,
  type RobotState,
  type RobotTimes,
  type SubscriptionState,
} from './options.ts';
import { startPinging } from './pinging.ts';
import { Subscriptions } from './subscriptions.ts';
import { Turbo } from './turbo.ts';
import { Waiters } from './until-connected.ts';

/**
 * Keeps a client connected to one server: connects, pings, and after a failure of any kind, a wrong password included,
 * waits `reconnectDelay` and connects again, until `stop`. Subscriptions are remembered and made again.
 *
 * What a listener throws is an uncaught exception, and does not stop the robot.
 */
export class Robot extends EventEmitter<RobotEvents> {
  readonly url: string;
  /** For what the robot does not offer itself. Connecting and disconnecting it is for the robot. */
  readonly client: Client;
  /** For the next attempt; may be changed at any time. */
  passwd: string | undefined;
  readonly #options: RobotOptions;
  readonly #clock: Clock;
  readonly #subscriptions: Subscriptions;
  readonly #turbo: Turbo;
  readonly #waiters: Waiters;
  #times: RobotTimes;
  #state: RobotState;
  /** Aborts with the connection. */
  #session = new AbortController();
  #delay: TimerHandle | undefined;
  /** The last attempt; resolves when it is through, either way. */
  #connecting: Promise<void> = Promise.resolve();
  /** Resolves when the last `stop` has closed everything. */
  #closing: Promise<void> = Promise.resolve();

  /** `url` is `vsoa://host:port`. Throws `INVALID_URL`, `INVALID_ARGUMENT`. */
  constructor(url: string, options: RobotOptions = {}) {
    super();
    parseServerUrl(url);
    this.url = url;
    this.passwd = options.passwd;
    this.#options = options;
    this.#times = checkedTimes(options);
    checkTimeout(options.connectTimeout, 'connectTimeout');
    this.#clock = options.clock ?? systemClock;
    this.#state = { name: 'stopped', since: this.#clock.time() };
    this.client = new Client(options);
    this.#subscriptions = new Subscriptions(this.client);
    this.#waiters = new Waiters(this.#clock);
    this.#turbo = new Turbo({ clock: this.#clock, interval: () => this.turbo, noop: () => this.client.noop() });
    this.client.on('connect', (info) => this.#entered(info));
    this.client.on('disconnect', (error) => this.#left(error));
    this.client.on('message', (message) => this.#state.name === 'connected' && this.emit('message', message));
    this.client.on('datagram', (message) => this.#state.name === 'connected' && this.emit('datagram', message));
    this.client.on('priority', (priority) => this.emit('priority', priority));
  }

  get state(): RobotState {
    return this.#state;
  }

  get connected(): boolean {
    return this.#state.name === 'connected';
  }

  /** What is remembered, and what became of each on the connection that there is. */
  get subscriptions(): ReadonlyMap<string, SubscriptionState> {
    return this.#subscriptions.states;
  }

  /** ms, see `RobotOptions`; may be changed at any time, as the three below. Counts from the next delay, ping or NOOP on. */
  get reconnectDelay(): number {
    return this.#times.reconnectDelay;
  }

  set reconnectDelay(reconnectDelay: number) {
    this.#times = checkedTimes({ ...this.#times, reconnectDelay });
  }

  get pingInterval(): number {
    return this.#times.pingInterval;
  }

  set pingInterval(pingInterval: number) {
    this.#times = checkedTimes({ ...this.#times, pingInterval });
  }

  get lostLimit(): number {
    return this.#times.lostLimit;
  }

  set lostLimit(lostLimit: number) {
    this.#times = checkedTimes({ ...this.#times, lostLimit });
  }

  get turbo(): number {
    return this.#times.turbo;
  }

  set turbo(turbo: number) {
    this.#times = checkedTimes({ ...this.#times, turbo });
  }

  /** Begins to connect. May be called again after `stop`. Throws `INVALID_ARGUMENT` where it is started already. */
  start(): void {
    if (this.#state.name !== 'stopped') throw new VsoaError('INVALID_ARGUMENT', 'the robot is started already');
    this.#attempt(1, undefined);
  }

  /**
   * Ends it at once, whatever it does: calls that wait reject with `ABORTED`. What is queued is sent; `linger` as for
   * `disconnect` of `Client`. Resolves when everything is closed. Subscriptions stay remembered.
   */
  async stop(options: { linger?: number | undefined } = {}): Promise<void> {
    checkTimeout(options.linger, 'linger');
    if (this.#state.name === 'stopped') {
      await this.#closing;
      return;
    }
    const wasConnected = this.#state.name === 'connected';
    if (this.#delay !== undefined) this.#clock.clearTimeout(this.#delay);
    this.#endSession();
    this.#closing = this.#close(options.linger);
    this.#become({ name: 'stopped', since: this.#clock.time() }, () => {
      if (wasConnected) this.emit('disconnect', null);
    });
    await this.#closing;
  }

  /**
   * Resolves when it is connected, at once where it is. Rejects with `NOT_CONNECTED` where it is or gets stopped, with
   * `TIMEOUT` (`cause`: why the last attempt failed) or `ABORTED`. `timeout` has no default.
   */
  untilConnected(options: WaitOptions = {}): Promise<void> {
    return this.#waiters.untilConnected(this.#state, options);
  }

  /**
   * Remembers the urls and sends SUBSCRIBE, where there is a connection, and after each connect. Resolves when the
   * server has accepted, or at once where there is no connection. Rejects as `subscribe` of `Client`; also then the
   * urls stay remembered (`subscriptions` tells which failed), except with `INVALID_URL`. Of several urls those that the
   * server refuses do not keep the others from being subscribed.
   */
  subscribe(urls: string | readonly string[], options: WaitOptions = {}): Promise<void> {
    return this.#subscriptions.add(urls, options);
  }

  /**
   * Forgets the urls, or all where none is given, and sends UNSUBSCRIBE where there is a connection, always with the
   * urls: not every server knows the form that means all. Rejects as `unsubscribe` of `Client`.
   */
  unsubscribe(urls?: string | readonly string[], options: WaitOptions = {}): Promise<void> {
    return this.#subscriptions.remove(urls, options);
  }

  /** As `call` of `Client`: rejects with `NOT_CONNECTED` at once where there is no connection. */
  call(url: string, options: CallOptions = {}): Promise<Reply> {
    const call = this.client.call(url, options);
    return this.turbo === 0 ? call : this.#turbo.during(call);
  }

  /** As `ping` of `Client`. */
  ping(options: WaitOptions = {}): Promise<number> {
    return this.client.ping(options);
  }

  /** As `datagram` of `Client`: false where there is no connection. */
  datagram(url: string, payload: Payload & { quick?: boolean | undefined } = {}): boolean {
    return this.client.datagram(url, payload);
  }

  /** `told` emits what else there is to say of the change, before 'state'. Listeners may change the state themselves. */
  #become(state: RobotState, told?: () => void): void {
    this.#state = state;
    this.#waiters.tell(state);
    if (told !== undefined) tell(told);
    if (this.#state === state) tell(() => this.emit('state', state));
  }

  #attempt(attempt: number, reason: VsoaError | undefined): void {
    const state: RobotState = { name: 'connecting', since: this.#clock.time(), attempt, reason };
    this.#become(state);
    this.#connecting = this.#connect(state);
  }

  async #connect(state: RobotState & { name: 'connecting' }): Promise<void> {
    const { connectTimeout, ...options } = this.#options;
    await this.#closing;
    if (this.#state !== state) return;
    try {
      await this.client.connect(this.url, { ...options, passwd: this.passwd, timeout: connectTimeout });
    } catch (error) {
      const reason = error instanceof VsoaError ? error : new VsoaError('ERROR', 'cannot connect', error);
      if (this.#state === state) this.#wait(reason, state.attempt);
    }
  }

  async #close(linger: number | undefined): Promise<void> {
    await Promise.all([this.client.disconnect({ linger }), this.#connecting]);
  }

  #wait(reason: VsoaError, attempt: number, told?: () => void): void {
    const since = this.#clock.time();
    this.#delay = this.#clock.setTimeout(() => this.#attempt(attempt + 1, reason), this.reconnectDelay);
    this.#become({ name: 'waiting', since, until: since + this.reconnectDelay, attempt, reason }, told);
  }

  #entered(info: JsonValue | undefined): void {
    if (this.#state.name !== 'connecting') return;
    this.#session = new AbortController();
    const { signal } = this.#session;
    // Before the listeners can send anything, so that what they ask for is never newer than what is published next.
    void this.#restore(signal);
    startPinging(
      {
        clock: this.#clock,
        interval: () => this.pingInterval,
        ping: (timeout, aborted) => this.client.ping({ timeout, signal: aborted }),
        lost: (count) => this.#lostPings(count),
      },
      signal,
    );
    this.#become({ name: 'connected', since: this.#clock.time(), lostPings: 0 }, () => this.emit('connect', info));
  }

  #left(error: VsoaError | null): void {
    if (this.#state.name !== 'connected') return;
    this.#endSession();
    // Null where the program disconnected the client itself.
    this.#wait(error ?? new VsoaError('ABORTED', 'disconnected'), 0, () => this.emit('disconnect', error));
  }

  #endSession(): void {
    this.#session.abort();
    this.#subscriptions.lost();
  }

  #lostPings(lostPings: number): void {
    if (this.#state.name !== 'connected') return;
    if (lostPings <= this.lostLimit) this.#become({ ...this.#state, lostPings });
    else this.client.reset(new VsoaError('CONNECTION_LOST', `${lostPings} pings in a row were not answered`));
  }

  /** Makes the subscriptions again and asks for current values. */
  async #restore(signal: AbortSignal): Promise<void> {
    const failure = await this.#subscriptions.makeAgain();
    if (signal.aborted) return;
    if (failure !== undefined) this.#report(failure);
    await fetchValues(this.client, this.#urlsToFetch(), signal, {
      value: (message) => tell(() => this.emit('message', message)),
      failure: (error) => this.#report(error),
    });
  }

  #urlsToFetch(): string[] {
    try {
      return urlsToFetch(this.#options.fetchOnReconnect, this.#subscriptions.subscribed);
    } catch (error) {
      this.#report(new VsoaError('ERROR', 'fetchOnReconnect failed', error));
      return [];
    }
  }

  #report(error: VsoaError): void {
    reportError(this, error);
  }
}
