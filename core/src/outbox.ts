import type { Socket } from 'node:net';
import type { Clock, TimerHandle } from './clock.ts';
import { VsoaError } from './errors.ts';
import { Flag, MAX_PACKET } from './packet/constants.ts';
import { checkedRoom, type EncodedParam, encodeInto } from './packet/encoder.ts';

export interface OutboxOptions {
  clock: Clock;
  /** ms without progress after which sends fail. */
  sendTimeout: number;
  /** ms without progress after which `stalled` is called. */
  stallTimeout: number;
  /** Bytes that may wait for the peer. */
  queuedBytes: number;
  /** The peer has taken nothing for `stallTimeout`. */
  stalled: () => void;
  /** Everything that was queued has been taken. */
  drained: () => void;
  /** Sees each packet, which is in `source` during the call only. */
  observer: ((source: Buffer, start: number, end: number) => void) | undefined;
  /** Gets each packet in place of the peer, and `put`s what is to be sent. */
  divert?: ((packet: Buffer) => void) | undefined;
}

const NOTHING = new Uint8Array(0);
/** Most connections are quiet and stay at this. */
const FIRST_CHUNK = 4_096;
/** A busy tick gives this much to the kernel at a time: enough to make calls rare, and the peer can begin to read. */
const CHUNK = 16_384;
/** A reply of so many bytes says at least that there is no room for another. */
const SHORT_REPLY = 64;
/** What short replies may take beyond the limit: as many as there can be requests, read or waiting for their answer. */
const REPLY_ROOM = 524_288;

/**
 * What waits to be sent on one TCP connection. Packets are encoded side by side into one buffer, which goes to the
 * kernel in one call when the tick is over, or earlier when it is full. While the kernel takes nothing more, packets
 * gather up to a limit.
 */
export class Outbox {
  readonly #socket: Socket;
  readonly #options: OutboxOptions;
  /** Full buffers behind the one that is being written. */
  readonly #full: Buffer[] = [];
  #chunk = Buffer.allocUnsafeSlow(FIRST_CHUNK);
  /** What of the chunk is filled and not written yet. */
  #start = 0;
  #end = 0;
  #queuedBytes = 0;
  #flushScheduled = false;
  #closed = false;

  /** Of a write that the kernel has not taken yet; 0: there is none. */
  #pendingBytes = 0;

  #progress = 0;
  #seenProgress = 0;
  #stalledFor = 0;
  /** ms from the last look to the next. */
  #lookAfter = 0;
  #watch: TimerHandle | undefined;
  #sendTimeout: number;

  constructor(socket: Socket, options: OutboxOptions) {
    this.#socket = socket;
    this.#options = options;
    this.#sendTimeout = options.sendTimeout;
  }

  /** ms without progress after which sends fail; counts at once. */
  get sendTimeout(): number {
    return this.#sendTimeout;
  }

