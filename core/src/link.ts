import type { Socket } from 'node:net';
import { formatAddress } from './address.ts';
import type { Clock, TimerHandle } from './clock.ts';
import { PacketError } from './errors.ts';
import type { Intake } from './intake.ts';
import type { LinkInterference } from './interference.ts';
import { applyKeepAlive, type KeepAlive } from './keep-alive.ts';
import { Outbox } from './outbox.ts';
import { Decoder } from './packet/decoder.ts';
import type { EncodedParam } from './packet/encoder.ts';
import type { Oddity } from './packet/oddity.ts';
import { decodePacket, type PacketView } from './packet/view.ts';
import { throwLater } from './report.ts';
import { reset } from './reset.ts';
import { nextConnectionId, type Tap, type TapConnection, TapTime } from './tap.ts';
import { Throttle } from './throttle.ts';

/** What packets go over: `socket` is the TCP connection itself, or TLS over it. */
export interface Wire {
  readonly socket: Socket;
  readonly tcp: Socket;
  /** Where the socket reads to, and then is paused; else it has 'data' events. */
  readonly intake?: Intake | undefined;
}

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
  keepAlive: KeepAlive;
  /** Packets a second that the peer may send; those beyond wait, and reading too. Infinity: as many as it likes. */
  packetRate: number;
  /** Stop reading from a peer that does not read; only a server may, or two sides could wait for each other. */
  pausesReading: boolean;
  interference?: LinkInterference | undefined;
}

/** The peer closed its end in order. */
export class PeerEnd extends Error {}
/** The peer took nothing for `stallTimeout`. */
export class PeerStalled extends Error {}

/** ms that a peer has to take our last packets and close its end, where nothing else is said. */
export const LINGER = 1_000;
const NOTHING = new Uint8Array(0);
/**
 * ms for which a peer that sends without end may keep the loop from all else. The system hands out up to 2 MiB of it in
 * one go: tens of thousands of small packets, and before the code is compiled each takes ten times as long as after.
 */
const TURN = 20;
/** ms; what comes sooner after the end of the last read may be of the same go. */
const GAP = 1;

/** One TCP or TLS connection that carries packets: socket, decoder, outbox and tap. */
export class Link {
  readonly connection: { -readonly [Field in keyof TapConnection]: TapConnection[Field] };
  readonly outbox: Outbox;
  readonly #wire: Wire;
  readonly #socket: Socket;
  readonly #owner: LinkOwner;
  readonly #options: LinkOptions;
  readonly #tap: Tap | undefined;
  readonly #tapTime: TapTime;
  readonly #decoder = new Decoder();
  readonly #throttle: Throttle | undefined;
  /** What came with a chunk and is not acted on before the peer has taken some of the answers to what was before it. */
  #held: PacketView[] = [];
  #keepAlive: KeepAlive;
  #cause: Error | null | undefined;
  #linger: TimerHandle | undefined;
  #arrivedAt = 0;
  /** When the reads began that nothing else came between, and when the last of them was over. */
  #turnSince = 0;
  #readUntil = 0;
  #isHeld = false;
  #closed = false;

