/** What one side of a TCP connection said, in order. */
export interface ByteListener {
  /** Valid during the call. `time` is that of the frame that completed the order. */
  bytes(bytes: Buffer, time: number): void;
  /** So many bytes were sent and are not in the file. */
  gap(length: number, time: number): void;
  /** Bytes that were sent before came again, and are others now. */
  differ(length: number): void;
}

interface Held {
  seq: number;
  bytes: Buffer;
  /** On the wire; `bytes` may be cut. */
  length: number;
  time: number;
}

/** Bytes behind a hole that are kept until it is filled. */
const MAX_HELD = 1_048_576;
const MAX_HELD_SEGMENTS = 2_048;
/** Nothing that belongs to a connection is so far ahead. */
const MAX_AHEAD = 64 * 1_048_576;
/** How long, in capture time, ms, a hole is waited for once the peer has said that it got those bytes. */
const PATIENCE = 200;
/** And where it has not. */
const LAST_PATIENCE = 60_000;
const HISTORY = 65_536;

/**
 * Puts the segments of one direction of a TCP connection in order. Retransmissions are left out, holes are waited for as
 * long as the missing bytes may still come. What came first counts.
 */
export class Assembler {
  readonly #listener: ByteListener;
  /** Sequence number of the next byte; undefined before the first segment. */
  #next: number | undefined;
  #held: Held[] = [];
  #heldBytes = 0;
  /** When the peer was first seen to have what is missing here. */
  #ackedAt: number | undefined;
  /** The last bytes that were handed out, each at the place of its sequence number modulo the size. */
  #history: Buffer | undefined;
  #remembered = 0;

  constructor(listener: ByteListener) {
    this.#listener = listener;
  }

  get memory(): number {
    return this.#heldBytes + (this.#history?.length ?? 0);
  }

  get started(): boolean {
    return this.#next !== undefined;
  }

  /** The sequence number that the first byte will have. */
  start(seq: number): void {
    this.#next = seq >>> 0;
  }

  /** Compares retransmissions with what came first from now on. */
  remember(): void {
    this.#history ??= Buffer.allocUnsafeSlow(HISTORY);
  }

  /** `length` is that on the wire, `bytes` what was captured of it. */
  push(seq: number, bytes: Buffer, length: number, time: number): void {
    this.#next ??= seq;
    const ahead = (seq - this.#next) | 0;
    if (ahead > 0) {
      this.#hold(seq, bytes, length, time);
      if (ahead > MAX_AHEAD) this.#skip(time);
      else this.#lookAtHole(time);
      return;
    }
    this.#take(seq, bytes, length, time);
    this.#release(time);
  }

  /** The peer says that it has all before `seq`. */
  acked(seq: number, time: number): void {
    const first = this.#held[0];
    if (!first) return;
    if (((seq - first.seq) | 0) >= 0) this.#ackedAt ??= time;
    this.#lookAtHole(time);
  }

  /** Nothing more will come: what is held is handed out. */
  finish(): void {
    for (let first = this.#held[0]; first !== undefined; first = this.#held[0]) this.#skip(first.time);
    this.#history = undefined;
    this.#remembered = 0;
  }

  /** A segment that begins at the next byte, or before it. */
  #take(seq: number, bytes: Buffer, length: number, time: number): void {
    const old = ((this.#next as number) - seq) | 0;
    if (old > 0) this.#compare(seq, bytes.subarray(0, old));
    if (old >= length) return;
    const fresh = bytes.subarray(old);
    if (fresh.length > 0) {
      this.#record(fresh);
      this.#next = ((this.#next as number) + fresh.length) >>> 0;
      this.#listener.bytes(fresh, time);
    }
    if (length - old > fresh.length) this.#pass(length - old - fresh.length, time);
  }

  #pass(length: number, time: number): void {
    this.#remembered = 0;
    this.#next = ((this.#next as number) + length) >>> 0;
    this.#listener.gap(length, time);
  }

  #hold(seq: number, bytes: Buffer, length: number, time: number): void {
    if (length === 0) return;
    let at = this.#held.length;
    while (at > 0 && (((this.#held[at - 1] as Held).seq - seq) | 0) > 0) at--;
    const before = this.#held[at - 1];
    if (before?.seq === seq && before.length >= length) return;
    this.#held.splice(at, 0, { seq, bytes: Buffer.from(bytes), length, time });
    this.#heldBytes += bytes.length;
  }

  #lookAtHole(time: number): void {
    for (let first = this.#held[0]; first !== undefined; first = this.#held[0]) {
      const full = this.#heldBytes > MAX_HELD || this.#held.length > MAX_HELD_SEGMENTS;
      const lost = this.#ackedAt !== undefined && time - this.#ackedAt > PATIENCE;
      if (!full && !lost && time - first.time <= LAST_PATIENCE) return;
      this.#skip(time);
    }
  }

  /** Gives up what is missing before the first held segment. */
  #skip(time: number): void {
    const first = this.#held[0];
    if (!first) return;
    this.#pass((first.seq - (this.#next as number)) >>> 0, first.time);
    this.#release(time);
  }

  #release(time: number): void {
    let released = 0;
    for (const held of this.#held) {
      if (((held.seq - (this.#next as number)) | 0) > 0) break;
      released += 1;
      this.#heldBytes -= held.bytes.length;
      this.#take(held.seq, held.bytes, held.length, time);
    }
    if (released === 0) return;
    this.#held.splice(0, released);
    this.#ackedAt = undefined;
  }

  #record(bytes: Buffer): void {
    const history = this.#history;
    if (!history) return;
    const kept = bytes.subarray(-HISTORY);
    const at = ((this.#next as number) + bytes.length - kept.length) % HISTORY;
    const copied = kept.copy(history, at);
    kept.copy(history, 0, copied);
    this.#remembered = Math.min(HISTORY, this.#remembered + bytes.length);
  }

  #compare(seq: number, bytes: Buffer): void {
    const history = this.#history;
    // A keepalive sends the byte before the next one again, whatever it was.
    if (!history || bytes.length <= 1) return;
    const unknown = Math.max(0, (((this.#next as number) - seq) | 0) - this.#remembered);
    const again = bytes.subarray(unknown);
    const at = ((seq >>> 0) + unknown) % HISTORY;
    const first = again.subarray(0, HISTORY - at);
    const rest = again.subarray(first.length);
    const same = first.equals(history.subarray(at, at + first.length)) && rest.equals(history.subarray(0, rest.length));
    if (!same) this.#listener.differ(again.length);
  }
}
