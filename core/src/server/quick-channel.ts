import { formatAddress, plainHost } from '../address.ts';
import type { Clock } from '../clock.ts';
import { PacketError } from '../errors.ts';
import type { Interference } from '../interference.ts';
import { PacketType } from '../packet/constants.ts';
import { isTolerated, type Oddity, quickOddity } from '../packet/oddity.ts';
import type { PacketView } from '../packet/view.ts';
import { type QuickSocket, readQuick } from '../quick.ts';
import { Strangers } from '../strangers.ts';
import { type Tap, TapTime } from '../tap.ts';
import type { Session } from './session.ts';

export interface QuickChannelOptions {
  /** Address that the socket is bound to. */
  host: string;
  label: string;
  tap: Tap | undefined;
  clock: Clock;
  interference: Interference | undefined;
  ignored: () => void;
}

/** The UDP side of a server: finds the client that a quick packet belongs to, and sends to clients. */
export class QuickChannel {
  readonly #socket: QuickSocket;
  readonly #options: QuickChannelOptions;
  readonly #sessions = new Map<number, Session>();
  readonly #strangers: Strangers;

  constructor(socket: QuickSocket, options: QuickChannelOptions) {
    this.#socket = socket;
    this.#options = options;
    this.#strangers = new Strangers('server', options.label);
    socket.receiver = (bytes, host, port) => this.#receive(bytes, host, port);
  }

  get port(): number {
    return this.#socket.port;
  }

  add(clientId: number, session: Session): void {
    this.#sessions.set(clientId, session);
  }

  delete(clientId: number): void {
    this.#sessions.delete(clientId);
  }

  /** `packet` must not be written to afterwards. */
  send(session: Session, packet: Buffer): boolean {
    const { interference } = this.#options;
    if (interference === undefined || session.line === undefined) return this.put(session, packet);
    if (session.quickPort === 0 || session.link.closed) return false;
    interference.sending(packet, true, session.line);
    return true;
  }

  /** The same, whatever an interference says. */
  put(session: Session, packet: Buffer): boolean {
    if (session.quickPort === 0 || session.link.closed) return false;
    if (!this.#socket.send(packet, session.host, session.quickPort)) return false;
    session.link.tellSentQuick(packet);
    return true;
  }

  close(done: () => void): void {
    this.#socket.close(done);
  }

  #receive(bytes: Buffer, host: string, port: number): void {
    const packet = readQuick(bytes);
    if (packet instanceof PacketError) {
      this.#refuse(bytes, packet.code, host, port);
      return;
    }
    const session = this.#sessionOf(packet, host);
    if (session === undefined) {
      this.#refuse(bytes, 'STRANGER', host, port);
      return;
    }
    const oddity = quickOddity(packet, [PacketType.DATAGRAM]);
    session.link.tellQuick(bytes, oddity);
    const { interference, ignored } = this.#options;
    if (!isTolerated(oddity)) ignored();
    else if (interference === undefined || session.line === undefined) session.receiveQuick(packet);
    else interference.receiving(bytes, true, session.line);
  }

  /** npm and python tell who they are by the client id, Go by its address: the id must fit the host. */
  #sessionOf(packet: PacketView, host: string): Session | undefined {
    const session = this.#sessions.get(packet.seqno);
    if (session === undefined || session.link.ended) return undefined;
    return plainHost(session.host) === plainHost(host) ? session : undefined;
  }

  #refuse(bytes: Buffer, oddity: Oddity, host: string, port: number): void {
    const { host: ownHost, tap, clock, ignored } = this.#options;
    ignored();
    const own = formatAddress(ownHost, this.port);
    tap?.odd(bytes, oddity, true, this.#strangers.at(host, port, own), TapTime.of(clock).now(), false);
  }
}
