import type { Clock } from './clock.ts';
import type { Oddity } from './packet/oddity.ts';

/**
 * Sees every packet that goes in or out of a client or server, in the order in which it happens.
 * Each is handed over exactly once: to `odd` where there is something to say about it, else to `packet`.
 * `time` is epoch ms with fractions: when it was given to the socket, or when the bytes it came with were read. It
 * never goes back, whatever clients and servers share the tap and the clock. A tap must not throw.
 */
export interface Tap {
  /**
   * The bytes of the packet are those of `source` from `start` up to `end`, for `source.subarray(start, end)` would cost
   * more than all else. They are valid only during the call; of received ones those behind `end` are final too, and may
   * be the packets that come next.
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

/** Says when things happened that a tap is told of. */
export class TapTime {
  readonly #clock: Clock;
  #newest = 0;

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

  now(): number {
    this.#newest = this.#clock.time();
    return this.#newest;
  }

  /** Of what came with something that `now` was asked for: that time, or if anything was told since, when it was. */
  get newest(): number {
    return this.#newest;
  }
}

const times = new WeakMap<Clock, TapTime>();

let lastId = 0;

/** The next process-wide connection id. */
export function nextConnectionId(): number {
  lastId += 1;
  return lastId;
}
