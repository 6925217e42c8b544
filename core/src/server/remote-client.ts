import { EventEmitter } from 'node:events';
import { VsoaError } from '../errors.ts';
import type { Link } from '../link.ts';
import { Flag, MAX_QUICK_PACKET, PacketType } from '../packet/constants.ts';
import { encodePacket, encodeParam } from '../packet/encoder.ts';
import type { Payload } from '../payload.ts';
import { checkUrl, urlMatches } from '../url.ts';

export interface RemoteClientEvents {
  /** Has subscribed these urls. */
  subscribe: [string[]];
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
}

const NOTHING = new Uint8Array(0);

/** A client whose handshake is through, as the server sees it. */
export class RemoteClient extends EventEmitter<RemoteClientEvents> {
  /** Unique among the clients of the server; the client puts it in its quick packets. */
  readonly id: number;
  /** Its end of the TCP connection. */
  readonly address: { readonly host: string; readonly port: number };
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

  /** 0 to 7, by default 0: those with a higher one get publishes first. Setting it sends QOSSETUP. */
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

  /** Gets publishes, by default true. A program can set it to false on 'connect' until the client has proven itself. */
  get authed(): boolean {
    return this.#authed;
  }

  set authed(authed: boolean) {
    this.#authed = authed;
    this.#parts.changed();
  }

  get closed(): boolean {
    return this.#parts.link.closed;
  }

  /** Packets that were not sent to it because it took nothing for too long, or too much was queued. */
  get dropped(): number {
    return this.#dropped;
  }

  isSubscribed(url: string): boolean {
    for (const subscription of this.subscriptions) if (urlMatches(subscription, url)) return true;
    return false;
  }

  /**
   * Sends DATAGRAM, over UDP where `quick` is set; nothing answers it. False: not sent, because the client is gone,
   * has no quick channel, or takes nothing. Throws `INVALID_URL`, `INVALID_ARGUMENT`, `PACKET_TOO_LARGE`.
   */
  datagram(url: string, payload: Payload & { quick?: boolean | undefined } = {}): boolean {
    checkUrl(url);
    const { param, data = NOTHING, quick = false } = payload;
    const { link } = this.#parts;
    if (quick) return this.sendQuick(encodePacket({ type: PacketType.DATAGRAM, url, param, data }, MAX_QUICK_PACKET));
    return this.#counted(link.send(PacketType.DATAGRAM, 0, 0, 0, 0, url, encodeParam(param), data));
  }

  /** Sends what is queued and closes. */
  close(): void {
    this.#parts.link.end();
  }

  /** @internal A PUBLISH that is for nobody else. */
  publish(url: string, param: Payload['param'], data: Uint8Array): boolean {
    return this.#counted(this.#parts.link.send(PacketType.PUBLISH, 0, 0, 0, 0, url, encodeParam(param), data));
  }

  /** @internal One packet, encoded already. */
  sendEncoded(packet: Buffer): boolean {
    return this.#counted(this.#parts.link.outbox.append(packet));
  }

  /** @internal One packet, encoded already, that nobody writes to any more. */
  sendQuick(packet: Buffer): boolean {
    return this.#counted(this.#parts.sendQuick(packet));
  }

  /** @internal The answer to an RPC. */
  reply(seqno: number, status: number, tunnelId: number, payload: Payload): boolean {
    if ((status & 0xff) !== status) throw new VsoaError('INVALID_ARGUMENT', `a status is 0 to 255, not ${status}`);
    if ((tunnelId & 0xffff) !== tunnelId)
      throw new VsoaError('INVALID_ARGUMENT', `a tunnel id is 0 to 65535, not ${tunnelId}`);
    const { param, data = NOTHING } = payload;
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
