import { HEADER_LENGTH, MAX_PACKET } from '@vsoa-testbench/core';
import { ByteBuffer } from '../write/byte-buffer.ts';
import { declaredLength, isConvincing, isPlausible, MAGIC } from './header.ts';

export interface PacketListener {
  /** Valid during the call. */
  packet(bytes: Buffer, time: number): void;
  /** Something that is no packet, or the start of one that the file does not have whole; at most 64 KiB. */
  broken(bytes: Buffer, reason: 'BAD_MAGIC' | 'BAD_LENGTH', time: number): void;
  /** Bytes that belong to no packet that could be found. */
  skipped(length: number): void;
  /** Whether somebody said that this connection is VSOA. */
  isCertain(): boolean;
}

/** As core does it: of garbage this much is shown. */
const MAX_GARBAGE = 65_536;
/** So many bytes of a connection are searched for a first packet. */
const SEARCHED = 1_048_576;

type State =
  /** Nothing was read yet of a connection whose start is in the file: a packet begins here or never. */
  | 'fresh'
  /** A packet may begin anywhere. */
  | 'searching'
  /** A packet begins where the last one ended. */
  | 'following'
  /** This is no VSOA. */
  | 'given up';

/** Finds the packets in what one side of a TCP connection said. */
export class PacketScanner {
  readonly #listener: PacketListener;
  readonly #kept = new ByteBuffer(0);
  #state: State = 'searching';
  /** Bytes of a packet that was already told as broken. */
  #toSkip = 0;
  #searched = 0;

  constructor(listener: PacketListener) {
    this.#listener = listener;
  }

  get memory(): number {
    return this.#kept.bytes.length;
  }

  get gaveUp(): boolean {
    return this.#state === 'given up';
  }

  /** What comes is the start of the connection. */
  begin(): void {
    this.#state = 'fresh';
  }

