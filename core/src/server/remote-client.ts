import { EventEmitter } from 'node:events';
import { VsoaError } from '../errors.ts';
import { checkKeepAlive, type KeepAlive } from '../keep-alive.ts';
import { LINGER, type Link } from '../link.ts';
import type { Request } from '../message.ts';
import { checkSendTimeout } from '../outbox.ts';
import { Flag, MAX_QUICK_PACKET, PacketType } from '../packet/constants.ts';
import { type EncodedParam, encodePacket, encodeParam } from '../packet/encoder.ts';
import type { Payload } from '../payload.ts';
import { checkTimeout } from '../timeout.ts';
import { type PeerCertificate, peerCertificate, peerCertificateDer } from '../tls/peer-certificate.ts';
import { checkUrl, urlMatches } from '../url.ts';
import type { Answer } from './options.ts';

export interface RemoteClientEvents {
  /** A SUBSCRIBE of the client was granted: its urls, also those that it had already. */
  subscribe: [string[]];
  /** An UNSUBSCRIBE of the client: its urls, also those that it had not. */
  unsubscribe: [string[] | 'all'];
}

/** What a remote client needs of the server and of its session. */
export interface RemoteClientParts {
  id: number;
  address: { host: string; port: number };
  link: Link;
  subscriptions: ReadonlySet<string>;
  sendQuick: (packet: Buffer) => boolean;
  /** Priority or authed has changed. */
  changed: () => void;
  reply: (request: Request, answer: Answer) => boolean;
}

const NOTHING = new Uint8Array(0);

/** A client whose handshake is through, as the server sees it. */
export class RemoteClient extends EventEmitter<RemoteClientEvents> {
  /** Unique among the clients of the server; the client puts it in its quick packets. */
  readonly id: number;
  /** Its end of the TCP connection. */
  readonly address: { readonly host: string; readonly port: number };
  /** Urls that it has subscribed, also while it is not `authed`. */
  readonly subscriptions: ReadonlySet<string>;
  readonly #parts: RemoteClientParts;
  #priority = 0;
  #authed = true;
  #dropped = 0;

  constructor(parts: RemoteClientParts) {
    super();
    this.id = parts.id;
    this.address = parts.address;
    this.subscriptions = parts.subscriptions;
    this.#parts = parts;
  }

  /**
   * 0 to 7, by default 0: those with a higher one get publishes first. Setting it sends QOSSETUP. Other implementations
   * also set the DSCP of their sockets (priority << 5 | 8); Node cannot. Throws `INVALID_ARGUMENT`.
   */
  get priority(): number {
    return this.#priority;
  }

  set priority(priority: number) {
    if (!Number.isInteger(priority) || priority < 0 || priority > 7) {
      throw new VsoaError('INVALID_ARGUMENT', `a priority is 0 to 7, not ${priority}`);
    }
    this.#priority = priority;
    this.#parts.changed();
    this.#parts.link.send(PacketType.QOSSETUP, Flag.REPLY, priority, 0);
  }

  /** Gets publishes, by default true; everything else is up to the handlers. A program can set it to false on 'connect' until the client has proven itself. */
  get authed(): boolean {
    return this.#authed;
  }

  set authed(authed: boolean) {
    this.#authed = authed;
    this.#parts.changed();
  }

  /** The connection is closed, by whomever. */
  get closed(): boolean {
    return this.#parts.link.closed;
  }

  /** Packets that were not sent to it because it took nothing for too long, or too much was queued. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Packets that it sent beyond `limits.packetRate`, and that were acted on later. */
  get delayed(): number {
    return this.#parts.link.delayed;
  }

  /** ms that it may take nothing before sends to it fail; at first that of the server. Throws `INVALID_ARGUMENT`. */
  get sendTimeout(): number {
    return this.#parts.link.outbox.sendTimeout;
  }

  set sendTimeout(ms: number) {
    checkSendTimeout(ms);
    this.#parts.link.outbox.sendTimeout = ms;
  }

