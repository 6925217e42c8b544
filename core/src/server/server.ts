import { EventEmitter, once } from 'node:events';
import { createServer, type Socket, type Server as TcpServer } from 'node:net';
import { type Clock, systemClock } from '../clock.ts';
import { VsoaError } from '../errors.ts';
import type { Message } from '../message.ts';
import { MAX_PACKET, MAX_QUICK_PACKET, PacketType } from '../packet/constants.ts';
import { checkedRoom, type EncodedParam, encodeInto, encodePacket, encodeParam } from '../packet/encoder.ts';
import type { JsonValue, Payload } from '../payload.ts';
import type { QuickSocket } from '../quick.ts';
import { checkUrl } from '../url.ts';
import { listen, portOf } from './listen.ts';
import {
  type CommandHandler,
  DEFAULT_LIMITS,
  type ResolvedLimits,
  SEND_TIMEOUT,
  type ServerOptions,
} from './options.ts';
import { QuickChannel } from './quick-channel.ts';
import type { RemoteClient } from './remote-client.ts';
import { Routes } from './routes.ts';
import { Session, type SessionContext } from './session.ts';
import { Subscribers } from './subscribers.ts';

export interface ServerEvents {
  /** A client's handshake is through. */
  connect: [RemoteClient];
  disconnect: [RemoteClient];
  /** A DATAGRAM, normal or quick. */
  datagram: [RemoteClient, Message];
  /** A handler failed (`cause` is what it threw), or the listening socket did. The server lives on. */
  error: [VsoaError];
}

export interface StartOptions {
  /** By default 0.0.0.0. */
  host?: string | undefined;
  /** For TCP and UDP; 0: one that is free for both. */
  port: number;
}

