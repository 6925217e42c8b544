import type { Clock, Timer } from '../clock.ts';
import { VsoaError } from '../errors.ts';
import { ReceivedReply } from '../message.ts';
import type { PacketView } from '../packet/view.ts';

interface PendingRequest {
  type: number;
  sentAt: number;
  /** As `clock.now()`. */
  deadline: number;
  resolve: (reply: ReceivedReply) => void;
  reject: (error: VsoaError) => void;
  signal: AbortSignal | undefined;
  onAbort: (() => void) | undefined;
}

const SEQNOS = 65_536;
/** A request that waits, and one that is free, so that a seqno can always be found. */
const MAX_PENDING = SEQNOS - 1;

/** Requests that await their reply, by seqno. One timer serves them all. */
export class PendingRequests {
  readonly #clock: Clock;
  readonly #raw: boolean;
  readonly #requests = new Map<number, PendingRequest>();
  #next = 0;
  #timer: Timer | undefined;
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
    while (this.#requests.has(this.#next)) this.#next = (this.#next + 1) % SEQNOS;
    return this.#next;
  }

  /** `timeout` in ms; Infinity: none. An abort of `signal` ends the wait. */
  add(
    seqno: number,
    type: number,
    timeout: number,
    signal: AbortSignal | undefined,
    resolve: (reply: ReceivedReply) => void,
    reject: (error: VsoaError) => void,
  ): void {
    const sentAt = this.#clock.now();
    const deadline = sentAt + timeout;
    const onAbort = signal && (() => this.#fail(seqno, new VsoaError('ABORTED', 'aborted', signal.reason)));
    if (onAbort !== undefined) signal?.addEventListener('abort', onAbort, { once: true });
    this.#requests.set(seqno, { type, sentAt, deadline, resolve, reject, signal, onAbort });
    this.#next = (seqno + 1) % SEQNOS;
    if (deadline < this.#timerAt) this.#arm(deadline);
  }

  awaits(seqno: number, type: number): boolean {
    return this.#requests.get(seqno)?.type === type;
  }

  resolve(packet: PacketView): void {
    const request = this.#take(packet.seqno);
    request?.resolve(new ReceivedReply(packet, this.#raw, this.#clock.now() - request.sentAt));
  }

  /** Ends every wait. */
  rejectAll(makeError: () => VsoaError): void {
    this.#disarm();
    for (const seqno of this.#requests.keys()) this.#fail(seqno, makeError());
  }

  #fail(seqno: number, error: VsoaError): void {
    this.#take(seqno)?.reject(error);
  }

  #take(seqno: number): PendingRequest | undefined {
    const request = this.#requests.get(seqno);
    if (request === undefined) return undefined;
    this.#requests.delete(seqno);
    if (request.onAbort !== undefined) request.signal?.removeEventListener('abort', request.onAbort);
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
    for (const [seqno, request] of this.#requests) {
      // Timers of Node may come up to a ms early.
      if (request.deadline <= now + 1) this.#fail(seqno, new VsoaError('TIMEOUT', 'no reply in time'));
      else earliest = Math.min(earliest, request.deadline);
    }
    if (earliest < this.#timerAt) this.#arm(earliest);
  };
}
