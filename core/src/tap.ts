import type { Clock } from './clock.ts';
import type { Oddity } from './packet/oddity.ts';
import { lengthAt } from './packet/view.ts';

const NOTHING = Buffer.alloc(0);

/**
 * Sees every packet that goes in or out of a client or server, in the order in which it happens.
 * Each is handed over exactly once: to `odd` where there is something to say about it, else to `packet`.
 * `time` is epoch ms with fractions: when it was given to the socket, or when the bytes it came with were read. It
 * never goes back, whatever clients and servers share the tap and the clock. A tap must not throw.
 */
export interface Tap {
  /**
   * The bytes of the packet are those of `source` from `start` up to `end`, for `source.subarray(start, end)` would cost
   * more than all else. They are valid only during the call.
   */
  packet(
    source: Buffer,
    start: number,
    end: number,
    sent: boolean,
    quick: boolean,
    connection: TapConnection,
    time: number,
  ): void;
  /**
   * Packets that came with one read of a TCP connection, one behind the other, in place of `packet` for each of them:
   * whoever keeps them has less to do. It is called when all of them were acted on, or before anything else is told, so
   * that the order is the same; what a program has written into them meanwhile is in the bytes. A tap that lacks this is
   * told of each packet before it is acted on. See `eachPacket`.
   */
  receivedTogether?(source: Buffer, start: number, end: number, connection: TapConnection, time: number): void;
  /**
   * A packet that is odd or refused, or something that is none. Of the latter `bytes` is what had arrived of it,
   * at most 64 KiB. They are valid only during the call.
   */
  odd(bytes: Buffer, reason: Oddity, quick: boolean, connection: TapConnection, time: number, sent: boolean): void;
  /** What belongs to the traffic and is no VSOA packet. A tap that lacks this is not told of it. */
  other?(event: TapEvent, connection: TapConnection, time: number): void;
}

/** Streams are told of by their ends only, position queries and answers by their bytes (JSON in UDP). */
export type TapEvent =
  /** Both ends of the stream are linked. `connection` is that of the stream, its server's port the tunnel id. */
  | { kind: 'STREAM_OPEN'; tunnelId: number }
  /** `error` is the code of the failure, undefined where both sides ended it in order. */
  | { kind: 'STREAM_CLOSE'; tunnelId: number; sentBytes: number; receivedBytes: number; error: string | undefined }
  /** `bytes` are valid only during the call. */
  | { kind: 'POSITION'; bytes: Buffer; sent: boolean; malformed: boolean };

export interface TapConnection {
  /** Unique in the process. */
  readonly id: number;
  /** Our side of the connection. */
  readonly role: 'client' | 'server';
  /** `host:port` of our TCP end, '' before it is known. */
  readonly local: string;
  /** `host:port` of the peer's TCP end, '' before it is known and where there is none. */
  readonly remote: string;
  /** `host:port` of our UDP end, '' where there is none or it is not known yet. */
  readonly quickLocal: string;
  /** `host:port` of the peer's UDP end; of a stranger, where its packet came from. '' as for `quickLocal`. */
  readonly quickRemote: string;
  /** `options.label` of the client or server. */
  readonly label: string;
}

/** Calls `visit` with the start and end of each of the packets that a tap is told of by `receivedTogether`. */
export function eachPacket(
  source: Buffer,
  start: number,
  end: number,
  visit: (start: number, end: number) => void,
): void {
  for (let at = start; at < end; ) {
    const next = Math.min(end, at + lengthAt(source, at));
    visit(at, next);
    at = next;
  }
}

/** Says when things happened that a tap is told of, and has received packets told together where they lie together. */
export class TapTime {
  readonly #clock: Clock;
  #newest = 0;
  /** What is told next by `receivedTogether`; undefined where nothing waits. */
  #tap: Tap | undefined;
  #source: Buffer = NOTHING;
  #start = 0;
  #end = 0;
  #connection: TapConnection | undefined;

  private constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The one for all that go by this clock, so that what they tell is in order. */
  static of(clock: Clock): TapTime {
    let time = times.get(clock);
    if (time === undefined) {
      time = new TapTime(clock);
      times.set(clock, time);
    }
    return time;
  }

  /** The time of something that is told next; what came before is told first. */
  now(): number {
    if (this.#tap !== undefined) this.tellReceived();
    this.#newest = this.#clock.time();
    return this.#newest;
  }

  /** Of what came with something that `now` was asked for: that time, or if anything was told since, when it was. */
  get newest(): number {
    return this.#newest;
  }

  /** Tells the tap of a packet that came with something that `now` was asked for, by `tellReceived` at the latest. */
  received(tap: Tap, source: Buffer, start: number, end: number, connection: TapConnection): void {
    if (tap.receivedTogether === undefined) {
      tap.packet(source, start, end, false, false, connection, this.#newest);
    } else if (this.#tap === tap && this.#source === source && this.#end === start && this.#connection === connection) {
      this.#end = end;
    } else {
      this.tellReceived();
      this.#tap = tap;
      this.#source = source;
      this.#start = start;
      this.#end = end;
      this.#connection = connection;
    }
  }

  /** To be called when all that came together was acted on, and before something is told with the time `newest`. */
  tellReceived(): void {
    const [tap, connection] = [this.#tap, this.#connection];
    if (tap === undefined || connection === undefined) return;
    this.#tap = undefined;
    tap.receivedTogether?.(this.#source, this.#start, this.#end, connection, this.#newest);
    this.#source = NOTHING;
  }
}

const times = new WeakMap<Clock, TapTime>();

let lastId = 0;

/** The next process-wide connection id. */
export function nextConnectionId(): number {
  lastId += 1;
  return lastId;
}
