import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { formatAddress, plainHost } from '../address.ts';
import { VsoaError } from '../errors.ts';
import { applyKeepAlive, checkKeepAlive, type KeepAlive } from '../keep-alive.ts';
import type { Wire } from '../link.ts';
import { reset } from '../reset.ts';
import { nextConnectionId, type TapConnection, type TapEvent, TapTime } from '../tap.ts';
import { type PeerCertificate, peerCertificate } from '../tls/peer-certificate.ts';
import { codeOf, isInOrder } from './ending.ts';
import type { StreamContext, StreamTimes } from './options.ts';
import { Sender } from './sender.ts';
import { Watch } from './watch.ts';

type Done = (error?: Error | null) => void;

/** Bytes that wait in each direction before the side that fills is told to wait. */
const HIGH_WATER_MARK = 262_144;
const LINGER = 10_000;
const NOTHING = Buffer.alloc(0);

/**
 * Plain bytes both ways over a TCP or TLS connection of its own, from `createStream` of a server or client. Back-pressure
 * is that of any `Duplex`. `end` ends only our direction, and the stream is closed when both have ended and all is read;
 * who only reads sets `allowHalfOpen` to false, so that it ends with the peer.
 *
 * `destroy()`, and with it leaving a `for await`, loses nothing that was written before, as `close`. `destroy(error)`,
 * which is what a failing `pipeline` calls, closes at once by a RST, so that the peer cannot take what it has for all there
 * is.
 *
 * At the server 'link' is emitted once, when the client has come; what is written before waits for it.
 *
 * 'error' has `CONNECTION_LOST` (`cause` is what the socket said), `SEND_TIMEOUT`, `TIMEOUT` where it was idle for too long
 * or no client came, or `ABORTED`.
 */
export class Stream extends Duplex {
  /** Port at the server, which the reply to an RPC tells the client. */
  readonly tunnelId: number;
  readonly #context: StreamContext;
  readonly #withdraw: (() => void) | undefined;
  readonly #watch: Watch;
  readonly #sender: Sender;
  #wire: Wire | undefined;
  #connection: TapConnection | undefined;
  #remoteAddress: { host: string; port: number } | undefined;
  #keepAlive: KeepAlive;
  #linger = LINGER;
  #receivedBytes = 0;
  /**
   * What came last, up to 64 KiB. As it is in use, the C library cannot give the memory of all the chunks that are collected
   * at once back to the system, which it would have to ask for again page by page: nearly half of the time of a transfer.
   */
  readonly #inUse: { chunk: Buffer | undefined } = { chunk: undefined };
  #socketClosed = false;
  /** Of the write that the sender has, and its bytes. */
  #written: Done | undefined;
  #writing = 0;
  #failure: Error | null = null;
  /** Of `_destroy`: ends it. */
  #destroyed: Done | undefined;

