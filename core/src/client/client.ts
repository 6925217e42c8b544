import { EventEmitter } from 'node:events';
import { formatAddress, parseServerUrl } from '../address.ts';
import { type Clock, systemClock } from '../clock.ts';
import { ConnectError, PacketError, RefusedError, VsoaError } from '../errors.ts';
import { Link, type LinkOptions, type LinkOwner, PeerEnd } from '../link.ts';
import { parseParam, ReceivedMessage, type ReceivedReply, type Reply } from '../message.ts';
import { Flag, MAX_QUICK_PACKET, PacketType, Status } from '../packet/constants.ts';
import { encodePacket, encodeParam } from '../packet/encoder.ts';
import { isTolerated, type Oddity } from '../packet/oddity.ts';
import type { PacketView } from '../packet/view.ts';
import type { JsonValue, Payload } from '../payload.ts';
import { type QuickSocket, readQuick } from '../quick.ts';
import { checkUrl } from '../url.ts';
import { openSockets } from './attempt.ts';
import { connectErrorOf, lossOf, notSent, refusalOf } from './failures.ts';
import { oddityOf, quickOddityOf } from './oddities.ts';
import type { CallOptions, ClientEvents, ClientOptions, ClientState, ConnectOptions, WaitOptions } from './options.ts';
import { PendingRequests } from './pending.ts';

const NOTHING = new Uint8Array(0);
const CONNECT_TIMEOUT = 10_000;
const REPLY_TIMEOUT = 60_000;
const SEND_TIMEOUT = 500;
const QUEUED_BYTES = 16_777_216;

interface ConnectedServer {
  info: JsonValue | undefined;
  infoBytes: Buffer;
  clientId: number;
  host: string;
  port: number;
  quickPort: number;
}

/** Talks to one VSOA server. May be connected again and again, one connection at a time. */
export class Client extends EventEmitter<ClientEvents> {
  readonly #options: ClientOptions;
  readonly #clock: Clock;
  readonly #pending: PendingRequests;
  #state: ClientState = 'idle';
  #attempt: AbortController | undefined;
  #link: Link | undefined;
  #quick: QuickSocket | undefined;
  #server: ConnectedServer | undefined;
  #ignored = 0;
  readonly #waitingForClosed: (() => void)[] = [];

  constructor(options: ClientOptions = {}) {
    super();
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#pending = new PendingRequests(this.#clock, options.raw ?? false);
  }

  get state(): ClientState {
    return this.#state;
  }

  get connected(): boolean {
    return this.#state === 'connected';
  }

  /** What the server says of itself: JSON, or its text where that is none. */
  get serverInfo(): JsonValue | undefined {
    return this.#server?.info;
  }

  /** `serverInfo` as on the wire, for instance where numbers have more digits than JavaScript keeps; length 0 for none. */
  get serverInfoBytes(): Buffer | undefined {
    return this.#server?.infoBytes;
  }

  get clientId(): number | undefined {
    return this.#server?.clientId;
  }

  get remoteAddress(): { host: string; port: number } | undefined {
    return this.#server && { host: this.#server.host, port: this.#server.port };
  }

  /** Requests that await their reply. */
  get pendings(): number {
    return this.#pending.size;
  }

  /** Packets that arrived and were not acted on; the tap says why. */
  get ignoredPackets(): number {
    return this.#ignored;
  }

