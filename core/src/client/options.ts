import type { Clock } from '../clock.ts';
import type { VsoaError } from '../errors.ts';
import type { KeepAlive } from '../keep-alive.ts';
import type { Message } from '../message.ts';
import type { JsonValue, Payload } from '../payload.ts';
import type { PositionOptions } from '../position/lookup.ts';
import type { Tap } from '../tap.ts';
import type { ClientTlsOptions } from '../tls/options.ts';

export type ClientState = 'idle' | 'resolving' | 'connecting' | 'handshaking' | 'connected' | 'closing' | 'closed';

export interface ClientEvents {
  /** The handshake is through. */
  connect: [info: JsonValue | undefined];
  /** The server published on a url that is subscribed. */
  message: [Message];
  /** A DATAGRAM of the server, normal or quick. */
  datagram: [Message];
  /** The server has given this client another priority, 0 to 7. */
  priority: [number];
  /**
   * Once for each `connect`. Null where `disconnect` was called, else `CLOSED_BY_SERVER`, `CONNECTION_LOST`, or
   * `INVALID_RESPONDING` where what came was no VSOA.
   */
  disconnect: [VsoaError | null];
  /** `state` has changed. */
  state: [ClientState];
}

export interface ClientLimits {
  /** Bytes that may wait for the server, by default 16 MiB; beyond, sends fail. At least 1 MiB. */
  queuedBytes?: number;
}

export interface ClientOptions {
  /** Never parse the params of RPC, PUBLISH and DATAGRAM: hand them over as bytes. By default false. */
  raw?: boolean | undefined;
  /** Sees every packet. By default none. */
  tap?: Tap | undefined;
  /** Name of the connection in the tap, by default ''. */
  label?: string | undefined;
  /** ms that the server may take nothing before sends fail with `SEND_TIMEOUT`, by default 500. */
  sendTimeout?: number | undefined;
  /** ms of silence before TCP probes whether the server is still there; by default false: it does not. */
  keepAlive?: KeepAlive | undefined;
  limits?: ClientLimits | undefined;
  /** Who is asked where a server is that the url of `connect` names, and how. By default as the system says. */
  position?: PositionOptions | undefined;
  clock?: Clock | undefined;
}

export interface WaitOptions {
  /** ms, 0 or more; Infinity: no end. */
  timeout?: number | undefined;
  /** Its abort ends the wait with `ABORTED`. */
  signal?: AbortSignal | undefined;
}

export interface ConnectOptions extends WaitOptions {
  /** Connect with TLS; `true` for the defaults. By default, and where it is `false`, without. */
  tls?: ClientTlsOptions | boolean | undefined;
  /** Of the server, by default none. It is sent in the clear where there is no TLS. */
  passwd?: string | undefined;
}

export interface CallOptions extends Payload, WaitOptions {
  /** By default GET, without the SET flag. */
  method?: 'GET' | 'SET' | undefined;
}
