import { PacketError } from '../errors.ts';
import type { Line } from '../interference.ts';
import { PacketType } from '../packet/constants.ts';
import { isTolerated, quickOddity } from '../packet/oddity.ts';
import { readQuick } from '../quick.ts';
import type { TapConnection } from '../tap.ts';
import type { Session } from './session.ts';

/** What an interference may do to one connection. */
export class SessionLine implements Line {
  readonly #session: Session;
  readonly #putQuick: (packet: Buffer) => boolean;

  constructor(session: Session, putQuick: (packet: Buffer) => boolean) {
    this.#session = session;
    this.#putQuick = putQuick;
  }

  get connection(): TapConnection {
    return this.#session.link.connection;
  }

  get clientId(): number | undefined {
    return this.#session.client?.id;
  }

  send(bytes: Buffer, quick: boolean): boolean {
    return quick ? this.#putQuick(bytes) : this.#session.link.outbox.put(bytes);
  }

  receive(packet: Buffer, quick: boolean): void {
    const { link } = this.#session;
    if (!quick) link.deliver(packet);
    else if (!link.ended) this.#receiveQuick(packet);
  }

  hold(held: boolean): void {
    this.#session.link.hold(held);
  }

  close(): void {
    this.#session.client?.close();
    if (this.#session.client === undefined) this.#session.link.destroy(null);
  }

  reset(): void {
    this.#session.link.reset(null);
  }

  /** What is no packet any more is lost. */
  #receiveQuick(bytes: Buffer): void {
    const packet = readQuick(bytes);
    if (packet instanceof PacketError) return;
    if (isTolerated(quickOddity(packet, [PacketType.DATAGRAM]))) this.#session.receiveQuick(packet);
  }
}
