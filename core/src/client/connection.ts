import { formatAddress, plainHost } from '../address.ts';
import type { Clock } from '../clock.ts';
import { PacketError, RefusedError, VsoaError } from '../errors.ts';
import type { KeepAlive } from '../keep-alive.ts';
import { Link, type LinkOwner } from '../link.ts';
import { type Message, parseParam, ReceivedMessage, type ReceivedReply } from '../message.ts';
import { Flag, MAX_QUICK_PACKET, PacketType, Status } from '../packet/constants.ts';
import { type EncodedParam, encodePacket, encodeParam } from '../packet/encoder.ts';
import { isTolerated, type Oddity } from '../packet/oddity.ts';
import type { PacketView } from '../packet/view.ts';
import type { JsonValue, Payload } from '../payload.ts';
import { type QuickSocket, readQuick } from '../quick.ts';
import { Strangers } from '../strangers.ts';
import type { Tap } from '../tap.ts';
import { checkTimeout } from '../timeout.ts';
import { checkUrl } from '../url.ts';
import type { Sockets } from './attempt.ts';
import { disconnected, handshakeLossOf, lossOf, notSent, refusalOf } from './failures.ts';
import { oddityOf, quickOddityOf } from './oddities.ts';
import type { WaitOptions } from './options.ts';
import { PendingRequests } from './pending.ts';

export interface ConnectionOptions {
  raw: boolean;
  tap: Tap | undefined;
  label: string;
  clock: Clock;
  sendTimeout: number;
  keepAlive: KeepAlive;
  queuedBytes: number;
}

/** Whose connection it is. */
export interface ConnectionOwner {
  /** The handshake is through. */
  welcomed(server: ConnectedServer): void;
  message(message: Message): void;
  datagram(message: Message): void;
  priority(priority: number): void;
  /** A packet is not acted on. */
  ignored(): void;
  /** TCP is closed; the rest follows. */
  closing(): void;
  /** Everything is closed. Null: we ended it. */
  closed(error: VsoaError | null): void;
}

/** What the server says of itself in the handshake, and where it is. */
export interface ConnectedServer {
  info: JsonValue | undefined;
  infoBytes: Buffer;
  clientId: number;
  host: string;
  port: number;
  quickPort: number;
}

const NOTHING = new Uint8Array(0);
const REPLY_TIMEOUT = 60_000;

/** The client's side of one connection, from the opened sockets to their end: handshake, requests, quick channel. */
export class Connection implements LinkOwner {
  readonly link: Link;
  readonly pending: PendingRequests;
  readonly #quick: QuickSocket | undefined;
  readonly #owner: ConnectionOwner;
  readonly #options: ConnectionOptions;
  readonly #strangers: Strangers;
  #server: ConnectedServer | undefined;
  #ended = false;

  constructor({ wire, quick }: Sockets, owner: ConnectionOwner, options: ConnectionOptions) {
    this.#owner = owner;
    this.#options = options;
    this.#quick = quick;
    this.#strangers = new Strangers('client', options.label);
    this.pending = new PendingRequests(options.clock, options.raw);
    this.link = new Link(wire, this, {
      ...options,
      role: 'client',
      stallTimeout: Infinity,
      packetRate: Infinity,
      pausesReading: false,
    });
    if (quick === undefined) return;
    this.link.connection.quickLocal = formatAddress(wire.tcp.localAddress, quick.port);
    quick.receiver = (bytes, host, port) => this.#receiveQuick(bytes, host, port);
  }

  /** Undefined while the handshake is not through. */
  get server(): ConnectedServer | undefined {
    return this.#server;
  }