  constructor(wire: Wire, owner: LinkOwner, options: LinkOptions) {
    const { socket } = wire;
    this.#wire = wire;
    this.#socket = socket;
    this.#owner = owner;
    this.#options = options;
    this.connection = {
      id: nextConnectionId(),
      role: options.role,
      local: formatAddress(socket.localAddress, socket.localPort),
      remote: formatAddress(socket.remoteAddress, socket.remotePort),
      quickLocal: '',
      quickRemote: '',
      label: options.label,
    };
    const { tap, clock, sendTimeout, stallTimeout, queuedBytes, packetRate } = options;
    this.#tap = tap;
    this.#tapTime = TapTime.of(clock);
    if (packetRate !== Infinity) this.#throttle = new Throttle(packetRate, clock, this.#takeLate, this.#goOn);
    this.outbox = new Outbox(socket, {
      clock,
      sendTimeout,
      stallTimeout,
      queuedBytes,
      stalled: () => this.destroy(new PeerStalled('the peer takes nothing')),
      drained: this.#drained,
      divert: options.interference && ((packet) => options.interference?.sending(packet)),
      observer: tap && this.#tellSent,
    });
    if (wire.intake === undefined) {
      socket.on('data', this.#read);
    } else {
      wire.intake.receiver = this.#read;
      socket.resume();
    }
    socket.on('end', () => this.#peerEnded());
    socket.on('error', (error) => this.#becauseOf(error));
    socket.on('close', () => this.#finish());
    this.#keepAlive = options.keepAlive;
    if (options.keepAlive !== false) applyKeepAlive(wire.tcp, options.keepAlive);
    // Gone before we listened.
    if (socket.errored !== null) this.#becauseOf(socket.errored);
    if (socket.closed) process.nextTick(() => this.#finish());
  }

  get socket(): Socket {
    return this.#socket;
  }

  /** There is TLS. */
  get isSecure(): boolean {
    return this.#wire.socket !== this.#wire.tcp;
  }

  get keepAlive(): KeepAlive {
    return this.#keepAlive;
  }

  set keepAlive(keepAlive: KeepAlive) {
    applyKeepAlive(this.#wire.tcp, keepAlive);
    this.#keepAlive = keepAlive;
  }

  /** When the bytes came that were read last, as `clock.now()`. */
  get arrivedAt(): number {
    return this.#arrivedAt;
  }

  /** Packets of the peer that had to wait because of `packetRate`. */
  get delayed(): number {
    return this.#throttle?.delayed ?? 0;
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

  /**
   * Sends what is queued and closes in order; a peer that does not play along is cut off after `linger` ms. 0: closes
   * at once with RST, and what is queued is lost.
   */
  end(linger: number): void {
    if (this.#closed) return;
    if (linger === 0) {
      this.reset(null);
    } else if (this.#cause === undefined) {
      this.#becauseOf(null);
      this.#leave(linger);
      this.#socket.resume();
    }
  }

  /** Closes at once with RST; what is queued is lost, also what the kernel has of it. */
  reset(cause: Error | null): void {
    this.#becauseOf(cause);
    this.#stop();
    reset(this.#wire);
  }

  /** Closes at once; what is queued is lost. */
  destroy(cause: Error | null): void {
    this.#becauseOf(cause);
    this.#stop();
    this.#socket.destroy();
  }

  /** Acts on a packet that the interference lets pass; where that is none any more, the connection is cut off. */
  deliver(bytes: Buffer): void {
    if (this.ended) return;
    try {
      const packet = decodePacket(bytes);
      this.#act(packet, this.#owner.oddity(packet));
    } catch (error) {
      if (!(error instanceof PacketError)) throw error;
      this.destroy(error);
    }
  }

  /** Reads no more until it is set to false. */
  hold(held: boolean): void {
    if (this.#closed || this.#isHeld === held) return;
    this.#isHeld = held;
    if (held) this.#socket.pause();
    else this.#goOn();
  }

  /** Tells the tap of a quick packet that was sent for this connection. */
  tellSentQuick(bytes: Buffer): void {
    this.#tap?.packet(bytes, 0, bytes.length, true, true, this.connection, this.#tapTime.now());
  }

  /** Tells the tap of a quick packet that came for this connection, or where it is not for it, from whom. */
  tellQuick(bytes: Buffer, oddity: Oddity | undefined, from: TapConnection = this.connection): void {
    const tap = this.#tap;
    if (tap === undefined) return;
    const time = this.#tapTime.now();
    if (oddity === undefined) tap.packet(bytes, 0, bytes.length, false, true, from, time);
    else tap.odd(bytes, oddity, true, from, time, false);
  }

  readonly #tellSent = (source: Buffer, start: number, end: number): void => {
    this.#tap?.packet(source, start, end, true, false, this.connection, this.#tapTime.now());
  };

  readonly #read = (chunk: Buffer): void => {
    const { clock } = this.#options;
    this.#arrivedAt = clock.now();
    if (this.#arrivedAt - this.#readUntil > GAP) this.#turnSince = this.#arrivedAt;
    if (this.#tap !== undefined) this.#tapTime.now();
    this.outbox.gather();
    let broken: PacketError | undefined;
    try {
      this.#decoder.push(chunk, this.#handOut);
    } catch (error) {
      if (!(error instanceof PacketError)) throw error;
      broken = error;
      this.#tellOdd(error.bytes, error.code);
    } finally {
      this.#tapTime.tellReceived();
      this.outbox.flush();
    }
    this.#options.interference?.read(chunk.length);
    this.#readUntil = clock.now();
    if (broken !== undefined) this.destroy(broken);
    else if (this.#mustWait() || this.#isKeeping()) this.#socket.pause();
    else if (this.#readUntil - this.#turnSince > TURN) this.#letOthers();
  };

  /** Goes on to read when all else that waits has had its turn. */
  #letOthers(): void {
    this.#turnSince = this.#readUntil;
    this.#socket.pause();
    setImmediate(() => {
      if (!this.#closed) this.#goOn();
    });
  }

  // Methods, for a private getter is a call into the runtime, and these are asked for every packet.
  /** The peer does not take what it asks for. */
  #mustWait(): boolean {
    const { pausesReading, queuedBytes } = this.#options;
    return pausesReading && this.outbox.isWaiting && this.outbox.queuedBytes > queuedBytes / 2;
  }

  #isKeeping(): boolean {
    return this.#held.length > 0 || this.#isHeld || this.#throttle?.isKeeping === true;
  }

  readonly #drained = (): void => {
    const held = this.#held;
    this.#held = [];
    if (this.#tap !== undefined) this.#tapTime.now();
    for (const packet of held) if (!this.ended) this.#handOut(packet);
    this.#tapTime.tellReceived();
    this.#goOn();
  };

  /** Reads again, where nothing is kept that came before. */
  readonly #goOn = (): void => {
    if (this.#isKeeping()) return;
    if (this.#socket.readableEnded) this.#peerEnded();
    else this.#socket.resume();
  };

  readonly #handOut = (packet: PacketView): void => {
    if (this.#held.length > 0 || this.#mustWait()) this.#held.push(packet);
    else if (this.#throttle === undefined || this.#throttle.admits(packet)) this.#take(packet);
  };

  readonly #takeLate = (packet: PacketView): void => {
    if (this.#tap !== undefined) this.#tapTime.now();
    this.#take(packet);
    this.#tapTime.tellReceived();
  };

  #take(packet: PacketView): void {
    const oddity = this.#owner.oddity(packet);
    if (this.#tap !== undefined) this.#tell(packet, oddity);
    if (this.#options.interference === undefined) {
      this.#act(packet, oddity);
      return;
    }
    // It may change the bytes.
    this.#tapTime.tellReceived();
    this.#options.interference.receiving(packet.bytes);
  }

  #act(packet: PacketView, oddity: Oddity | undefined): void {
    try {
      this.#owner.receive(packet, oddity);
    } catch (error) {
      // A listener of the program failed. That is for the program to hear, but must not lose the packets behind.
      throwLater(error);
    }
  }

  #tell(packet: PacketView, oddity: Oddity | undefined): void {
    if (oddity !== undefined) {
      this.#tellOdd(packet.bytes, oddity);
      return;
    }
    const { source, offset } = packet;
    if (this.#tap === undefined) return;
    this.#tapTime.received(this.#tap, source, offset, offset + packet.length, this.connection);
  }

  #tellOdd(bytes: Buffer, oddity: Oddity): void {
    this.#tapTime.tellReceived();
    this.#tap?.odd(bytes, oddity, false, this.connection, this.#tapTime.newest, false);
  }

  #peerEnded(): void {
    // Packets before the end come first.
    if (this.#isKeeping()) return;
    const rest = this.#decoder.rest;
    if (rest.length > 0 && this.#tap !== undefined)
      this.#tap.odd(rest, 'BAD_LENGTH', false, this.connection, this.#tapTime.now(), false);
    if (this.#linger !== undefined) return;
    this.#becauseOf(new PeerEnd('the peer closed the connection'));
    this.#leave(LINGER);
  }

  /** Gives the peer a moment to take what is queued. */
  #leave(linger: number): void {
    this.#stop();
    this.outbox.finish();
    this.#socket.end();
    this.#linger = this.#options.clock.setTimeout(() => this.#socket.destroy(), linger);
  }

  /** Reads nothing any more. */
  #stop(): void {
    this.#decoder.stop();
    this.#throttle?.stop();
    this.#held = [];
  }

  /** The first reason counts; what follows from it does not. */
  #becauseOf(cause: Error | null): void {
    if (this.#cause === undefined) this.#cause = cause;
  }

  #finish(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#stop();
    this.outbox.close();
    if (this.#linger !== undefined) this.#options.clock.clearTimeout(this.#linger);
    this.#owner.closed(this.#cause ?? null);
  }
}
