import { EventEmitter } from 'node:events';
import { type Clock, systemClock } from '../clock.ts';
import { VsoaError } from '../errors.ts';
import { checkKeepAlive } from '../keep-alive.ts';
import { LINGER, type Wire } from '../link.ts';
import { checkSendTimeout } from '../outbox.ts';
import { MAX_PACKET, MAX_QUICK_PACKET, PacketType } from '../packet/constants.ts';
import { encodePacket } from '../packet/encoder.ts';
import { decodePacket } from '../packet/view.ts';
import type { JsonValue, Payload } from '../payload.ts';
import { reportError, tell } from '../report.ts';
import { OfferedStreams } from '../stream/offered-streams.ts';
import type { Stream } from '../stream/stream.ts';
import { checkTimeout } from '../timeout.ts';
import type { ServerTlsOptions } from '../tls/options.ts';
import { checkUrl } from '../url.ts';
import { ClientIds } from './client-ids.ts';
import { checkPort } from './listen.ts';
import { Listener } from './listener.ts';
import {
  type CommandHandler,
  type CommandOptions,
  type ResolvedLimits,
  resolveLimits,
  SEND_TIMEOUT,
  type ServerEvents,
  type ServerOptions,
  type ServerStreamOptions,
  type StartOptions,
} from './options.ts';
import { PublishEncoder } from './publish-encoder.ts';
import { PublishedParams } from './published-params.ts';
import { queued } from './queued.ts';
import { QuickChannel } from './quick-channel.ts';
import type { RemoteClient } from './remote-client.ts';
import { Routes } from './routes.ts';
import { Session, type SessionContext } from './session.ts';
import { Subscribers } from './subscribers.ts';

const NOTHING = new Uint8Array(0);
/** Client id and UDP port, bytes. */
const LONGEST_HANDSHAKE_DATA = 6;

/** A VSOA server: answers RPCs by its commands, publishes to subscribers, exchanges datagrams. */
export class Server extends EventEmitter<ServerEvents> {
  readonly #options: ServerOptions;
  readonly #limits: ResolvedLimits;
  readonly #clock: Clock;
  readonly #context: SessionContext;
  readonly #sessions = new Set<Session>();
  readonly #clients = new Set<RemoteClient>();
  readonly #clientIds = new ClientIds();
  readonly #encoder = new PublishEncoder();
  readonly #params = new PublishedParams();
  #state: 'closed' | 'starting' | 'listening' | 'closing' = 'closed';
  /** The start or close that was asked for last. */
  #change: Promise<void> = Promise.resolve();
  #listener: Listener | undefined;
  #quick: QuickChannel | undefined;
  #streams: OfferedStreams | undefined;
  #address: { host: string; port: number } | undefined;
  #sendTimeout: number;
  #info: JsonValue | undefined;
  #lastLeft: (() => void) | undefined;
  #ignored = 0;
  #refused = 0;