  /** @internal `withdraw` ends the offer while it is not linked. */
  constructor(tunnelId: number, context: StreamContext, times: StreamTimes, withdraw?: () => void) {
    super({ highWaterMark: HIGH_WATER_MARK });
    this.tunnelId = tunnelId;
    this.#context = context;
    this.#withdraw = withdraw;
    this.#watch = new Watch(context.clock, {
      isSending: () => !this.#sender.isEmpty,
      expired: (code) => this.#expire(code),
    });
    this.#sender = new Sender(
      () => this.#watch.sent(),
      () => this.#tellWritten(),
    );
    this.idleTimeout = times.idleTimeout ?? Infinity;
    this.sendTimeout = times.sendTimeout ?? Infinity;
    this.#keepAlive = times.keepAlive ?? false;
    checkKeepAlive(this.#keepAlive);
    // A client that does not come for its stream must not end the program of a server that forgot to listen.
    this.on('error', (error) => {
      if (this.listenerCount('error') === 1) process.emitWarning(error);
    });
  }

  /** The other end has been there. */
  get linked(): boolean {
    return this.#wire !== undefined;
  }

  /** As a tap is told of it; undefined before the link. */
  get connection(): TapConnection | undefined {
    return this.#connection;
  }

  /** The peer's end of the connection; undefined before the link. */
  get remoteAddress(): { host: string; port: number } | undefined {
    return this.#remoteAddress;
  }

  /** What the peer has shown of itself for this stream; undefined where there is no TLS, and before the link. */
  peerCertificate(): PeerCertificate | undefined {
    return this.#wire && peerCertificate(this.#wire.socket);
  }

  /** Bytes that the kernel has taken. */
  get sentBytes(): number {
    return this.#sender.sentBytes;
  }

  get receivedBytes(): number {
    return this.#receivedBytes;
  }

  /** As in the options. */
  get idleTimeout(): number {
    return this.#watch.idleTimeout;
  }

  set idleTimeout(ms: number) {
    this.#watch.idleTimeout = ms;
  }

  /** As in the options. */
  get sendTimeout(): number {
    return this.#watch.sendTimeout;
  }

  set sendTimeout(ms: number) {
    this.#watch.sendTimeout = ms;
  }

  /** As in the options. */
  get keepAlive(): KeepAlive {
    return this.#keepAlive;
  }

  set keepAlive(keepAlive: KeepAlive) {
    checkKeepAlive(keepAlive);
    this.#keepAlive = keepAlive;
    if (this.#wire !== undefined) applyKeepAlive(this.#wire.tcp, keepAlive);
  }

  /**
   * Sends what was written, ends both directions, and resolves when the stream is closed. What the peer still sends is
   * thrown away. `linger`: ms that the peer may go without taking anything, and then without ending, by default 10,000;
   * what it did not take by then is lost, and 'error' has `SEND_TIMEOUT`. 0: closes at once by a RST, and what waits is lost.
   */
  async close({ linger = LINGER }: { linger?: number | undefined } = {}): Promise<void> {
    if (this.closed) return;
    const closed = new Promise<void>((resolve) => {
      this.once('close', resolve);
    });
    this.#linger = linger;
    if (this.destroyed) this.#leave();
    else this.destroy();
    await closed;
  }

  override destroy(error?: Error | null): this {
    if (this.destroyed) return this;
    const inOrder = isInOrder(error);
    if (inOrder && this.linked && this.#linger !== 0) this.#handOver();
    // Who has read up to the end has aborted nothing.
    return super.destroy(inOrder && this.readableEnded ? undefined : (error ?? undefined));
  }

  /** @internal The other end is there. */
  link(wire: Wire): void {
    const { socket, tcp } = wire;
    this.#wire = wire;
    this.#connection = connectionOf(tcp, this.#context);
    this.#remoteAddress = { host: plainHost(tcp.remoteAddress ?? ''), port: tcp.remotePort ?? 0 };
    if (this.#keepAlive !== false) applyKeepAlive(tcp, this.#keepAlive);
    socket.on('data', (chunk: Buffer) => this.#receive(chunk, socket));
    socket.on('end', () => this.#receiveEnd(wire));
    socket.on('error', (cause) => this.#lose(cause));
    socket.on('close', () => this.#afterSocket(socket));
    this.#watch.start();
    this.#tell({ kind: 'STREAM_OPEN', tunnelId: this.tunnelId });
    // Gone before we listened.
    if (socket.closed) process.nextTick(() => this.#afterSocket(socket));
    this.#sender.start(socket);
    this.emit('link');
  }

  override _read(): void {
    this.#wire?.socket.resume();
  }

  override _write(chunk: Buffer, _encoding: string, done: Done): void {
    this.#send([chunk], done);
  }

  override _writev(entries: { chunk: Buffer }[], done: Done): void {
    this.#send(
      entries.map(({ chunk }) => chunk),
      done,
    );
  }

  override _final(done: Done): void {
    this.#sender.end(done);
  }

  override _destroy(error: Error | null, done: Done): void {
    this.#failure = error;
    this.#destroyed = done;
    if (this.#wire === undefined) this.#withdraw?.();
    if (this.#wire === undefined || this.#socketClosed) this.#settle();
    else if (isInOrder(error)) this.#leave();
    else reset(this.#wire);
  }

  #send(chunks: Buffer[], done: Done): void {
    this.#written = done;
    this.#writing = chunks.reduce((sum, { length }) => sum + length, 0);
    if (this.#sender.isEmpty) this.#watch.sent();
    this.#sender.accept(chunks);
  }

  #tellWritten(): void {
    const written = this.#written;
    this.#written = undefined;
    written?.();
  }

  /** Makes the Duplex give all that it holds to the sender: once destroyed, it would throw it away. */
  #handOver(): void {
    while (this.writableCorked > 0) this.uncork();
    if (this.writableLength > this.#writing) this.#tellWritten();
  }

  #leave(): void {
    if (this.#wire === undefined) return;
    if (this.#linger === 0) {
      reset(this.#wire);
      return;
    }
    this.#watch.leave(this.#linger);
    this.#sender.end(() => undefined);
    // What comes is thrown away, but unread it would make the kernel throw away what we have sent.
    this.#wire.socket.resume();
  }

  #receive(chunk: Buffer, socket: Socket): void {
    if (this.destroyed) return;
    this.#receivedBytes += chunk.length;
    this.#inUse.chunk = chunk;
    this.#watch.received();
    if (!this.push(chunk)) socket.pause();
  }

  /**
   * Where the peer reset while something of it was unread, the runtime tells that as an end, too. A write of nothing shows
   * the difference; once we have ended there is no way to see it.
   */
  #receiveEnd({ socket, tcp }: Wire): void {
    if (socket.writableEnded || !this.#sender.isEmpty) this.#believeEnd();
    else tcp.write(NOTHING, (error) => error ?? this.#believeEnd());
  }

  #believeEnd(): void {
    this.#inUse.chunk = undefined;
    if (this.destroyed) return;
    this.push(null);
    // 'end' comes also where nobody reads, if there is nothing to be read.
    this.read(0);
  }

  #expire(code: 'TIMEOUT' | 'SEND_TIMEOUT'): void {
    const error = new VsoaError(code, code === 'TIMEOUT' ? 'nothing moved on the stream' : 'the peer takes nothing');
    if (!this.destroyed) {
      this.destroy(error);
    } else if (this.#wire !== undefined) {
      this.#noteLoss(error);
      // The kernel still delivers what it has taken, unless it is told to reset.
      if (this.#sender.isEmpty) this.#wire.socket.destroy();
      else reset(this.#wire);
    }
  }

  #lose(cause: Error | undefined): void {
    const error = new VsoaError('CONNECTION_LOST', 'the stream broke', cause);
    if (this.destroyed) this.#noteLoss(error);
    else this.destroy(error);
  }

  /** While it is being closed, only that something written is lost counts. */
  #noteLoss(error: VsoaError): void {
    if (!this.#sender.isEmpty && this.#linger !== 0 && isInOrder(this.#failure)) this.#failure = error;
  }

  #afterSocket(socket: Socket): void {
    if (this.#socketClosed) return;
    this.#socketClosed = true;
    if (this.#destroyed !== undefined) this.#settle();
    else if (!socket.readableEnded || !socket.writableFinished) this.#lose(undefined);
  }

  /** It is destroyed, and there is no connection (any more). */
  #settle(): void {
    this.#watch.stop();
    this.#inUse.chunk = undefined;
    const { tunnelId, sentBytes, receivedBytes } = this;
    const error = this.#failure === null || isInOrder(this.#failure) ? undefined : codeOf(this.#failure);
    this.#tell({ kind: 'STREAM_CLOSE', tunnelId, sentBytes, receivedBytes, error });
    this.#written?.(this.#failure ?? new VsoaError('ABORTED', 'the stream was closed before this was sent'));
    this.#destroyed?.(this.#failure);
  }

  #tell(event: TapEvent): void {
    const { tap, clock } = this.#context;
    if (this.#connection !== undefined) tap?.other?.(event, this.#connection, TapTime.of(clock).now());
  }
}

function connectionOf(tcp: Socket, { role, label }: StreamContext): TapConnection {
  return {
    id: nextConnectionId(),
    role,
    local: formatAddress(tcp.localAddress, tcp.localPort),
    remote: formatAddress(tcp.remoteAddress, tcp.remotePort),
    quickLocal: '',
    quickRemote: '',
    label,
  };
}