  set sendTimeout(ms: number) {
    this.#sendTimeout = ms;
    if (this.#watch === undefined) return;
    this.#options.clock.clearTimeout(this.#watch);
    this.#watchOn();
  }

  /** Bytes that the kernel has not taken yet. */
  get queuedBytes(): number {
    return this.#queuedBytes;
  }

  /** The kernel takes nothing more; once it has taken everything, `drained` is called. */
  get isWaiting(): boolean {
    return this.#pendingBytes !== 0;
  }

  /** The peer has taken nothing for `sendTimeout`. */
  get isStalled(): boolean {
    return this.#stalledFor >= this.#sendTimeout;
  }

  /**
   * Encodes a packet. False: it is not sent, because the peer has stalled or too much is queued. A reply waits for a peer
   * that has stalled, because somebody there waits for it.
   */
  send(
    type: number,
    flags: number,
    status: number,
    seqno: number,
    tunid: number,
    url: string,
    param: EncodedParam,
    data: Uint8Array,
  ): boolean {
    const room = checkedRoom(url, param, data, MAX_PACKET);
    if (!((flags & Flag.REPLY) === 0 ? this.#takes(room) : this.#takesReply(room))) return false;
    this.#makeRoom(room);
    const end = encodeInto(this.#chunk, this.#end, type, flags, status, seqno, tunid, url, param, data, MAX_PACKET);
    if (this.#options.divert === undefined) this.#add(end);
    else this.#options.divert(Buffer.from(this.#chunk.subarray(this.#end, end)));
    return true;
  }

  /** Adds a packet that is encoded already. False as with `send`. */
  append(packet: Buffer): boolean {
    if (this.#options.divert === undefined) return this.put(packet);
    if (!this.#takes(packet.length)) return false;
    this.#options.divert(Buffer.from(packet));
    return true;
  }

  /** Adds bytes as they are. False as with `send`. */
  put(packet: Buffer): boolean {
    if (!this.#takes(packet.length)) return false;
    this.#makeRoom(packet.length);
    this.#chunk.set(packet, this.#end);
    this.#add(this.#end + packet.length);
    return true;
  }

  /** The caller flushes when it has no more to send, sooner than the end of the tick. */
  gather(): void {
    this.#flushScheduled = true;
  }

  /** Gives to the kernel now what has gathered. */
  readonly flush = (): void => {
    this.#flushScheduled = false;
    if (this.#closed) return;
    while (this.#pendingBytes === 0 && this.#full.length > 0) this.#write(this.#full.shift()!);
    if (this.#pendingBytes !== 0 || this.#start === this.#end) return;
    const start = this.#start;
    this.#start = this.#end;
    this.#write(this.#chunk.subarray(start, this.#end));
    if (this.#pendingBytes === 0) this.#reuseChunk();
  };

  /** Gives everything to the socket, which keeps what the kernel does not take yet. Nothing can be sent afterwards. */
  finish(): void {
    if (this.#closed) return;
    for (const bytes of this.#full) this.#socket.write(bytes);
    if (this.#end > this.#start) this.#socket.write(this.#chunk.subarray(this.#start, this.#end));
    this.close();
  }

  /** Forgets what is queued. */
  close(): void {
    this.#closed = true;
    this.#full.length = 0;
    if (this.#watch !== undefined) this.#options.clock.clearTimeout(this.#watch);
    this.#watch = undefined;
  }

  #takes(bytes: number): boolean {
    return !this.#closed && !this.isStalled && this.#queuedBytes + bytes <= this.#options.queuedBytes;
  }

  #takesReply(bytes: number): boolean {
    const limit = this.#options.queuedBytes + (bytes <= SHORT_REPLY ? REPLY_ROOM : 0);
    return !this.#closed && this.#queuedBytes + bytes <= limit;
  }

  #makeRoom(bytes: number): void {
    if (this.#chunk.length - this.#end >= bytes) return;
    if (this.#end - this.#start + bytes > CHUNK) {
      this.flush();
      if (this.#chunk.length - this.#end >= bytes) return;
      if (this.#end > this.#start) this.#full.push(this.#chunk.subarray(this.#start, this.#end));
      this.#start = this.#end;
    }
    const chunk = Buffer.allocUnsafeSlow(Math.max(CHUNK, bytes));
    this.#end = this.#chunk.copy(chunk, 0, this.#start, this.#end);
    this.#start = 0;
    this.#chunk = chunk;
  }

  #add(end: number): void {
    this.#options.observer?.(this.#chunk, this.#end, end);
    this.#queuedBytes += end - this.#end;
    this.#end = end;
    if (this.#flushScheduled) return;
    this.#flushScheduled = true;
    process.nextTick(this.flush);
  }

  #write(bytes: Buffer): void {
    // Without a callback, for that costs a tick, and nearly always the kernel takes it at once.
    this.#socket.write(bytes);
    if (this.#socket.writableLength === 0) {
      this.#queuedBytes -= bytes.length;
      return;
    }
    this.#pendingBytes = bytes.length;
    // Written when that is.
    this.#socket.write(NOTHING, this.#written);
    if (this.#watch !== undefined) return;
    this.#seenProgress = this.#progress;
    this.#watchOn();
  }

  /** The stall counts in steps of `sendTimeout`, of which the last is cut short. */
  #watchOn(): void {
    this.#lookAfter = Math.min(this.#sendTimeout, this.#options.stallTimeout - this.#stalledFor);
    this.#watch = this.#options.clock.setTimeout(this.#look, this.#lookAfter);
  }

  readonly #written = (): void => {
    this.#queuedBytes -= this.#pendingBytes;
    this.#pendingBytes = 0;
    this.#progress += 1;
    this.#stalledFor = 0;
    if (this.#start === this.#end) this.#reuseChunk();
    this.flush();
    if (this.#pendingBytes === 0) this.#options.drained();
  };

  #reuseChunk(): void {
    if (this.#chunk.length > CHUNK) this.#chunk = Buffer.allocUnsafeSlow(FIRST_CHUNK);
    this.#start = 0;
    this.#end = 0;
  }

  // A program that kept the loop busy must not take that for a stalled peer: what the kernel has to tell is heard
  // first, in the poll phase before the immediate.
  readonly #look = (): void => {
    setImmediate(this.#judge);
  };

  readonly #judge = (): void => {
    if (this.#watch !== undefined) this.#options.clock.clearTimeout(this.#watch);
    this.#watch = undefined;
    if (this.#closed || this.#pendingBytes === 0) return;
    if (this.#progress === this.#seenProgress) this.#stalledFor += this.#lookAfter;
    this.#seenProgress = this.#progress;
    if (this.#stalledFor >= this.#options.stallTimeout) this.#options.stalled();
    else this.#watchOn();
  };
}

/** Throws `INVALID_ARGUMENT` where it is no time. */
export function checkSendTimeout(ms: number): void {
  if (ms > 0) return;
  throw new VsoaError('INVALID_ARGUMENT', `sendTimeout is a number of ms above 0, not ${String(ms)}`);
}
