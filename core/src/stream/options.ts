import type { Clock } from '../clock.ts';
import type { KeepAlive } from '../keep-alive.ts';
import type { Tap } from '../tap.ts';

/** Settable at any time on the stream itself, too. */
export interface StreamTimes {
  /** ms without a byte in either direction after which the stream fails with `TIMEOUT`; by default Infinity. */
  idleTimeout?: number | undefined;
  /**
   * ms that the peer may take nothing while something waits for it, after which the stream fails with `SEND_TIMEOUT`.
   * By default Infinity: on a stream it is normal that the receiver makes the sender wait.
   */
  sendTimeout?: number | undefined;
  /** Finds a peer that is dead; by default false. */
  keepAlive?: KeepAlive | undefined;
}

export interface StreamOptions extends StreamTimes {
  /** ms until the peer must be linked: by default 5,000 at the server, 10,000 at the client; Infinity: no end. */
  timeout?: number | undefined;
  /** Its abort gives up before the link, with `ABORTED`. Later it does nothing; `addAbortSignal` of Node is for that. */
  signal?: AbortSignal | undefined;
}

/** What streams take over from the client or server that they belong to. */
export interface StreamContext {
  role: 'client' | 'server';
  label: string;
  tap: Tap | undefined;
  clock: Clock;
}