const NOTHING = new Uint8Array(0);
const SCRATCH = 65_536;
const LAST_CLIENT_ID = 0xffff_fffe;
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
  readonly #scratch = Buffer.allocUnsafeSlow(SCRATCH);
  #state: 'closed' | 'starting' | 'listening' | 'closing' = 'closed';
  /** The start or close that was asked for last. */
  #change: Promise<void> = Promise.resolve();
  #tcp: TcpServer | undefined;
  #quick: QuickChannel | undefined;
  #address: { host: string; port: number } | undefined;
  #lastClientId = 0;
  #lastLeft: (() => void) | undefined;
  #ignored = 0;

  constructor(options: ServerOptions = {}) {
    super();
    this.#options = options;
    this.#limits = { ...DEFAULT_LIMITS, ...options.limits };
    this.#clock = options.clock ?? systemClock;
    this.#context = {
      passwd: options.passwd,
      info: checkedInfo(options.info),
      raw: options.raw ?? false,
      clock: this.#clock,
      limits: this.#limits,
      routes: new Routes<CommandHandler>(),
      subscribers: new Subscribers<RemoteClient>(),
      otherQuickPort: undefined,
      nextClientId: () => (this.#lastClientId = (this.#lastClientId % LAST_CLIENT_ID) + 1),
      sendQuick: (session, packet) => this.#quick?.send(session, packet) ?? false,
      welcomed: (session, client) => this.#welcome(session, client),
      left: (session, client) => this.#forget(session, client),
      datagram: (client, message) => this.emit('datagram', client, message),
      failed: (error) => this.#failed(error),
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
    return this.#context.info;
  }

  set info(info: JsonValue | undefined) {
    this.#context.info = checkedInfo(info);
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

  /**
   * Listens on TCP and UDP. Rejects with `ADDRESS_IN_USE`, `INVALID_ARGUMENT` where it is started already, or `ERROR`.
   * May be started again after `close`.
   */
  async start({ host = '0.0.0.0', port }: StartOptions): Promise<void> {
    if (this.#state !== 'closed') throw new VsoaError('INVALID_ARGUMENT', `cannot start while ${this.#state}`);
    this.#state = 'starting';
    this.#change = this.#open(host, port);
    await this.#change;
  }

  /** Closes every connection and both ports; resolves when they are closed. Clients get what is queued for them. */
  async close(): Promise<void> {
    await this.#change.catch(() => undefined);
    if (this.#state === 'listening') {
      this.#state = 'closing';
      this.#change = this.#shut();
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
    const { param, data = NOTHING, quick = false } = payload;
    if (!quick && clients.length === 1) return clients[0]?.publish(url, param, data) ?? false;
    let sent = true;
    if (quick) {
      const packet = encodePacket({ type: PacketType.PUBLISH, url, param, data }, MAX_QUICK_PACKET);
      for (const client of clients) sent = client.sendQuick(packet) && sent;
    } else {
      const packet = this.#encodePublish(url, encodeParam(param), data);
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
   * client gets status 4, and 'error' is emitted. Replaces the handler that was there. Throws `INVALID_URL`.
   */
  command(url: string, handler: CommandHandler): void {
    checkUrl(url);
    this.#context.routes.set(url, handler);
  }

  removeCommand(url: string): void {
    this.#context.routes.delete(url);
  }

  async #open(host: string, port: number): Promise<void> {
    const tcp = createServer({ noDelay: true, allowHalfOpen: true }, (socket) => this.#accept(socket));
    tcp.maxConnections = this.#limits.connections;
    let quick: QuickSocket;
    try {
      quick = await listen(tcp, host, port);
    } catch (error) {
      this.#state = 'closed';
      throw error;
    }
    const { label = '', tap } = this.#options;
    this.#quick = new QuickChannel(quick, { label, tap, clock: this.#clock, ignored: this.#context.ignored });
    tcp.on('error', (error) => this.#failed(new VsoaError('ERROR', 'the listening socket failed', error)));
    this.#tcp = tcp;
    this.#address = { host, port: portOf(tcp) };
    this.#context.otherQuickPort = this.#quick.port === this.#address.port ? undefined : this.#quick.port;
    this.#state = 'listening';
  }

  async #shut(): Promise<void> {
    const tcp = this.#tcp;
    const quick = this.#quick;
    this.#tcp = undefined;
    this.#quick = undefined;
    this.#address = undefined;
    const closed = tcp && once(tcp, 'close');
    tcp?.close();
    for (const session of this.#sessions) session.link.end();
    await Promise.all([closed, this.#everyoneLeft(), quick && new Promise<void>((resolve) => quick.close(resolve))]);
    this.#state = 'closed';
  }

  /** The packet is valid until the next one is encoded. */
  #encodePublish(url: string, param: EncodedParam, data: Uint8Array): Buffer {
    const room = checkedRoom(url, param, data, MAX_PACKET);
    const target = room <= SCRATCH ? this.#scratch : Buffer.allocUnsafe(room);
    return target.subarray(0, encodeInto(target, 0, PacketType.PUBLISH, 0, 0, 0, 0, url, param, data, MAX_PACKET));
  }

  #accept(socket: Socket): void {
    const { label = '', tap, sendTimeout = SEND_TIMEOUT } = this.#options;
    const { stallTimeout, queuedBytes } = this.#limits;
    const clock = this.#clock;
    const link = {
      role: 'server' as const,
      label,
      tap,
      clock,
      sendTimeout,
      stallTimeout,
      queuedBytes,
      pausesReading: true,
    };
    this.#sessions.add(new Session(socket, this.#context, link));
  }

  #welcome(session: Session, client: RemoteClient): void {
    this.#clients.add(client);
    this.#quick?.add(client.id, session);
    this.emit('connect', client);
  }

  #everyoneLeft(): Promise<void> {
    if (this.#sessions.size === 0) return Promise.resolve();
    return new Promise((resolve) => {
      this.#lastLeft = resolve;
    });
  }

  #forget(session: Session, client: RemoteClient | undefined): void {
    this.#sessions.delete(session);
    if (this.#sessions.size === 0) this.#lastLeft?.();
    if (client === undefined) return;
    this.#clients.delete(client);
    this.#quick?.delete(client.id);
    this.emit('disconnect', client);
  }

  /** Told to the program; where it does not listen, as a warning, because a mistake in a handler must not go unseen. */
  #failed(error: VsoaError): void {
    if (this.listenerCount('error') > 0) this.emit('error', error);
    else process.emitWarning(error);
  }
}

/** Throws here, where the program can hear it, and not when a client connects. */
function checkedInfo(info: JsonValue | undefined): JsonValue | undefined {
  encodePacket({ type: PacketType.SERVINFO, param: info, data: Buffer.alloc(LONGEST_HANDSHAKE_DATA) });
  return info;
}
