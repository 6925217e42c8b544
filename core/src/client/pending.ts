import { setMaxListeners } from 'node:events';
import type { Clock, TimerHandle } from '../clock.ts';
import { VsoaError } from '../errors.ts';
import { ReceivedReply } from '../message.ts';
import { packetTypeName } from '../packet/constants.ts';
import type { PacketView } from '../packet/view.ts';
import { BySeqno, SEQNOS } from './by-seqno.ts';

interface PendingRequest {
  seqno: number;
  type: number;
  /** '' where it is for no single one. */
  url: string;
  sentAt: number;
  /** As `clock.now()`. */
  deadline: number;
  resolve: (reply: ReceivedReply) => void;
  reject: (error: VsoaError) => void;
  signal: AbortSignal | undefined;
  onAbort: (() => void) | undefined;
}

/** A request that waits, and one that is free, so that a seqno can always be found. */
const MAX_PENDING = SEQNOS - 1;

/** Requests that await their reply, by seqno. One timer serves them all. */
export class PendingRequests {
  readonly #clock: Clock;
  readonly #raw: boolean;
  readonly #requests = new BySeqno<PendingRequest>();
  #timer: TimerHandle | undefined;
  #timerAt = Infinity;

  constructor(clock: Clock, raw: boolean) {
    this.#clock = clock;
    this.#raw = raw;
  }

  get size(): number {
    return this.#requests.size;
  }

  /** The seqno for the next `add`. Throws `TOO_MANY_PENDING`. */
  nextSeqno(): number {
    if (this.#requests.size >= MAX_PENDING) {
      throw new VsoaError('TOO_MANY_PENDING', `${MAX_PENDING} requests await their reply`);
    }
    return this.#requests.next();
  }

  /** `timeout` in ms; Infinity: none. An abort of `signal` ends the wait. */
  add(
    seqno: number,
    type: number,
    url: string,
    timeout: number,
    signal: AbortSignal | undefined,
    resolve: (reply: ReceivedReply) => void,
    reject: (error: VsoaError) => void,
  ): void {
    const sentAt = this.#clock.now();
    const deadline = sentAt + timeout;
    const onAbort = signal && (() => this.#fail(seqno, new VsoaError('ABORTED', 'aborted', signal.reason)));
    if (signal !== undefined && onAbort !== undefined) {
      // One signal may be for thousands of requests, which Node would take for a leak.
      setMaxListeners(0, signal);
      signal.addEventListener('abort', onAbort, { once: true });
    }
    this.#requests.set({ seqno, type, url, sentAt, deadline, resolve, reject, signal, onAbort });
    if (deadline < this.#timerAt) this.#arm(deadline);
  }

  awaits(seqno: number, type: number): boolean {
    return this.#requests.get(seqno)?.type === type;
  }

  /** `arrivedAt` as `clock.now()`. */
  resolve(packet: PacketView, arrivedAt: number): void {
    const request = this.#take(packet.seqno);
    request?.resolve(new ReceivedReply(packet, this.#raw, arrivedAt - request.sentAt));
  }

  /** Ends every wait. */
  rejectAll(makeError: () => VsoaError): void {
    this.#disarm();
    for (const { seqno } of this.#requests.values()) this.#fail(seqno, makeError());
  }

  #fail(seqno: number, error: VsoaError): void {
    this.#take(seqno)?.reject(error);
  }

  #take(seqno: number): PendingRequest | undefined {
    const request = this.#requests.take(seqno);
    if (request?.onAbort !== undefined) request.signal?.removeEventListener('abort', request.onAbort);
    return request;
  }

  #arm(at: number): void {
    this.#disarm();
    this.#timerAt = at;
    this.#timer = this.#clock.setTimeout(this.#expire, Math.max(0, at - this.#clock.now()));
  }

  #disarm(): void {
    if (this.#timer !== undefined) this.#clock.clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#timerAt = Infinity;
  }

  readonly #expire = (): void => {
    this.#timer = undefined;
    this.#timerAt = Infinity;
    const now = this.#clock.now();
    let earliest = Infinity;
    for (const request of this.#requests.values()) {
      const { seqno, deadline } = request;
      // Timers of Node may come up to a ms early.
      if (deadline <= now + 1) this.#fail(seqno, tooLate(request));
      else earliest = Math.min(earliest, deadline);
    }
    if (earliest < this.#timerAt) this.#arm(earliest);
  };
}

/** It is made by a timer, and has nobody's stack: so it says which request it was. */
function tooLate({ type, url, sentAt, deadline }: PendingRequest): VsoaError {
  const what = url === '' ? packetTypeName(type) : `${packetTypeName(type)} ${url}`;
  return new VsoaError('TIMEOUT', `no reply to ${what} within ${Math.round(deadline - sentAt)} ms`);
}
