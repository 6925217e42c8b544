import { EventEmitter } from 'node:events';
import { formatAddress, parseServerUrl, type ServerAddress } from '../address.ts';
import { type Clock, systemClock } from '../clock.ts';
import { VsoaError } from '../errors.ts';
import { checkKeepAlive, type KeepAlive } from '../keep-alive.ts';
import { LINGER } from '../link.ts';
import type { Reply } from '../message.ts';
import { checkSendTimeout } from '../outbox.ts';
import { Flag, PacketType } from '../packet/constants.ts';
import { encodeParam } from '../packet/encoder.ts';
import type { JsonValue, Payload } from '../payload.ts';
import { tell } from '../report.ts';
import { openStream } from '../stream/open.ts';
import type { StreamOptions } from '../stream/options.ts';
import type { Stream } from '../stream/stream.ts';
import { checkTimeout } from '../timeout.ts';
import { type ClientTlsOptions, secureClientOptions } from '../tls/options.ts';
import { type PeerCertificate, peerCertificate, peerCertificateDer } from '../tls/peer-certificate.ts';
import { checkUrl } from '../url.ts';
import { openSockets } from './attempt.ts';
import { Connection, type ConnectionOwner } from './connection.ts';
import { Deadline } from './deadline.ts';
import { connectErrorOf, disconnected } from './failures.ts';
import type { CallOptions, ClientEvents, ClientOptions, ClientState, ConnectOptions, WaitOptions } from './options.ts';

const CONNECT_TIMEOUT = 10_000;
const SEND_TIMEOUT = 500;
const QUEUED_BYTES = 16_777_216;

/** Talks to one VSOA server. May be connected again and again, one connection at a time. */
export class Client extends EventEmitter<ClientEvents> {
  readonly #options: ClientOptions;
  readonly #clock: Clock;
  #sendTimeout: number;
  #keepAlive: KeepAlive;
  #state: ClientState = 'idle';
  #attempt: Deadline | undefined;
  #connection: Connection | undefined;
  /** Of the connection; streams have the same. */
  #security: { tls: ClientTlsOptions | true | undefined; hostname: string } = { tls: undefined, hostname: '' };
  #ignored = 0;
  readonly #waitingForClosed: (() => void)[] = [];

  constructor(options: ClientOptions = {}) {
    super();
    const { clock = systemClock, sendTimeout = SEND_TIMEOUT, keepAlive = false } = options;
    checkSendTimeout(sendTimeout);
    checkKeepAlive(keepAlive);
    this.#options = options;
    this.#clock = clock;
    this.#sendTimeout = sendTimeout;
    this.#keepAlive = keepAlive;
  }

  /** How far it is with its connection; `idle` before the first `connect`. */
  get state(): ClientState {
    return this.#state;
  }

  /** The handshake is through, and nobody has closed the connection. */
  get connected(): boolean {
    return this.#state === 'connected';
  }

  /** What the server says of itself: JSON, or its text where that is none. */
  get serverInfo(): JsonValue | undefined {
    return this.#connection?.server?.info;
  }

  /** `serverInfo` as on the wire, for instance where numbers have more digits than JavaScript keeps; length 0 for none. */
  get serverInfoBytes(): Buffer | undefined {
    return this.#connection?.server?.infoBytes;
  }

  /** What the server calls this client, `RemoteClient.id` there; undefined while not connected. */
  get clientId(): number | undefined {
    return this.#connection?.server?.clientId;
  }

  /** The server's end of the TCP connection; undefined while not connected. */
  get remoteAddress(): { host: string; port: number } | undefined {
    const server = this.#connection?.server;
    return server && { host: server.host, port: server.port };
  }

  /** Requests that await their reply. */
  get pendings(): number {
    return this.#connection?.pending.size ?? 0;
  }

  /** Bytes of packets that the system has not taken yet, those of the quick channel not counted; 0 while not connected. */
  get queuedBytes(): number {
    return this.#connection?.link.outbox.queuedBytes ?? 0;
  }

  /** Packets that arrived and were not acted on; the tap says why. */
  get ignoredPackets(): number {
    return this.#ignored;
  }

  /**
   * ms that the server may take nothing before sends fail with `SEND_TIMEOUT`, by default 500; Infinity: never. Counts
   * at once, and for later connections. Throws `INVALID_ARGUMENT`.
   */
  get sendTimeout(): number {
    return this.#sendTimeout;
  }