  constructor(options: ServerOptions = {}) {
    super();
    const { sendTimeout = SEND_TIMEOUT, keepAlive = false } = options;
    checkSendTimeout(sendTimeout);
    checkKeepAlive(keepAlive);
    this.#options = options;
    this.#info = options.info;
    this.#sendTimeout = sendTimeout;
    this.#limits = resolveLimits(options.limits);
    this.#clock = options.clock ?? systemClock;
    this.#context = {
      passwd: options.passwd,
      encodedInfo: encodedInfo(options.info),
      raw: options.raw ?? false,
      clock: this.#clock,
      limits: this.#limits,
      routes: new Routes<CommandHandler>(),
      subscribers: new Subscribers<RemoteClient>(),
      quickPort: undefined,
      nextClientId: () => this.#clientIds.take(),
      interference: options.interference,
      sendQuick: (session, packet) => this.#quick?.send(session, packet) ?? false,
      putQuick: (session, packet) => this.#quick?.put(session, packet) ?? false,
      welcomed: (session, client) => this.#welcome(session, client),
      left: (session, client, reason) => this.#forget(session, client, reason),
      datagram: (client, message) => this.emit('datagram', client, message),
      failed: (error) => reportError(this, error),
      ignored: () => {
        this.#ignored += 1;
      },
    };
  }

  /** Clients that connect from now on must know it; '' or undefined: none is needed. */
  get passwd(): string | undefined {
    return this.#context.passwd;
  }

  set passwd(passwd: string | undefined) {
    this.#context.passwd = passwd;
  }

  /** What clients that connect from now on are told of the server. Throws `PACKET_TOO_LARGE`, `INVALID_ARGUMENT`. */
  get info(): JsonValue | undefined {
    return this.#info;
  }

  set info(info: JsonValue | undefined) {
    this.#context.encodedInfo = encodedInfo(info);
    this.#info = info;
  }

  /** Where it listens; undefined while it does not. */
  get address(): { host: string; port: number } | undefined {
    return this.#address;
  }

  /** Clients whose handshake is through. */
  get clients(): ReadonlySet<RemoteClient> {
    return this.#clients;
  }

  /** Packets that arrived and were not acted on; the tap says why. */
  get ignoredPackets(): number {
    return this.#ignored;
  }

  /** Connections that were closed at once because of `limits.connections`. */
  get refusedConnections(): number {
    return this.#refused;
  }

  /**
   * ms that a client may take nothing before sends to it fail, by default 100; Infinity: never. Setting it counts for
   * clients that come and for those that are there, `RemoteClient.sendTimeout` for one. Throws `INVALID_ARGUMENT`.
   */
  get sendTimeout(): number {
    return this.#sendTimeout;
  }

  set sendTimeout(ms: number) {
    checkSendTimeout(ms);
    this.#sendTimeout = ms;
    for (const session of this.#sessions) session.link.outbox.sendTimeout = ms;
  }

  /**
   * Listens on TCP and UDP, or with `tls` on TLS. Rejects with `ADDRESS_IN_USE`, `INVALID_ARGUMENT` where it is started
   * already or `port` or `tls` cannot be used, or `ERROR`. May be started again after `close`.
   */
  async start(options: StartOptions): Promise<void> {
    checkPort(options.port);
    if (this.#state !== 'closed') throw new VsoaError('INVALID_ARGUMENT', `cannot start while ${this.#state}`);
    this.#state = 'starting';
    this.#change = this.#open(options);
    await this.#change;
  }

  /**
   * Closes every connection, stream and port; resolves when they are closed. `linger` are the ms that a client has to take
   * what is queued for it and to close its end, by default 1,000; 0: RST at once, and what is queued is lost.
   */
  async close({ linger = LINGER }: { linger?: number | undefined } = {}): Promise<void> {
    checkTimeout(linger, 'linger');
    await this.#change.catch(() => undefined);
    if (this.#state === 'listening') {
      this.#state = 'closing';
      this.#change = this.#shut(linger);
    }
    await this.#change.catch(() => undefined);
  }

  /**
   * Sends PUBLISH to every client that has subscribed `url`, those with a higher priority first, over UDP where `quick`
   * is set. It is encoded once. False: nobody has subscribed, or not every subscriber could be sent to. Throws
   * `INVALID_URL`, `INVALID_ARGUMENT`, `PACKET_TOO_LARGE`.
   */
  publish(url: string, payload: Payload & { quick?: boolean | undefined } = {}): boolean {
    checkUrl(url);
    const clients = this.#context.subscribers.of(url);
    if (clients.length === 0) return false;
    const { data = NOTHING, quick = false } = payload;
    const param = this.#params.encode(url, payload.param);
    if (!quick && clients.length === 1) return clients[0]?.publish(url, param, data) ?? false;
    let sent = true;
    if (quick) {
      const packet = Buffer.from(this.#encoder.encode(url, param, data, MAX_QUICK_PACKET));
      for (const client of clients) sent = client.sendQuick(packet) && sent;
    } else {
      const packet = this.#encoder.encode(url, param, data, MAX_PACKET);
      for (const client of clients) sent = client.sendEncoded(packet) && sent;
    }
    return sent;
  }

  /** Whether a client has subscribed `url`. */
  isSubscribed(url: string): boolean {
    return this.#context.subscribers.of(url).length > 0;
  }

  /**
   * Answers RPCs: on `/a/b` only that url, on `/a/` also what is below, on `/` what nothing else takes. Of several the
   * exact one is taken, then the longest. What the handler returns, or resolves to, is the answer; where it throws, the
   * client gets status 4, and 'error' is emitted; `LATER` leaves the answer to `RemoteClient.reply`. Replaces the handler
   * that was there. Throws `INVALID_URL`, `INVALID_ARGUMENT`.
   */
  command(url: string, handler: CommandHandler, { queue }: CommandOptions = {}): void {
    checkUrl(url);
    if (typeof handler !== 'function') throw new VsoaError('INVALID_ARGUMENT', `the handler of ${url} is no function`);
    this.#context.routes.set(url, queue === undefined ? handler : queued(handler, queue));
  }

  /** RPCs on `url` are answered by what else takes it, or status 3; what was asked before is still answered. */
  removeCommand(url: string): void {
    this.#context.routes.delete(url);
  }

  /**
   * Offers a stream to one client: answer its RPC with the `tunnelId` of what this resolves with. It listens on a port of
   * its own, at the host and with the TLS of the server, until the client has come ('link'), or `timeout` is over: then
   * the stream fails with `TIMEOUT`. `close` of the server closes it. Rejects with `INVALID_ARGUMENT` while the server is
   * not started, `TOO_MANY_PENDING` beyond `limits.streams`, `ABORTED` by `signal` or `close`, `ERROR` where no port is to
   * be had.
   */
  async createStream({ client, ...options }: ServerStreamOptions = {}): Promise<Stream> {
    if (this.#streams === undefined) throw new VsoaError('INVALID_ARGUMENT', 'the server is not started');
    return this.#streams.offer(client?.address.host, options);
  }

  async #open({ host = '0.0.0.0', port, tls }: StartOptions): Promise<void> {
    try {
      const listener = this.#makeListener(tls);
      const quick = await listener.listen(host, port);
      const { label = '', tap, interference } = this.#options;
      const { ignored } = this.#context;
      this.#quick = quick && new QuickChannel(quick, { host, label, tap, clock: this.#clock, interference, ignored });
      this.#listener = listener;
      this.#streams = this.#makeStreams(listener.host, tls);
      this.#address = { host, port: listener.port };
      this.#context.quickPort = quick?.port;
      this.#state = 'listening';
    } catch (error) {
      this.#state = 'closed';
      throw error;
    }
  }

  #makeListener(tls: ServerTlsOptions | undefined): Listener {
    return new Listener(tls, this.#limits.connections, this.#clock, {
      takes: (host) => this.#options.interference?.accepts(host) ?? true,
      accepted: (wire) => this.#accept(wire),
      refused: () => {
        this.#refused += 1;
      },
      tlsFailed: (error, address) => this.emit('tlsError', error, address),
      failed: (error) => reportError(this, error),
    });
  }

  #makeStreams(host: string, tls: ServerTlsOptions | undefined): OfferedStreams {
    const { label = '', tap } = this.#options;
    const tlsFailed = (error: VsoaError, address: string) => this.emit('tlsError', error, address);
    const context = { role: 'server' as const, label, tap, clock: this.#clock };
    return new OfferedStreams({ host, tls, tlsFailed }, context, this.#limits.streams);
  }

  async #shut(linger: number): Promise<void> {
    const listener = this.#listener;
    const quick = this.#quick;
    const streams = this.#streams;
    this.#listener = undefined;
    this.#quick = undefined;
    this.#streams = undefined;
    this.#address = undefined;
    const closed = listener?.close();
    for (const session of this.#sessions) session.link.end(linger);
    const quickClosed = quick && new Promise<void>((resolve) => quick.close(resolve));
    await Promise.all([closed, this.#everyoneLeft(), quickClosed, streams?.close(linger)]);
    this.#state = 'closed';
  }

  #accept(wire: Wire): void {
    const { label = '', tap, keepAlive = false } = this.#options;
    const { stallTimeout, queuedBytes, packetRate } = this.#limits;
    const link = {
      role: 'server' as const,
      label,
      tap,
      clock: this.#clock,
      sendTimeout: this.#sendTimeout,
      stallTimeout,
      queuedBytes,
      keepAlive,
      packetRate,
      pausesReading: true,
    };
    this.#sessions.add(new Session(wire, this.#context, link));
  }

  #welcome(session: Session, client: RemoteClient): void {
    this.#clients.add(client);
    this.#quick?.add(client.id, session);
    tell(() => this.emit('connect', client));
  }

  #everyoneLeft(): Promise<void> {
    if (this.#sessions.size === 0) return Promise.resolve();
    return new Promise((resolve) => {
      this.#lastLeft = resolve;
    });
  }

  #forget(session: Session, client: RemoteClient | undefined, reason: VsoaError | null): void {
    this.#sessions.delete(session);
    if (this.#sessions.size === 0) this.#lastLeft?.();
    if (client === undefined) return;
    this.#clients.delete(client);
    this.#quick?.delete(client.id);
    this.#clientIds.release(client.id);
    tell(() => this.emit('disconnect', client, reason));
  }
}

/**
 * Encoded once: a client may send SERVINFO as often as it likes. Throws here, where the program can hear it, and not when
 * a client connects.
 */
function encodedInfo(info: JsonValue | undefined): Buffer {
  const data = Buffer.alloc(LONGEST_HANDSHAKE_DATA);
  return decodePacket(encodePacket({ type: PacketType.SERVINFO, param: info, data })).param;
}
