import type { Clock } from '../clock.ts';
import { VsoaError } from '../errors.ts';
import type { Interference } from '../interference.ts';
import type { KeepAlive } from '../keep-alive.ts';
import type { Message, Request } from '../message.ts';
import type { JsonValue, Payload } from '../payload.ts';
import type { StreamOptions } from '../stream/options.ts';
import type { Tap } from '../tap.ts';
import type { ServerTlsOptions } from '../tls/options.ts';
import type { RemoteClient } from './remote-client.ts';

export interface ServerLimits {
  /** TCP connections at a time, by default 10,000; those beyond are closed at once, and `refusedConnections` counts. */
  connections?: number;
  /** ms from connect to SERVINFO, by default 5,000. */
  handshakeTimeout?: number;
  /** Bytes that may wait for one client, by default 4 MiB; beyond, what is sent to it is dropped. At least 1 MiB. */
  queuedBytes?: number;
  /** ms that a client may take nothing while something waits for it, by default 10,000; then it is cut off. */
  stallTimeout?: number;
  /** Bytes that the subscriptions of one client may take, by default 1 MiB; beyond, SUBSCRIBE is answered status 6. */
  subscriptionBytes?: number;
  /** RPCs of one client that may wait for their answer, by default 10,000; beyond, they are answered status 6. */
  unanswered?: number;
  /** Bytes of those RPCs, by default 16 MiB; beyond, they are answered status 6. */
  unansweredBytes?: number;
  /**
   * Packets a second that one client may send over TCP, by default Infinity. Those beyond are acted on in the seconds
   * that follow, and nothing more is read from that client meanwhile; `client.delayed` counts.
   */
  packetRate?: number;
  /** Streams at a time, offered or linked, by default 1,000; beyond, `createStream` rejects with `TOO_MANY_PENDING`. */
  streams?: number;
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
  /** ms of silence before TCP probes whether a client is still there; by default false: it does not. */
  keepAlive?: KeepAlive | undefined;
  limits?: ServerLimits | undefined;
  /** Changes what goes over the wire, for mocks of broken devices. By default none. */
  interference?: Interference | undefined;
  clock?: Clock | undefined;
}

/** What a handler answers; absent: status 0 with no payload. */
export interface Answer extends Payload {
  /** 0 (success) by default; 128 to 255 are free for the program. */
  status?: number | undefined;
  /** Port of a stream that the client can connect to. */
  tunnelId?: number | undefined;
}

/** What a handler returns where the program answers by `client.reply(request, …)` when it can. */
export const LATER: Later = Object.freeze({ later: true });

/** The type of `LATER`. No symbol: TypeScript forgets which one it is when a promise resolves with it. */
export interface Later {
  readonly later: true;
}

export type CommandHandler = (
  request: Request,
  client: RemoteClient,
) => Answer | Later | void | Promise<Answer | Later | void>;

/** Runs jobs when it sees fit, for instance a `WorkQueue`: one after another. */
export interface JobQueue {
  add(job: () => unknown): unknown;
}

export interface CommandOptions {
  /** Calls the handler from there, so that requests do not overlap. Without it, at once. */
  queue?: JobQueue | undefined;
}

export interface ServerEvents {
  /** A client's handshake is through. */
  connect: [RemoteClient];
  /**
   * Once for each 'connect'. Null where we closed it, else `CLOSED_BY_CLIENT`, `CONNECTION_LOST`, `SEND_TIMEOUT` where it
   * took nothing for `limits.stallTimeout`, or `BAD_MAGIC` or `BAD_LENGTH` where what came was no VSOA.
   */
  disconnect: [RemoteClient, VsoaError | null];
  /** A DATAGRAM, normal or quick. */
  datagram: [RemoteClient, Message];
  /** A handler failed (`cause` is what it threw), or the listening socket did. The server lives on. */
  error: [VsoaError];
  /**
   * The TLS handshake with the client at this `host:port` failed: `TLS_HANDSHAKE_FAILED`, `cause` says why: an error of
   * Node, or the code of OpenSSL where its certificate was refused. It is closed, and nobody else is told of it.
   */
  tlsError: [VsoaError, string];
}

export interface StartOptions {
  /** By default 0.0.0.0. */
  host?: string | undefined;
  /** For TCP and, without TLS, UDP; 0: one that is free for both. */
  port: number;
  /** Only with TLS; there is no quick channel then. */
  tls?: ServerTlsOptions | undefined;
}

export interface ServerStreamOptions extends StreamOptions {
  /** Takes connections only from the host of this client, and resets others. By default the first that comes is taken. */
  client?: RemoteClient | undefined;
}

export type ResolvedLimits = { [Name in keyof ServerLimits]-?: number };

const DEFAULT_LIMITS: ResolvedLimits = {
  connections: 10_000,
  handshakeTimeout: 5_000,
  queuedBytes: 4_194_304,
  stallTimeout: 10_000,
  subscriptionBytes: 1_048_576,
  unanswered: 10_000,
  unansweredBytes: 16_777_216,
  packetRate: Infinity,
  streams: 1_000,
};
export const SEND_TIMEOUT = 100;

/** With the defaults. Throws `INVALID_ARGUMENT`. */
export function resolveLimits(limits: ServerLimits | undefined): ResolvedLimits {
  const given = Object.entries(limits ?? {}).filter(([, limit]) => limit !== undefined);
  for (const [name, limit] of given) {
    if (!(limit >= 0)) throw new VsoaError('INVALID_ARGUMENT', `${name} is a number, 0 or more, not ${String(limit)}`);
  }
  const resolved: ResolvedLimits = { ...DEFAULT_LIMITS, ...Object.fromEntries(given) };
  if (resolved.packetRate > 0) return resolved;
  throw new VsoaError('INVALID_ARGUMENT', `packetRate is a number of packets above 0, not ${resolved.packetRate}`);
}