  bytes(bytes: Buffer, time: number): void {
    const skipped = Math.min(this.#toSkip, bytes.length);
    this.#toSkip -= skipped;
    const fresh = bytes.subarray(skipped);
    if (this.#state === 'given up' || fresh.length === 0) return;
    if (this.#kept.length === 0) {
      const used = this.#scan(fresh, time, true);
      this.#kept.add(fresh.subarray(used));
    } else {
      this.#kept.add(fresh);
      this.#kept.drop(this.#scan(this.#kept.written, time, false));
    }
  }

  gap(length: number, time: number): void {
    const skipped = Math.min(this.#toSkip, length);
    this.#toSkip -= skipped;
    const missing = length - skipped;
    if (this.#state === 'given up' || missing === 0) return;
    const kept = this.#kept.written;
    const header = kept.length >= HEADER_LENGTH;
    const rest = header ? declaredLength(kept, 0) - kept.length - missing : -1;
    // Of a packet whose header is there one knows where the next begins; also of the first, where it ends with the gap.
    const known = this.#state === 'following' || this.#listener.isCertain() || rest === 0;
    if (kept.length > 0 && known) this.#listener.broken(kept.subarray(0, MAX_GARBAGE), 'BAD_LENGTH', time);
    else this.#listener.skipped(kept.length);
    this.#kept.clear();
    this.#toSkip = known ? Math.max(0, rest) : 0;
    this.#state = known && rest >= 0 ? 'following' : 'searching';
  }

  /** Nothing more will come. */
  finish(time: number): void {
    const kept = this.#kept.written;
    if (kept.length > 0) {
      if (this.#state === 'following') this.#listener.broken(kept.subarray(0, MAX_GARBAGE), 'BAD_LENGTH', time);
      else this.#listener.skipped(kept.length);
    }
    this.#kept.clear();
  }

  /** Answers how many of the bytes were used. */
  #scan(bytes: Buffer, time: number, segmentStart: boolean): number {
    let at = 0;
    for (;;) {
      if (this.#state === 'given up') return bytes.length;
      const before = at;
      at = this.#state === 'following' ? this.#follow(bytes, at, time) : this.#search(bytes, at, segmentStart);
      // Both stop where they need more, and else go over to each other.
      if (at === before && this.#waits(bytes, at)) return at;
    }
  }

  #waits(bytes: Buffer, at: number): boolean {
    if (at === bytes.length) return true;
    if (this.#state !== 'following') return true;
    if (bytes[at] !== MAGIC) return false;
    if (bytes.length - at < HEADER_LENGTH) return true;
    const length = declaredLength(bytes, at);
    return length <= MAX_PACKET && bytes.length - at < length;
  }

  /** Hands out the packets that are whole. */
  #follow(bytes: Buffer, from: number, time: number): number {
    let at = from;
    while (at < bytes.length) {
      if (bytes[at] !== MAGIC) return this.#garbage(bytes, at, 'BAD_MAGIC', time);
      if (bytes.length - at < HEADER_LENGTH) return at;
      const length = declaredLength(bytes, at);
      if (length > MAX_PACKET) return this.#garbage(bytes, at, 'BAD_LENGTH', time);
      if (bytes.length - at < length) return at;
      this.#listener.packet(bytes.subarray(at, at + length), time);
      at += length;
    }
    return at;
  }

  /** Tells of what is no packet, up to where one may begin. */
  #garbage(bytes: Buffer, from: number, reason: 'BAD_MAGIC' | 'BAD_LENGTH', time: number): number {
    let end = bytes.indexOf(MAGIC, from + 1);
    while (end >= 0 && bytes.length - end >= HEADER_LENGTH && !isPlausible(bytes, end)) {
      end = bytes.indexOf(MAGIC, end + 1);
    }
    if (end < 0) end = bytes.length;
    this.#listener.broken(bytes.subarray(from, Math.min(end, from + MAX_GARBAGE)), reason, time);
    this.#state = 'searching';
    return end;
  }

  /** Goes to where a packet begins for sure, or may, if more of it were there. */
  #search(bytes: Buffer, from: number, segmentStart: boolean): number {
    const certain = this.#listener.isCertain();
    if (this.#state === 'fresh' && certain) {
      this.#state = 'following';
      return from;
    }
    let at = from;
    while (at < bytes.length) {
      const verdict = bytes[at] === MAGIC ? this.#judge(bytes, at, certain && segmentStart && at === 0) : 'no';
      if (verdict === 'more') return this.#passed(from, at);
      if (verdict === 'yes') {
        this.#state = 'following';
        return this.#passed(from, at);
      }
      if (this.#state === 'fresh') {
        this.#state = 'given up';
        return bytes.length;
      }
      at = bytes.indexOf(MAGIC, at + 1);
      if (at < 0) at = bytes.length;
    }
    return this.#passed(from, at);
  }

  #passed(from: number, to: number): number {
    if (to > from) this.#listener.skipped(to - from);
    this.#searched += to - from;
    if (this.#searched > SEARCHED && !this.#listener.isCertain()) this.#state = 'given up';
    return to;
  }

  /** Whether a packet begins here: where it ends another one must begin, or nothing be there and its content be right. */
  #judge(bytes: Buffer, at: number, headerWillDo: boolean): 'yes' | 'no' | 'more' {
    if (bytes.length - at < HEADER_LENGTH) return 'more';
    if (!isPlausible(bytes, at)) return 'no';
    if (headerWillDo) return 'yes';
    const end = at + declaredLength(bytes, at);
    if (end > bytes.length) return 'more';
    if (end === bytes.length) return isConvincing(bytes, at) ? 'yes' : 'more';
    if (bytes[end] !== MAGIC) return 'no';
    if (bytes.length - end >= HEADER_LENGTH) return isPlausible(bytes, end) ? 'yes' : 'no';
    return isConvincing(bytes, at) ? 'yes' : 'more';
  }
}