  set sendTimeout(ms: number) {
    checkSendTimeout(ms);
    this.#sendTimeout = ms;
    if (this.#connection !== undefined) this.#connection.link.outbox.sendTimeout = ms;
  }

  /**
   * ms of silence before TCP probes whether the server is still there, false (the default): it does not. Counts at once,
   * and for later connections. Throws `INVALID_ARGUMENT`.
   */
  get keepAlive(): KeepAlive {
    return this.#keepAlive;
  }

  set keepAlive(keepAlive: KeepAlive) {
    checkKeepAlive(keepAlive);
    this.#keepAlive = keepAlive;
    if (this.#connection !== undefined) this.#connection.link.keepAlive = keepAlive;
  }

  /** What the server has shown of itself; undefined where there is no TLS or no connection. */
  peerCertificate(): PeerCertificate | undefined {
    return this.#connection && peerCertificate(this.#connection.link.socket);
  }

  /** The certificate of the server, DER. Undefined as with `peerCertificate`. */
  peerCertificateDer(): Buffer | undefined {
    return this.#connection && peerCertificateDer(this.#connection.link.socket);
  }

  /**
   * Connects to `vsoa://host:port`, with TLS where `tls` is given, and sends SERVINFO. `timeout` is for the whole
   * attempt, by default 10,000 ms. Rejects with `ConnectError`, or `VsoaError` with `INVALID_URL`, `ABORTED` (by
   * `signal` or `disconnect`), or `INVALID_ARGUMENT` where it is connected already, or `tls`, `timeout` or
   * `position.servers` cannot be used.
   */
  async connect(url: string | URL, options: ConnectOptions = {}): Promise<JsonValue | undefined> {
    const address = parseServerUrl(url);
    const host = formatAddress(address.host, address.port);
    if (this.#state !== 'idle' && this.#state !== 'closed') {
      throw new VsoaError('INVALID_ARGUMENT', `cannot connect while ${this.#state}`);
    }
    const { passwd, timeout = CONNECT_TIMEOUT, signal } = options;
    const tls = options.tls === false ? undefined : options.tls;
    checkTimeout(timeout);
    if (tls !== undefined) secureClientOptions(tls, address.name);
    const attempt = new Deadline(host, timeout, this.#clock, signal);
    this.#attempt = attempt;
    this.#security = { tls, hostname: address.name };
    try {
      await this.#open(address, passwd, tls, attempt.signal);
      return this.serverInfo;
    } catch (error) {
      if (this.#attempt === attempt) await this.#abandon();
      attempt.signal.throwIfAborted();
      throw connectErrorOf(error, host);
    } finally {
      attempt.stop();
    }
  }

  /**
   * Sends RPC and resolves with its reply, whatever the status. `timeout` is 60,000 ms by default. Rejects with
   * `NOT_CONNECTED`, `INVALID_URL`, `INVALID_ARGUMENT`, `PACKET_TOO_LARGE`, `TOO_MANY_PENDING` or `SEND_TIMEOUT` where
   * it is not sent; with `TIMEOUT`, `ABORTED`, `CONNECTION_LOST`, `CLOSED_BY_SERVER` or `INVALID_RESPONDING` where no
   * reply comes.
   */
  call(url: string, options: CallOptions = {}): Promise<Reply> {
    const connection = this.#live();
    if (connection === undefined) return Promise.reject(notConnected());
    const { method = 'GET' } = options;
    if (method !== 'GET' && method !== 'SET') return Promise.reject(wrongMethod(method));
    return connection.request(PacketType.RPC, method === 'SET' ? Flag.SET : 0, url, options, options);
  }

  /** Sends PINGECHO and resolves with the ms its reply took. Fails as `call`. */
  async ping(options: WaitOptions = {}): Promise<number> {
    const connection = this.#live();
    if (connection === undefined) throw notConnected();
    const reply = await connection.request(PacketType.PINGECHO, 0, '', {}, options);
    return reply.rtt;
  }

  /**
   * Sends SUBSCRIBE for one url or several in one packet: `/a` takes only `/a`, `/a/` also what is below, `/` all.
   * Rejects with `RefusedError` where the server answers with another status than 0 (none is subscribed then), with
   * `PACKET_TOO_LARGE` where they do not fit in one packet, 262,144 bytes with quotes and commas, else as `call`.
   */
  subscribe(urls: string | readonly string[], options: WaitOptions = {}): Promise<void> {
    return this.#requestUrls(PacketType.SUBSCRIBE, urls, options);
  }

  /** Sends UNSUBSCRIBE for one url, several, or all where none is given. Fails as `subscribe`. */
  unsubscribe(urls?: string | readonly string[], options: WaitOptions = {}): Promise<void> {
    return this.#requestUrls(PacketType.UNSUBSCRIBE, urls, options);
  }

  /**
   * Sends DATAGRAM, over UDP where `quick` is set; nothing answers it. False: not sent, because there is no connection,
   * no quick channel (there is none with TLS), or the server takes nothing. Throws `INVALID_URL`, `INVALID_ARGUMENT`,
   * `PACKET_TOO_LARGE`.
   */
  datagram(url: string, payload: Payload & { quick?: boolean | undefined } = {}): boolean {
    checkUrl(url);
    const connection = this.#live();
    if (connection === undefined) return false;
    if (payload.quick === true) return connection.sendQuick(url, payload);
    return connection.send(PacketType.DATAGRAM, url, encodeParam(payload.param), payload.data);
  }

  /**
   * Connects to the stream that the server offers by the `tunnelId` of a reply, with TLS where this connection has it.
   * The stream is a connection of its own, which `disconnect` leaves alone. Rejects with `NOT_CONNECTED`,
   * `INVALID_ARGUMENT`, `ABORTED` by `signal`, or `ConnectError`: `UNREACHABLE` where nobody offers it (any more),
   * `SERVER_NO_RESPONDING` after `timeout`, `TLS_HANDSHAKE_FAILED`, `ERROR`.
   */
  async createStream(tunnelId: number, options: StreamOptions = {}): Promise<Stream> {
    const server = this.#live()?.server;
    if (server === undefined) throw notConnected();
    const { tap, label = '' } = this.#options;
    const place = { host: server.host, tunnelId, ...this.#security };
    return openStream(place, { role: 'client', label, tap, clock: this.#clock }, options);
  }

  /** Sends NOOP, which only has to arrive: behind it TCP sees sooner what was lost. False: not sent. */
  noop(): boolean {
    return this.#live()?.send(PacketType.NOOP) ?? false;
  }

  /** @internal Closes at once with RST because of `error`: requests that wait reject with it, what is queued is lost. */
  reset(error: VsoaError): void {
    this.#live()?.link.reset(error);
  }

  /**
   * Sends what is queued and closes; ends an attempt to connect. Requests that wait reject with `ABORTED`. Resolves
   * when the sockets are closed. `linger` are the ms that the server has to take what is queued and to close its end,
   * by default 1,000; 0: closes at once with RST, and what is queued is lost.
   */
  async disconnect({ linger = LINGER }: { linger?: number | undefined } = {}): Promise<void> {
    checkTimeout(linger, 'linger');
    if (this.#state === 'idle') return;
    if (this.#state === 'connected') {
      this.#become('closing');
      this.#connection?.end(linger);
    } else if (this.#state === 'closing') {
      if (linger === 0) this.#connection?.link.end(0);
    } else {
      this.#attempt?.abort(disconnected());
    }
    await this.#untilClosed();
  }

  #become(state: ClientState): void {
    if (state === this.#state) return;
    this.#state = state;
    if (state === 'closed') for (const resolve of this.#waitingForClosed.splice(0)) resolve();
    tell(() => this.emit('state', state));
  }

  #untilClosed(): Promise<void> {
    if (this.#state === 'closed') return Promise.resolve();
    return new Promise((resolve) => this.#waitingForClosed.push(resolve));
  }

  /** The connection, where its handshake is through and nobody ends it. */
  #live(): Connection | undefined {
    return this.#state === 'connected' ? this.#connection : undefined;
  }

  async #open(
    address: ServerAddress,
    passwd: string | undefined,
    tls: ClientTlsOptions | true | undefined,
    signal: AbortSignal,
  ): Promise<void> {
    const { raw = false, tap, label = '', limits, position } = this.#options;
    const clock = this.#clock;
    const options = { tls, position, signal, tap, label, clock };
    const sockets = await openSockets(address, options, (step) => this.#become(step));
    this.#connection = new Connection(sockets, this.#owner, {
      raw,
      tap,
      label,
      clock,
      sendTimeout: this.#sendTimeout,
      keepAlive: this.#keepAlive,
      queuedBytes: limits?.queuedBytes ?? QUEUED_BYTES,
    });
    this.#become('handshaking');
    await this.#connection.handshake(passwd, signal);
  }

  /** Leaves nothing open of an attempt that failed. */
  async #abandon(): Promise<void> {
    // Awaited before it comes: who hears of it may connect again at once.
    const closed = this.#untilClosed();
    if (this.#connection === undefined) this.#become('closed');
    else this.#connection.link.destroy(null);
    await closed;
  }

  readonly #owner: ConnectionOwner = {
    welcomed: ({ info }) => {
      this.#become('connected');
      tell(() => this.emit('connect', info));
    },
    message: (message) => this.emit('message', message),
    datagram: (message) => this.emit('datagram', message),
    priority: (priority) => this.emit('priority', priority),
    ignored: () => {
      this.#ignored += 1;
    },
    closing: () => this.#become('closing'),
    closed: (error) => {
      const wasConnected = this.#connection?.server !== undefined;
      this.#connection = undefined;
      this.#become('closed');
      if (wasConnected) tell(() => this.emit('disconnect', error));
    },
  };

  async #requestUrls(type: number, urls: string | readonly string[] | undefined, wait: WaitOptions): Promise<void> {
    const list = typeof urls === 'string' ? [urls] : urls;
    for (const url of list ?? []) checkUrl(url);
    if (list?.length === 0) return;
    const connection = this.#live();
    if (connection === undefined) throw notConnected();
    await connection.requestUrls(type, list, wait);
  }
}

function notConnected(): VsoaError {
  return new VsoaError('NOT_CONNECTED', 'not connected');
}

function wrongMethod(method: unknown): VsoaError {
  return new VsoaError('INVALID_ARGUMENT', `a method is 'GET' or 'SET', not ${String(method)}`);
}
