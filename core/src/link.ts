import type { Socket } from 'node:net';
import { formatAddress } from './address.ts';
import type { Clock, Timer } from './clock.ts';
import { PacketError } from './errors.ts';
import { Outbox } from './outbox.ts';
import { Decoder } from './packet/decoder.ts';
import type { EncodedParam } from './packet/encoder.ts';
import type { Oddity } from './packet/oddity.ts';
import type { PacketView } from './packet/view.ts';
import { nextConnectionId, type Tap, type TapConnection } from './tap.ts';

/** Who speaks over the link: the client, or the server's session with one client. */
export interface LinkOwner {
  /** What is odd about a packet from TCP; decides nothing yet. */
  oddity(packet: PacketView): Oddity | undefined;
  /** Acts on it. */
  receive(packet: PacketView, oddity: Oddity | undefined): void;
  /** Once. Null: we ended it. `PacketError`: what came is no VSOA. `PeerEnd`: the peer ended it in order. */
  closed(cause: Error | null): void;
}

export interface LinkOptions {
  role: 'client' | 'server';
  label: string;
  tap: Tap | undefined;
  clock: Clock;
  sendTimeout: number;
  stallTimeout: number;
  queuedBytes: number;
  /** Stop reading from a peer that does not read; only a server may, or two sides could wait for each other. */
  pausesReading: boolean;
}

/** The peer closed its end in order. */
export class PeerEnd extends Error {}
/** The peer took nothing for `stallTimeout`. */
class PeerStalled extends Error {}

/** ms that a peer has to take our last packets and close its end. */
const LINGER = 1_000;
const NOTHING = new Uint8Array(0);

/** One TCP (later also TLS) connection that carries packets: socket, decoder, outbox and tap. */
export class Link {
  readonly connection: TapConnection;
  readonly outbox: Outbox;
  readonly #socket: Socket;
  readonly #owner: LinkOwner;
  readonly #options: LinkOptions;
  readonly #decoder = new Decoder();
  #cause: Error | null | undefined;
  #linger: Timer | undefined;
  #closed = false;

  constructor(socket: Socket, owner: LinkOwner, options: LinkOptions) {
    this.#socket = socket;
    this.#owner = owner;
    this.#options = options;
    this.connection = {
      id: nextConnectionId(),
      role: options.role,
      local: formatAddress(socket.localAddress, socket.localPort),
      remote: formatAddress(socket.remoteAddress, socket.remotePort),
      label: options.label,
    };
    const { tap, clock, sendTimeout, stallTimeout, queuedBytes } = options;
    this.outbox = new Outbox(socket, {
      clock,
      sendTimeout,
      stallTimeout,
      queuedBytes,
      stalled: () => this.destroy(new PeerStalled('the peer takes nothing')),
      drained: () => socket.resume(),
      observer: tap && ((bytes) => tap.packet(bytes, true, false, this.connection, clock.time())),
    });
    socket.on('data', (chunk) => this.#read(chunk));
    socket.on('end', () => this.#peerEnded());
    socket.on('error', (error) => this.#becauseOf(error));
    socket.on('close', () => this.#finish());
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** Nothing can be sent any more: we or the peer have ended it, though it may not be closed yet. */
  get ended(): boolean {
    return this.#cause !== undefined;
  }

  /** Encodes and queues a packet; false: it is not sent. Throws as `checkedRoom`. */
  send(
    type: number,
    flags: number,
    status: number,
    seqno: number,
    tunid: number = 0,
    url: string = '',
    param: EncodedParam = '',
    data: Uint8Array = NOTHING,
  ): boolean {
    return this.outbox.send(type, flags, status, seqno, tunid, url, param, data);
  }

  /** Sends what is queued and closes in order; a peer that does not play along is cut off after a second. */
  end(): void {
    if (this.#cause !== undefined || this.#closed) return;
    this.#becauseOf(null);
    this.#leave();
    this.#socket.resume();
  }

  /** Closes at once; what is queued is lost. */
  destroy(cause: Error | null): void {
    this.#becauseOf(cause);
    this.#decoder.stop();
    this.#socket.destroy();
  }

  /** Tells the tap of a quick packet that was sent for this connection. */
  tellSentQuick(bytes: Buffer): void {
    const { tap, clock } = this.#options;
    tap?.packet(bytes, true, true, this.connection, clock.time());
  }

  /** Tells the tap of a quick packet that came for this connection. */
  tellQuick(bytes: Buffer, oddity: Oddity | undefined): void {
    if (this.#options.tap !== undefined) this.#tellReceived(bytes, oddity, true);
  }

  #read(chunk: Buffer): void {
    try {
      this.#decoder.push(chunk, this.#handOut);
    } catch (error) {
      if (!(error instanceof PacketError)) throw error;
      this.#tellReceived(error.bytes, error.code, false);
      this.outbox.flush();
      this.destroy(error);
      return;
    }
    const { pausesReading, queuedBytes } = this.#options;
    if (pausesReading && this.outbox.isWaiting && this.outbox.queuedBytes > queuedBytes / 2) this.#socket.pause();
  }

  readonly #handOut = (packet: PacketView): void => {
    const oddity = this.#owner.oddity(packet);
    if (this.#options.tap !== undefined) this.#tellReceived(packet.bytes, oddity, false);
    try {
      this.#owner.receive(packet, oddity);
    } catch (error) {
      // A listener of the program failed. That is for the program to hear, but must not lose the packets behind.
      process.nextTick(() => {
        throw error;
      });
    }
  };

  #tellReceived(bytes: Buffer, oddity: Oddity | undefined, quick: boolean): void {
    const { tap, clock } = this.#options;
    if (oddity === undefined) tap?.packet(bytes, false, quick, this.connection, clock.time());
    else tap?.odd(bytes, oddity, quick, this.connection, clock.time(), false);
  }

  #peerEnded(): void {
    const rest = this.#decoder.rest;
    if (rest.length > 0) this.#tellReceived(rest, 'BAD_LENGTH', false);
    if (this.#linger !== undefined) return;
    this.#becauseOf(new PeerEnd('the peer closed the connection'));
    this.#leave();
  }

  /** Gives the peer a moment to take what is queued. */
  #leave(): void {
    this.#decoder.stop();
    this.outbox.finish();
    this.#socket.end();
    this.#linger = this.#options.clock.setTimeout(() => this.#socket.destroy(), LINGER);
  }

  /** The first reason counts; what follows from it does not. */
  #becauseOf(cause: Error | null): void {
    if (this.#cause === undefined) this.#cause = cause;
  }

  #finish(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#decoder.stop();
    this.outbox.close();
    if (this.#linger !== undefined) this.#options.clock.clearTimeout(this.#linger);
    this.#owner.closed(this.#cause ?? null);
  }
}