  /** Sends SERVINFO. Rejects with `ConnectError`, the error that the connection ends with, or `ABORTED`. */
  handshake(passwd: string | undefined, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const welcome = (reply: ReceivedReply) => {
        const refusal = refusalOf(reply, this.link.connection.remote);
        if (refusal !== undefined) {
          reject(refusal);
          return;
        }
        // At once, not when the promise is through: packets for the connected client can follow in the same chunk.
        resolve();
        this.#welcome(reply);
      };
      signal.throwIfAborted();
      const seqno = this.pending.nextSeqno();
      const param = passwd === undefined ? '' : encodeParam({ passwd });
      const flags = this.#quick === undefined ? 0 : Flag.TUNNEL;
      this.link.send(PacketType.SERVINFO, flags, 0, seqno, this.#quick?.port, '', param);
      this.pending.add(seqno, PacketType.SERVINFO, '', Infinity, signal, welcome, reject);
    });
  }

  /** Rejects as `Client.call`. */
  request(type: number, flags: number, url: string, payload: Payload, wait: WaitOptions): Promise<ReceivedReply> {
    return new Promise((resolve, reject) => {
      if (type === PacketType.RPC) checkUrl(url);
      const { timeout = REPLY_TIMEOUT, signal } = wait;
      checkTimeout(timeout);
      // Before anything is sent, or the reply would come to a request that nobody remembers.
      if (signal !== undefined && !(signal instanceof AbortSignal)) {
        throw new VsoaError('INVALID_ARGUMENT', 'signal is an AbortSignal');
      }
      if (signal?.aborted === true) throw new VsoaError('ABORTED', 'aborted', signal.reason);
      const seqno = this.pending.nextSeqno();
      const { param, data = NOTHING } = payload;
      if (!this.link.send(type, flags, 0, seqno, 0, url, encodeParam(param), data)) throw notSent(this.link);
      this.pending.add(seqno, type, url, timeout, signal, resolve, reject);
    });
  }

  /** SUBSCRIBE or UNSUBSCRIBE; no list: all. */
  async requestUrls(type: number, urls: readonly string[] | undefined, wait: WaitOptions): Promise<void> {
    const single = urls?.length === 1 ? urls[0] : undefined;
    const payload = urls === undefined || single !== undefined ? {} : { param: [...urls] };
    const reply = await this.request(type, 0, single ?? '', payload, wait);
    if (reply.status === Status.SUCCESS) return;
    throw new RefusedError(reply.status, `the server answered ${reply.statusName} (${reply.status})`);
  }

  /** False: not sent. */
  send(type: number, url: string = '', param: EncodedParam = '', data: Uint8Array = NOTHING): boolean {
    return this.link.send(type, 0, 0, 0, 0, url, param, data);
  }

  /** False: not sent. */
  sendQuick(url: string, { param, data }: Payload): boolean {
    const server = this.#server;
    if (this.#quick === undefined || server === undefined) return false;
    const packet = encodePacket(
      { type: PacketType.DATAGRAM, seqno: server.clientId, url, param, data },
      MAX_QUICK_PACKET,
    );
    if (!this.#quick.send(packet, server.host, server.quickPort)) return false;
    this.link.tellSentQuick(packet);
    return true;
  }

  /** Ends it because the program wants it; see `Link.end`. Requests that wait reject with `ABORTED`. */
  end(linger: number): void {
    this.#ended = true;
    if (this.#quick !== undefined) this.#quick.receiver = undefined;
    this.pending.rejectAll(disconnected);
    this.link.end(linger);
  }

  oddity(packet: PacketView): Oddity | undefined {
    return oddityOf(packet, this.#server !== undefined, this.pending);
  }

  receive(packet: PacketView, oddity: Oddity | undefined): void {
    if (!isTolerated(oddity)) {
      this.#owner.ignored();
      if (packet.type !== PacketType.SERVINFO || this.#server !== undefined) return;
      this.link.destroy(new VsoaError('INVALID_RESPONDING', 'the answer to the handshake is for another one'));
      return;
    }
    switch (packet.type) {
      case PacketType.PUBLISH:
        this.#owner.message(new ReceivedMessage(packet, this.#options.raw, false));
        break;
      case PacketType.DATAGRAM:
        this.#owner.datagram(new ReceivedMessage(packet, this.#options.raw, false));
        break;
      case PacketType.QOSSETUP:
        this.#owner.priority(packet.status);
        break;
      default:
        if ((packet.flags & Flag.REPLY) !== 0) this.pending.resolve(packet, this.link.arrivedAt);
        else this.link.send(PacketType.PINGECHO, Flag.REPLY, 0, packet.seqno);
    }
  }

  closed(cause: Error | null): void {
    const loss = this.#server === undefined ? handshakeLossOf(cause, this.link.isSecure) : lossOf(cause);
    const error = this.#ended ? null : loss;
    this.#owner.closing();
    this.pending.rejectAll(() => error ?? disconnected());
    if (this.#quick === undefined) this.#owner.closed(error);
    else this.#quick.close(() => this.#owner.closed(error));
  }

  #welcome(reply: ReceivedReply): void {
    const { data, paramBytes } = reply;
    const { remoteAddress: host = '', remotePort: port = 0 } = this.link.socket;
    const info = paramBytes.length === 0 ? undefined : parseParam(paramBytes);
    const quickPort = data.length >= 6 ? data.readUInt16BE(4) : port;
    this.#server = {
      host,
      port,
      quickPort,
      info: Buffer.isBuffer(info) ? info.toString('utf8') : info,
      // A copy, which does not keep the chunk for as long as the connection lasts.
      infoBytes: Buffer.from(paramBytes),
      clientId: data.readUInt32BE(0),
    };
    if (this.#quick !== undefined) this.link.connection.quickRemote = formatAddress(plainHost(host), quickPort);
    this.#owner.welcomed(this.#server);
  }

  #receiveQuick(bytes: Buffer, host: string, port: number): void {
    const packet = readQuick(bytes);
    const oddity = packet instanceof PacketError ? packet.code : quickOddityOf(packet, host, this.#server?.host);
    if (oddity === 'STRANGER') {
      this.link.tellQuick(bytes, oddity, this.#strangers.at(host, port, this.link.connection.quickLocal));
    } else {
      this.link.tellQuick(bytes, oddity);
    }
    if (packet instanceof PacketError || !isTolerated(oddity)) {
      this.#owner.ignored();
      return;
    }
    const message = new ReceivedMessage(packet, this.#options.raw, true);
    if (packet.type === PacketType.PUBLISH) this.#owner.message(message);
    else this.#owner.datagram(message);
  }
}