  /**
   * Connects to `vsoa://host:port` and sends SERVINFO. `timeout` is for the whole attempt, by default 10,000 ms.
   * Rejects with `ConnectError`, or `VsoaError` with `INVALID_URL`, `ABORTED` (by `signal` or `disconnect`), or
   * `INVALID_ARGUMENT` where it is connected already.
   */
  async connect(url: string, options: ConnectOptions = {}): Promise<JsonValue | undefined> {
    const address = parseServerUrl(url);
    const host = formatAddress(address.host, address.port);
    if (this.#state !== 'idle' && this.#state !== 'closed') {
      throw new VsoaError('INVALID_ARGUMENT', `cannot connect while ${this.#state}`);
    }
    const { passwd, timeout = CONNECT_TIMEOUT, signal } = options;
    const attempt = new AbortController();
    this.#attempt = attempt;
    const onAbort = () => attempt.abort(new VsoaError('ABORTED', 'aborted', signal?.reason));
    const onTimeout = () =>
      attempt.abort(new ConnectError('SERVER_NO_RESPONDING', host, `${host} did not answer within ${timeout} ms`));
    const timer = timeout === Infinity ? undefined : this.#clock.setTimeout(onTimeout, timeout);
    signal?.addEventListener('abort', onAbort, { once: true });
    if (signal?.aborted === true) onAbort();
    try {
      const { socket, quick } = await openSockets(address, attempt.signal, (step) => this.#become(step));
      this.#quick = quick;
      quick.receiver = (bytes, from) => this.#receiveQuick(bytes, from);
      this.#link = new Link(socket, this.#linkOwner, this.#linkOptions());
      await this.#handshake(passwd, { host: socket.remoteAddress ?? '', port: socket.remotePort ?? 0 }, attempt.signal);
      return this.serverInfo;
    } catch (error) {
      if (this.#attempt === attempt) await this.#abandon();
      attempt.signal.throwIfAborted();
      throw connectErrorOf(error, host);
    } finally {
      if (timer !== undefined) this.#clock.clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
    }
  }

  /**
   * Sends RPC and resolves with its reply, whatever the status. `timeout` is 60,000 ms by default. Rejects with
   * `NOT_CONNECTED`, `INVALID_URL`, `INVALID_ARGUMENT`, `PACKET_TOO_LARGE`, `TOO_MANY_PENDING` or `SEND_TIMEOUT` where
   * it is not sent; with `TIMEOUT`, `ABORTED`, `CONNECTION_LOST`, `CLOSED_BY_SERVER` or `INVALID_RESPONDING` where no
   * reply comes.
   */
  call(url: string, options: CallOptions = {}): Promise<Reply> {
    return this.#request(PacketType.RPC, options.method === 'SET' ? Flag.SET : 0, url, options, options);
  }

  /** Sends PINGECHO and resolves with the ms its reply took. Fails as `call`. */
  async ping(options: WaitOptions = {}): Promise<number> {
    const reply = await this.#request(PacketType.PINGECHO, 0, '', {}, options);
    return reply.rtt;
  }

  /**
   * Sends SUBSCRIBE for one url or several in one packet: `/a` takes only `/a`, `/a/` also what is below, `/` all.
   * Rejects with `RefusedError` where the server answers with another status than 0 (none is subscribed then), else
   * as `call`.
   */
  subscribe(urls: string | readonly string[], options: WaitOptions = {}): Promise<void> {
    return this.#requestUrls(PacketType.SUBSCRIBE, urls, options);
  }

  /** Sends UNSUBSCRIBE for one url, several, or all where none is given. Fails as `subscribe`. */
  unsubscribe(urls?: string | readonly string[], options: WaitOptions = {}): Promise<void> {
    return this.#requestUrls(PacketType.UNSUBSCRIBE, urls, options);
  }

  /**
   * Sends DATAGRAM, over UDP where `quick` is set; nothing answers it. False: not sent, because there is no connection,
   * no quick channel, or the server takes nothing. Throws `INVALID_URL`, `INVALID_ARGUMENT`, `PACKET_TOO_LARGE`.
   */
  datagram(url: string, payload: Payload & { quick?: boolean | undefined } = {}): boolean {
    checkUrl(url);
    if (payload.quick === true) return this.#sendQuick(url, payload);
    const { param, data = NOTHING } = payload;
    if (this.#state !== 'connected' || this.#link === undefined) return false;
    return this.#link.send(PacketType.DATAGRAM, 0, 0, 0, 0, url, encodeParam(param), data);
  }

  /**
   * Sends what is queued and closes; ends an attempt to connect. Requests that wait reject with `ABORTED`. Resolves
   * when the sockets are closed; a server that does not close its end gets a second for it.
   */
  disconnect(): Promise<void> {
    if (this.#state === 'idle') return Promise.resolve();
    if (this.#state === 'connected') {
      this.#become('closing');
      this.#pending.rejectAll(disconnected);
      this.#link?.end();
    } else {
      this.#attempt?.abort(disconnected());
    }
    return this.#untilClosed();
  }

  #become(state: ClientState): void {
    if (state === this.#state) return;
    this.#state = state;
    if (state === 'closed') for (const resolve of this.#waitingForClosed.splice(0)) resolve();
    this.emit('state', state);
  }

  #untilClosed(): Promise<void> {
    if (this.#state === 'closed') return Promise.resolve();
    return new Promise((resolve) => this.#waitingForClosed.push(resolve));
  }

  #linkOptions(): LinkOptions {
    const { label = '', tap, sendTimeout = SEND_TIMEOUT, limits } = this.#options;
    return {
      role: 'client',
      label,
      tap,
      clock: this.#clock,
      sendTimeout,
      stallTimeout: Infinity,
      queuedBytes: limits?.queuedBytes ?? QUEUED_BYTES,
      pausesReading: false,
    };
  }

  readonly #linkOwner: LinkOwner = {
    oddity: (packet) => oddityOf(packet, this.#state, this.#pending),
    receive: (packet, oddity) => this.#receive(packet, oddity),
    closed: (cause) => this.#closed(cause),
  };

  #handshake(passwd: string | undefined, address: { host: string; port: number }, signal: AbortSignal): Promise<void> {
    this.#become('handshaking');
    return new Promise((resolve, reject) => {
      const welcome = (reply: ReceivedReply) => {
        const refusal = refusalOf(reply, formatAddress(address.host, address.port));
        if (refusal !== undefined) {
          reject(refusal);
          return;
        }
        // At once, not when the promise is through: packets for the connected client can follow in the same chunk.
        resolve();
        this.#welcome(reply, address);
      };
      signal.throwIfAborted();
      const seqno = this.#pending.nextSeqno();
      const param = passwd === undefined ? '' : encodeParam({ passwd });
      this.#link?.send(PacketType.SERVINFO, Flag.TUNNEL, 0, seqno, this.#quick?.port, '', param);
      this.#pending.add(seqno, PacketType.SERVINFO, Infinity, signal, welcome, reject);
    });
  }

  #welcome(reply: ReceivedReply, address: { host: string; port: number }): void {
    const { data, paramBytes } = reply;
    const info = paramBytes.length === 0 ? undefined : parseParam(paramBytes);
    this.#server = {
      ...address,
      info: Buffer.isBuffer(info) ? info.toString('utf8') : info,
      // A copy, which does not keep the chunk for as long as the connection lasts.
      infoBytes: Buffer.from(paramBytes),
      clientId: data.readUInt32BE(0),
      quickPort: data.length >= 6 ? data.readUInt16BE(4) : address.port,
    };
    this.#become('connected');
    this.emit('connect', this.#server.info);
  }

  /** Leaves nothing open of an attempt that failed. */
  async #abandon(): Promise<void> {
    if (this.#state === 'closed') return;
    if (this.#link === undefined) this.#closeQuick(null);
    else this.#link.destroy(null);
    await this.#untilClosed();
  }

  #closed(cause: Error | null): void {
    const error = this.#state === 'closing' ? null : lossOf(cause);
    this.#link = undefined;
    this.#become('closing');
    this.#pending.rejectAll(() => error ?? disconnected());
    this.#closeQuick(error);
  }

  #closeQuick(error: VsoaError | null): void {
    const quick = this.#quick;
    const wasConnected = this.#server !== undefined;
    const done = () => {
      this.#become('closed');
      if (wasConnected) this.emit('disconnect', error);
    };
    this.#quick = undefined;
    this.#server = undefined;
    if (quick === undefined) done();
    else quick.close(done);
  }

  #request(type: number, flags: number, url: string, payload: Payload, wait: WaitOptions): Promise<ReceivedReply> {
    return new Promise((resolve, reject) => {
      if (type === PacketType.RPC) checkUrl(url);
      const { timeout = REPLY_TIMEOUT, signal } = wait;
      if (signal?.aborted === true) throw new VsoaError('ABORTED', 'aborted', signal.reason);
      const link = this.#link;
      if (this.#state !== 'connected' || link === undefined) throw new VsoaError('NOT_CONNECTED', 'not connected');
      const seqno = this.#pending.nextSeqno();
      const sent = link.send(type, flags, 0, seqno, 0, url, encodeParam(payload.param), payload.data ?? NOTHING);
      if (!sent) throw notSent(link);
      this.#pending.add(seqno, type, timeout, signal, resolve, reject);
    });
  }

  async #requestUrls(type: number, urls: string | readonly string[] | undefined, wait: WaitOptions): Promise<void> {
    const list = typeof urls === 'string' ? [urls] : urls;
    for (const url of list ?? []) checkUrl(url);
    if (list?.length === 0) return;
    const single = list?.length === 1 ? list[0] : undefined;
    const payload = list === undefined || single !== undefined ? {} : { param: [...list] };
    const reply = await this.#request(type, 0, single ?? '', payload, wait);
    if (reply.status === Status.SUCCESS) return;
    throw new RefusedError(reply.status, `the server answered ${reply.statusName} (${reply.status})`);
  }

  #sendQuick(url: string, payload: Payload): boolean {
    const quick = this.#quick;
    const server = this.#server;
    if (this.#state !== 'connected' || quick === undefined || server === undefined) return false;
    const { param, data } = payload;
    const packet = encodePacket(
      { type: PacketType.DATAGRAM, seqno: server.clientId, url, param, data },
      MAX_QUICK_PACKET,
    );
    if (!quick.send(packet, server.host, server.quickPort)) return false;
    this.#link?.tellSentQuick(packet);
    return true;
  }

  #receive(packet: PacketView, oddity: Oddity | undefined): void {
    if (!isTolerated(oddity)) {
      this.#ignored += 1;
      if (packet.type !== PacketType.SERVINFO || this.#state !== 'handshaking') return;
      this.#link?.destroy(new PeerEnd('the answer to the handshake is for another one'));
      return;
    }
    switch (packet.type) {
      case PacketType.PUBLISH:
        this.emit('message', new ReceivedMessage(packet, this.#options.raw ?? false, false));
        break;
      case PacketType.DATAGRAM:
        this.emit('datagram', new ReceivedMessage(packet, this.#options.raw ?? false, false));
        break;
      case PacketType.QOSSETUP:
        this.emit('priority', packet.status);
        break;
      default:
        if ((packet.flags & Flag.REPLY) !== 0) this.#pending.resolve(packet);
        else this.#link?.send(PacketType.PINGECHO, Flag.REPLY, 0, packet.seqno);
    }
  }

  #receiveQuick(bytes: Buffer, from: string): void {
    const packet = readQuick(bytes);
    const oddity = packet instanceof PacketError ? packet.code : quickOddityOf(packet, from, this.#server?.host);
    this.#link?.tellQuick(bytes, oddity);
    if (packet instanceof PacketError || !isTolerated(oddity)) {
      this.#ignored += 1;
      return;
    }
    const event = packet.type === PacketType.PUBLISH ? 'message' : 'datagram';
    this.emit(event, new ReceivedMessage(packet, this.#options.raw ?? false, true));
  }
}

function disconnected(): VsoaError {
  return new VsoaError('ABORTED', 'disconnected');
}
