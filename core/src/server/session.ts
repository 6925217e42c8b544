import { createHash, timingSafeEqual } from 'node:crypto';
import { formatAddress, plainHost } from '../address.ts';
import type { Clock, TimerHandle } from '../clock.ts';
import type { VsoaError } from '../errors.ts';
import type { Interference, Line } from '../interference.ts';
import { LINGER, Link, type LinkOptions, type LinkOwner, type Wire } from '../link.ts';
import { type Message, parseParam, ReceivedMessage } from '../message.ts';
import { Flag, PacketType, Status } from '../packet/constants.ts';
import { contentOddity, isTolerated, type Oddity } from '../packet/oddity.ts';
import type { PacketView } from '../packet/view.ts';
import { tell } from '../report.ts';
import { Calls } from './calls.ts';
import { lossOf } from './failures.ts';
import type { CommandHandler, ResolvedLimits } from './options.ts';
import { RemoteClient } from './remote-client.ts';
import type { Routes } from './routes.ts';
import { SessionLine } from './session-line.ts';
import type { Subscribers } from './subscribers.ts';
import { urlsOf } from './urls-of.ts';

/** What the sessions of a server share. */
export interface SessionContext {
  passwd: string | undefined;
  /** What SERVINFO is answered with. */
  encodedInfo: Buffer;
  readonly raw: boolean;
  readonly clock: Clock;
  readonly limits: ResolvedLimits;
  readonly routes: Routes<CommandHandler>;
  readonly subscribers: Subscribers<RemoteClient>;
  /** UDP port; undefined where there is none. */
  quickPort: number | undefined;
  readonly interference: Interference | undefined;
  nextClientId(): number;
  sendQuick(session: Session, packet: Buffer): boolean;
  /** Whatever an interference says. */
  putQuick(session: Session, packet: Buffer): boolean;
  welcomed(session: Session, client: RemoteClient): void;
  /** Null: we ended it. */
  left(session: Session, client: RemoteClient | undefined, reason: VsoaError | null): void;
  datagram(client: RemoteClient, message: Message): void;
  failed(error: VsoaError): void;
  ignored: () => void;
}

/** What a subscription takes beside its text, about. */
const SUBSCRIPTION_BYTES = 100;
/** Bytes of the param of a SERVINFO beside the password; to parse 256 KiB of brackets would take a tenth of a second. */
const HANDSHAKE_BYTES = 8_192;
/** Bytes of a character in JSON at the most, as `\u00e9`. */
const ESCAPED = 6;

/** The server's side of one connection: handshake, requests, end. */
export class Session implements LinkOwner {
  readonly link: Link;
  /** For the interference, where there is one. */
  readonly line: Line | undefined;
  /** Where the client is, as its socket tells it. */
  readonly host: string;
  readonly #port: number;
  readonly #context: SessionContext;
  readonly #subscriptions = new Set<string>();
  #subscriptionBytes = 0;
  #handshakeTimer: TimerHandle | undefined;
  #client: RemoteClient | undefined;
  #calls: Calls | undefined;
  #quickPort = 0;

  constructor(wire: Wire, context: SessionContext, options: LinkOptions) {
    this.#context = context;
    this.host = wire.tcp.remoteAddress ?? '';
    this.#port = wire.tcp.remotePort ?? 0;
    const { interference } = context;
    if (interference === undefined) {
      this.link = new Link(wire, this, options);
    } else {
      const line: Line = new SessionLine(this, (packet) => context.putQuick(this, packet));
      this.line = line;
      this.link = new Link(wire, this, {
        ...options,
        interference: {
          sending: (packet) => interference.sending(packet, false, line),
          receiving: (packet) => interference.receiving(packet, false, line),
          read: (bytes) => interference.read(bytes, line),
        },
      });
      interference.opened(line);
    }
    this.#handshakeTimer = context.clock.setTimeout(() => this.link.destroy(null), context.limits.handshakeTimeout);
  }

  get client(): RemoteClient | undefined {
    return this.#client;
  }

  /** UDP port that the client announced; 0 where it has none. */
  get quickPort(): number {
    return this.#quickPort;
  }