  /**
   * ms of silence before TCP probes whether it is still there; false: it does not. At first that of the server. Throws
   * `INVALID_ARGUMENT`.
   */
  get keepAlive(): KeepAlive {
    return this.#parts.link.keepAlive;
  }

  set keepAlive(keepAlive: KeepAlive) {
    checkKeepAlive(keepAlive);
    this.#parts.link.keepAlive = keepAlive;
  }

  /** What it has shown of itself; undefined where there is no TLS, it was not asked or has none, or it is closed. */
  peerCertificate(): PeerCertificate | undefined {
    return peerCertificate(this.#parts.link.socket);
  }

  /** Its certificate, DER. Undefined as with `peerCertificate`. */
  peerCertificateDer(): Buffer | undefined {
    return peerCertificateDer(this.#parts.link.socket);
  }

  /** Whether it gets what is published on `url`, as far as its subscriptions say. */
  isSubscribed(url: string): boolean {
    for (const subscription of this.subscriptions) if (urlMatches(subscription, url)) return true;
    return false;
  }

  /**
   * Sends DATAGRAM, over UDP where `quick` is set; nothing answers it. False: not sent, because the client is gone,
   * has no quick channel (there is none with TLS), or takes nothing. Throws `INVALID_URL`, `INVALID_ARGUMENT`, `PACKET_TOO_LARGE`.
   */
  datagram(url: string, payload: Payload & { quick?: boolean | undefined } = {}): boolean {
    checkUrl(url);
    const { param, data = NOTHING, quick = false } = payload;
    const { link } = this.#parts;
    if (quick) return this.sendQuick(encodePacket({ type: PacketType.DATAGRAM, url, param, data }, MAX_QUICK_PACKET));
    return this.#counted(link.send(PacketType.DATAGRAM, 0, 0, 0, 0, url, encodeParam(param), data));
  }

  /**
   * Sends the reply of an RPC whose handler returned `LATER`, or that has not returned yet; each gets one. A request that
   * is kept keeps the chunk that it came in, at most 64 KiB. False: it has been answered, the client is gone, or takes
   * nothing. Throws `INVALID_ARGUMENT`, `PACKET_TOO_LARGE`, and can then be answered otherwise.
   */
  reply(request: Request, answer: Answer = {}): boolean {
    return this.#parts.reply(request, answer);
  }

  /**
   * Sends what is queued and closes. `linger` are the ms that the client has to take it and to close its end, by default
   * 1,000; 0: closes at once with RST, and what is queued is lost.
   */
  close({ linger = LINGER }: { linger?: number | undefined } = {}): void {
    checkTimeout(linger, 'linger');
    this.#parts.link.end(linger);
  }

  /** @internal A PUBLISH that is for nobody else. */
  publish(url: string, param: EncodedParam, data: Uint8Array): boolean {
    return this.#counted(this.#parts.link.send(PacketType.PUBLISH, 0, 0, 0, 0, url, param, data));
  }

  /** @internal One packet, encoded already. */
  sendEncoded(packet: Buffer): boolean {
    return this.#counted(this.#parts.link.outbox.append(packet));
  }

  /** @internal One packet, encoded already, that nobody writes to any more. */
  sendQuick(packet: Buffer): boolean {
    return this.#counted(this.#parts.sendQuick(packet));
  }

  /** @internal Throws as `reply`. */
  sendReply(seqno: number, { status = 0, tunnelId = 0, param, data = NOTHING }: Answer): boolean {
    if ((status & 0xff) !== status) throw new VsoaError('INVALID_ARGUMENT', `a status is 0 to 255, not ${status}`);
    if ((tunnelId & 0xffff) !== tunnelId)
      throw new VsoaError('INVALID_ARGUMENT', `a tunnel id is 0 to 65535, not ${tunnelId}`);
    const flags = tunnelId === 0 ? Flag.REPLY : Flag.REPLY | Flag.TUNNEL;
    return this.#counted(
      this.#parts.link.send(PacketType.RPC, flags, status, seqno, tunnelId, '', encodeParam(param), data),
    );
  }

  #counted(sent: boolean): boolean {
    if (!sent) this.#dropped += 1;
    return sent;
  }
}
