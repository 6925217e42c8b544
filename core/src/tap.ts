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
}

export interface TapConnection {
  /** Unique in the process. */
  readonly id: number;
  /** Our side of the connection. */
  readonly role: 'client' | 'server';
  /** `host:port` of our TCP end, '' before it is known. */
  readonly local: string;
  /** `host:port` of the peer's TCP end, '' before it is known. Of a stranger, where its packet came from. */
  readonly remote: string;
  /** `options.label` of the client or server. */
  readonly label: string;
}

let lastId = 0;

/** The next process-wide connection id. */
export function nextConnectionId(): number {
  lastId += 1;
  return lastId;
}