  oddity(packet: PacketView): Oddity | undefined {
    switch (packet.type) {
      case PacketType.SERVINFO:
      case PacketType.RPC:
      case PacketType.SUBSCRIBE:
      case PacketType.UNSUBSCRIBE:
      case PacketType.DATAGRAM:
      case PacketType.NOOP:
      case PacketType.PINGECHO:
        break;
      case PacketType.PUBLISH:
      case PacketType.QOSSETUP:
        return 'WRONG_CHANNEL';
      default:
        return 'UNKNOWN_TYPE';
    }
    if ((packet.flags & Flag.REPLY) !== 0) return 'UNEXPECTED_REPLY';
    if (this.#client === undefined && packet.type !== PacketType.SERVINFO) return 'BEFORE_HANDSHAKE';
    return contentOddity(packet);
  }

  receive(packet: PacketView, oddity: Oddity | undefined): void {
    if (packet.type === PacketType.SERVINFO && isTolerated(oddity)) {
      this.#handshake(packet);
    } else if (this.#client !== undefined && isTolerated(oddity)) {
      this.#act(packet, this.#client, oddity);
    } else {
      this.#context.ignored();
      if (oddity === 'BEFORE_HANDSHAKE') this.#refuse(packet);
    }
  }

  receiveQuick(packet: PacketView): void {
    const { raw } = this.#context;
    if (this.#client !== undefined) this.#context.datagram(this.#client, new ReceivedMessage(packet, raw, true));
  }

  closed(cause: Error | null): void {
    this.#stopHandshakeTimer();
    if (this.line !== undefined) this.#context.interference?.closed(this.line);
    if (this.#client !== undefined) {
      for (const url of this.#subscriptions) this.#context.subscribers.delete(url, this.#client);
      this.#subscriptions.clear();
    }
    this.#context.left(this, this.#client, lossOf(cause));
  }

  #handshake(packet: PacketView): void {
    const { passwd, encodedInfo } = this.#context;
    if (passwd !== undefined && passwd !== '' && !isPassword(packet.param, passwd)) {
      this.#answer(packet, Status.PASSWORD);
      this.link.end(LINGER);
      return;
    }
    this.#stopHandshakeTimer();
    if ((packet.flags & Flag.TUNNEL) !== 0) this.#openQuick(packet.tunid);
    const known = this.#client;
    const client = known ?? this.#makeClient();
    const data = this.#handshakeData(client.id);
    this.link.send(PacketType.SERVINFO, Flag.REPLY, 0, packet.seqno, 0, '', encodedInfo, data);
    if (known === undefined) this.#context.welcomed(this, client);
  }

  /** Under TLS the port that the client announces means nothing: quick packets would go in the clear. */
  #openQuick(port: number): void {
    const { quickPort } = this.#context;
    if (quickPort === undefined || this.link.isSecure || port === 0) return;
    this.#quickPort = port;
    this.link.connection.quickLocal = formatAddress(this.link.socket.localAddress, quickPort);
    this.link.connection.quickRemote = formatAddress(this.host, port);
  }

  /** The client's id, and our UDP port where it is not the TCP port. */
  #handshakeData(clientId: number): Buffer {
    const { quickPort } = this.#context;
    const isOther = quickPort !== undefined && quickPort !== this.link.socket.localPort;
    const data = Buffer.alloc(isOther ? 6 : 4);
    data.writeUInt32BE(clientId);
    if (isOther) data.writeUInt16BE(quickPort, 4);
    return data;
  }

  #makeClient(): RemoteClient {
    const client: RemoteClient = new RemoteClient({
      id: this.#context.nextClientId(),
      address: { host: plainHost(this.host), port: this.#port },
      link: this.link,
      subscriptions: this.#subscriptions,
      sendQuick: (packet) => this.#context.sendQuick(this, packet),
      changed: () => this.#context.subscribers.changed(),
      reply: (request, answer) => calls.reply(request, answer),
    });
    const calls = new Calls(this.#context, this.link, client);
    this.#client = client;
    this.#calls = calls;
    return client;
  }

  #stopHandshakeTimer(): void {
    if (this.#handshakeTimer !== undefined) this.#context.clock.clearTimeout(this.#handshakeTimer);
    this.#handshakeTimer = undefined;
  }

  #refuse(packet: PacketView): void {
    if (packet.type !== PacketType.DATAGRAM && packet.type !== PacketType.NOOP) this.#answer(packet, Status.PASSWORD);
  }

  #act(packet: PacketView, client: RemoteClient, oddity: Oddity | undefined): void {
    switch (packet.type) {
      case PacketType.RPC:
        this.#calls?.call(packet, oddity);
        break;
      case PacketType.SUBSCRIBE:
        this.#answer(packet, this.#subscribe(packet, client));
        break;
      case PacketType.UNSUBSCRIBE:
        this.#answer(packet, this.#unsubscribe(packet, client));
        break;
      case PacketType.DATAGRAM:
        this.#context.datagram(client, new ReceivedMessage(packet, this.#context.raw, false));
        break;
      case PacketType.PINGECHO:
        this.#answer(packet, Status.SUCCESS);
        break;
      default: // NOOP has done its work by arriving.
    }
  }

  #answer(packet: PacketView, status: number): void {
    this.link.send(packet.type, Flag.REPLY, status, packet.seqno);
  }

  #subscribe(packet: PacketView, client: RemoteClient): number {
    const urls = urlsOf(packet);
    if (urls === undefined || urls.length === 0) return Status.ARGUMENTS;
    const fresh = [...new Set(urls)].filter((url) => !this.#subscriptions.has(url));
    const bytes = fresh.reduce((sum, url) => sum + url.length + SUBSCRIPTION_BYTES, this.#subscriptionBytes);
    if (bytes > this.#context.limits.subscriptionBytes) return Status.NO_MEMORY;
    this.#subscriptionBytes = bytes;
    for (const url of fresh) {
      this.#subscriptions.add(url);
      this.#context.subscribers.add(url, client);
    }
    tell(() => client.emit('subscribe', urls));
    return Status.SUCCESS;
  }

  #unsubscribe(packet: PacketView, client: RemoteClient): number {
    const all = packet.urlLength === 0 && packet.paramLength === 0;
    const urls = all ? [...this.#subscriptions] : urlsOf(packet);
    if (urls === undefined) return Status.ARGUMENTS;
    for (const url of urls) {
      if (!this.#subscriptions.delete(url)) continue;
      this.#subscriptionBytes -= url.length + SUBSCRIPTION_BYTES;
      this.#context.subscribers.delete(url, client);
    }
    tell(() => client.emit('unsubscribe', all ? 'all' : urls));
    return Status.SUCCESS;
  }
}

function isPassword(param: Buffer, passwd: string): boolean {
  if (param.length > HANDSHAKE_BYTES + passwd.length * ESCAPED) return false;
  const given = parseParam(param);
  if (given === null || typeof given !== 'object' || Buffer.isBuffer(given) || Array.isArray(given)) return false;
  if (typeof given['passwd'] !== 'string') return false;
  // Digests have one length, so that the time tells nothing, not even the length of the password.
  return timingSafeEqual(digest(given['passwd']), digest(passwd));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
