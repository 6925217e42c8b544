import type { Oddity } from './packet/oddity.ts';

/**
 * Sees every packet that goes in or out of a client or server, in the order in which it happens.
 * Each is handed over exactly once: to `odd` where there is something to say about it, else to `packet`.
 * `bytes` are valid only during the call. A tap must not throw.
 */
export interface Tap {
  /** `time` is epoch ms with fractions. */
  packet(bytes: Buffer, sent: boolean, quick: boolean, connection: TapConnection, time: number): void;
  /**
   * A packet that is odd or refused, or something that is none. Of the latter `bytes` is what had arrived of it,
   * at most 64 KiB.
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

let lastId = 0;

/** The next process-wide connection id. */
export function nextConnectionId(): number {
  lastId += 1;
  return lastId;
}
