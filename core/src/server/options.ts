import type { Clock } from '../clock.ts';
import type { Request } from '../message.ts';
import type { JsonValue, Payload } from '../payload.ts';
import type { Tap } from '../tap.ts';
import type { RemoteClient } from './remote-client.ts';

export interface ServerLimits {
  /** TCP connections at a time, by default 10,000; those beyond are closed at once. */
  connections?: number;
  /** ms from connect to SERVINFO, by default 5,000. */
  handshakeTimeout?: number;
  /** Bytes that may wait for one client, by default 4 MiB; beyond, what is sent to it is dropped. At least 1 MiB. */
  queuedBytes?: number;
  /** ms that a client may take nothing while something waits for it, by default 10,000; then it is cut off. */
  stallTimeout?: number;
  /** Bytes that the subscriptions of one client may take, by default 1 MiB; beyond, SUBSCRIBE is answered status 6. */
  subscriptionBytes?: number;
  /** RPCs of one client that may wait for their handler, by default 10,000; beyond, they are answered status 6. */
  unanswered?: number;
}

export interface ServerOptions {
  /** What clients are told of the server in the handshake: an object or a text. */
  info?: JsonValue | undefined;
  /** Clients must know it; '' or undefined: none is needed. */
  passwd?: string | undefined;
  /** Never parse the params of RPC and DATAGRAM: hand them over as bytes. By default false. */
  raw?: boolean | undefined;
  /** Sees every packet. By default none. */
  tap?: Tap | undefined;
  /** Name of the server in the tap, by default ''. */
  label?: string | undefined;
  /** ms that a client may take nothing before sends to it fail, by default 100. */
  sendTimeout?: number | undefined;
  limits?: ServerLimits | undefined;
  clock?: Clock | undefined;
}

/** What a handler answers; absent: status 0 with no payload. */
export interface Answer extends Payload {
  /** 0 (success) by default; 128 to 255 are free for the program. */
  status?: number | undefined;
  /** Port of a stream that the client can connect to. */
  tunnelId?: number | undefined;
}

export type CommandHandler = (request: Request, client: RemoteClient) => Answer | void | Promise<Answer | void>;

export type ResolvedLimits = { [Name in keyof ServerLimits]-?: number };

export const DEFAULT_LIMITS: ResolvedLimits = {
  connections: 10_000,
  handshakeTimeout: 5_000,
  queuedBytes: 4_194_304,
  stallTimeout: 10_000,
  subscriptionBytes: 1_048_576,
  unanswered: 10_000,
};
export const SEND_TIMEOUT = 100;
