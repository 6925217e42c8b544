import { createHash, timingSafeEqual } from 'node:crypto';
import type { Socket } from 'node:net';
import { plainHost } from '../address.ts';
import type { Clock, Timer } from '../clock.ts';
import { VsoaError } from '../errors.ts';
import { Link, type LinkOptions, type LinkOwner } from '../link.ts';
import { type Message, parseParam, ReceivedMessage, ReceivedRequest } from '../message.ts';
import { Flag, PacketType, Status } from '../packet/constants.ts';
import { encodeParam } from '../packet/encoder.ts';
import { contentOddity, isTolerated, type Oddity } from '../packet/oddity.ts';
import type { PacketView } from '../packet/view.ts';
import type { JsonValue } from '../payload.ts';
import type { Answer, CommandHandler, ResolvedLimits } from './options.ts';
import { RemoteClient } from './remote-client.ts';
import type { Routes } from './routes.ts';
import type { Subscribers } from './subscribers.ts';

/** What the sessions of a server share. */
export interface SessionContext {
  passwd: string | undefined;
  info: JsonValue | undefined;
  readonly raw: boolean;
  readonly clock: Clock;
  readonly limits: ResolvedLimits;
  readonly routes: Routes<CommandHandler>;
  readonly subscribers: Subscribers<RemoteClient>;
  /** UDP port where it is not the TCP port. */
  otherQuickPort: number | undefined;
  nextClientId(): number;
  sendQuick(session: Session, packet: Buffer): boolean;
  welcomed(session: Session, client: RemoteClient): void;
  left(session: Session, client: RemoteClient | undefined): void;
  datagram(client: RemoteClient, message: Message): void;
  failed(error: VsoaError): void;
  ignored: () => void;
}

/** What a subscription takes beside its text, about. */
const SUBSCRIPTION_BYTES = 100;
const SUCCESS: Answer = {};

/** The server's side of one connection: handshake, requests, end. */
export class Session implements LinkOwner {
  readonly link: Link;
  /** Where the client is, as its socket tells it. */
  readonly host: string;
  readonly #port: number;
  readonly #context: SessionContext;
  readonly #subscriptions = new Set<string>();
  #subscriptionBytes = 0;
  #handshakeTimer: Timer | undefined;
  #client: RemoteClient | undefined;
  #quickPort = 0;
  #unanswered = 0;

  constructor(socket: Socket, context: SessionContext, options: LinkOptions) {
    this.#context = context;
    this.host = socket.remoteAddress ?? '';
    this.#port = socket.remotePort ?? 0;
    this.link = new Link(socket, this, options);
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

  closed(): void {
    this.#stopHandshakeTimer();
    if (this.#client !== undefined) {
      for (const url of this.#subscriptions) this.#context.subscribers.delete(url, this.#client);
      this.#subscriptions.clear();
    }
    this.#context.left(this, this.#client);
  }

  #handshake(packet: PacketView): void {
    const { passwd, info, otherQuickPort } = this.#context;
    if (passwd !== undefined && passwd !== '' && !isPassword(packet.param, passwd)) {
      this.#answer(packet, Status.PASSWORD);
      this.link.end();
      return;
    }
    this.#stopHandshakeTimer();
    if ((packet.flags & Flag.TUNNEL) !== 0) this.#quickPort = packet.tunid;
    const known = this.#client;
    const client = known ?? this.#makeClient();
    const data = Buffer.alloc(otherQuickPort === undefined ? 4 : 6);
    data.writeUInt32BE(client.id);
    if (otherQuickPort !== undefined) data.writeUInt16BE(otherQuickPort, 4);
    this.link.send(PacketType.SERVINFO, Flag.REPLY, 0, packet.seqno, 0, '', encodeParam(info), data);
    if (known === undefined) this.#context.welcomed(this, client);
  }

  #makeClient(): RemoteClient {
    this.#client = new RemoteClient({
      id: this.#context.nextClientId(),
      address: { host: plainHost(this.host), port: this.#port },
      link: this.link,
      subscriptions: this.#subscriptions,
      sendQuick: (packet) => this.#context.sendQuick(this, packet),
      changed: () => this.#context.subscribers.changed(),
    });
    return this.#client;
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
        this.#call(packet, client, oddity);
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

  #call(packet: PacketView, client: RemoteClient, oddity: Oddity | undefined): void {
    const { url } = packet;
    const handler = this.#context.routes.find(url);
    if (oddity === 'BAD_UTF8' || !url.startsWith('/')) this.#answer(packet, Status.ARGUMENTS);
    else if (handler === undefined) this.#answer(packet, Status.INVALID_URL);
    else if (this.#unanswered >= this.#context.limits.unanswered) this.#answer(packet, Status.NO_MEMORY);
    else this.#handle(handler, packet, client);
  }

  #handle(handler: CommandHandler, packet: PacketView, client: RemoteClient): void {
    let answer: ReturnType<CommandHandler>;
    try {
      answer = handler(new ReceivedRequest(packet, this.#context.raw, false), client);
    } catch (error) {
      this.#fail(packet, Status.NO_RESPONDING, error);
      return;
    }
    if (answer instanceof Promise) void this.#answerLater(packet, client, answer);
    else this.#reply(packet, client, answer ?? SUCCESS);
  }

  async #answerLater(packet: PacketView, client: RemoteClient, promise: Promise<Answer | void>): Promise<void> {
    this.#unanswered += 1;
    try {
      const answer = await promise;
      this.#reply(packet, client, answer ?? SUCCESS);
    } catch (error) {
      this.#fail(packet, Status.NO_RESPONDING, error);
    } finally {
      this.#unanswered -= 1;
    }
  }

  #reply(packet: PacketView, client: RemoteClient, answer: Answer): void {
    try {
      client.reply(packet.seqno, answer.status ?? 0, answer.tunnelId ?? 0, answer);
    } catch (error) {
      const tooLarge = error instanceof VsoaError && error.code === 'PACKET_TOO_LARGE';
      this.#fail(packet, tooLarge ? Status.NO_MEMORY : Status.NO_RESPONDING, error);
    }
  }

  #fail(packet: PacketView, status: number, cause: unknown): void {
    this.#answer(packet, status);
    this.#context.failed(new VsoaError('ERROR', `the command ${packet.url} failed`, cause));
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
    client.emit('subscribe', urls);
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
    client.emit('unsubscribe', all ? 'all' : urls);
    return Status.SUCCESS;
  }
}

/** The urls that a SUBSCRIBE or UNSUBSCRIBE is about; undefined where one of them is none. */
function urlsOf(packet: PacketView): string[] | undefined {
  if (packet.urlLength > 0) return packet.urlIsUtf8 && packet.url.startsWith('/') ? [packet.url] : undefined;
  const list = parseParam(packet.param);
  if (!Array.isArray(list)) return undefined;
  const urls = list.filter((url) => typeof url === 'string').filter((url) => url.startsWith('/'));
  return urls.length === list.length ? urls : undefined;
}

function isPassword(param: Buffer, passwd: string): boolean {
  const given = parseParam(param);
  if (given === null || typeof given !== 'object' || Buffer.isBuffer(given) || Array.isArray(given)) return false;
  if (typeof given['passwd'] !== 'string') return false;
  // Digests have one length, so that the time tells nothing, not even the length of the password.
  return timingSafeEqual(digest(given['passwd']), digest(passwd));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
