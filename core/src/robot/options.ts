import type { ClientEvents, ClientOptions, ConnectOptions } from '../client/options.ts';
import { VsoaError } from '../errors.ts';
import type { Message } from '../message.ts';

export interface RobotOptions extends ClientOptions, Omit<ConnectOptions, 'timeout' | 'signal'> {
  /** ms for one attempt to connect, by default 10,000. */
  connectTimeout?: number | undefined;
  /** ms from the end of a connection, or of an attempt, to the next attempt, by default 1,000; at least 10. Always the same. */
  reconnectDelay?: number | undefined;
  /** ms between pings (PINGECHO), and for the answer of each, by default 3,000; at least 50. */
  pingInterval?: number | undefined;
  /** Pings in a row that may be lost, by default 3; with one more the connection is reset. */
  lostLimit?: number | undefined;
  /** ms between NOOPs while an RPC waits for its reply, at least 25, at most `pingInterval`; 0, the default: none. */
  turbo?: number | undefined;
  /**
   * After each connect, when the remembered subscriptions are made again, ask for current values by RPC (GET). True: of
   * each subscribed url that does not end in `/`; a function: of the urls that it names for a subscription. An answer
   * with status 0 comes as 'message' with `fetched` true. By default nothing is asked for.
   */
  fetchOnReconnect?: boolean | ((subscription: string) => readonly string[]) | undefined;
}

/** All times are epoch ms. */
export type RobotState =
  | { readonly name: 'stopped'; readonly since: number }
  | {
      readonly name: 'connecting';
      readonly since: number;
      /** 1 for the first since `start` or since the last connection. */
      readonly attempt: number;
      /** Why the last attempt failed, or the last connection ended; undefined right after `start`. */
      readonly reason: VsoaError | undefined;
    }
  | {
      readonly name: 'connected';
      readonly since: number;
      /** Pings in a row whose answer did not come in time. */
      readonly lostPings: number;
    }
  | {
      readonly name: 'waiting';
      readonly since: number;
      /** The next attempt. */
      readonly until: number;
      /** How many attempts have failed since the last connection; 0 where that has just ended. */
      readonly attempt: number;
      /** Why the attempt failed, or the connection ended. */
      readonly reason: VsoaError;
    };

/** What became of a subscription that a robot remembers. */
export type SubscriptionState =
  /** There is no connection, or no answer yet. */
  | { readonly name: 'waiting' }
  | { readonly name: 'subscribed' }
  /** The server refused it (`RefusedError`) or did not answer. Asked for again after the next reconnect. */
  | { readonly name: 'failed'; readonly reason: VsoaError };

export interface RobotMessage extends Message {
  /** True where it was not published, but is the answer to a GET of `fetchOnReconnect`. */
  readonly fetched?: boolean;
}

export interface RobotEvents extends Pick<ClientEvents, 'connect' | 'datagram' | 'priority'> {
  /** `state` has changed. */
  state: [RobotState];
  message: [RobotMessage];
  /** Once for each `connect`, as with `Client`; null where `stop` was called. */
  disconnect: [VsoaError | null];
  /** A remembered subscription failed, or a current value could not be had. A warning where nobody listens. */
  error: [VsoaError];
}

/** What can be changed while a robot runs. */
export interface RobotTimes {
  reconnectDelay: number;
  pingInterval: number;
  lostLimit: number;
  turbo: number;
}

const LEAST_PING_INTERVAL = 50;
const LEAST_TURBO = 25;
/** A server that accepts and closes at once must not keep the program busy. */
const LEAST_DELAY = 10;

/** With the defaults for what is absent. Throws `INVALID_ARGUMENT` where a value is out of its range. */
export function checkedTimes(given: { [Name in keyof RobotTimes]?: number | undefined }): RobotTimes {
  const { reconnectDelay = 1_000, pingInterval = 3_000, lostLimit = 3, turbo = 0 } = given;
  if (!(pingInterval >= LEAST_PING_INTERVAL))
    throw outOfRange(`pingInterval is at least ${LEAST_PING_INTERVAL} ms`, pingInterval);
  if (!(reconnectDelay >= LEAST_DELAY))
    throw outOfRange(`reconnectDelay is at least ${LEAST_DELAY} ms`, reconnectDelay);
  if (!(lostLimit >= 0)) throw outOfRange('lostLimit is at least 0', lostLimit);
  if (turbo !== 0 && !(turbo >= LEAST_TURBO && turbo <= pingInterval)) {
    throw outOfRange(`turbo is 0, or from ${LEAST_TURBO} to ${pingInterval} ms (pingInterval)`, turbo);
  }
  return { reconnectDelay, pingInterval, lostLimit, turbo };
}

function outOfRange(rule: string, value: number): VsoaError {
  return new VsoaError('INVALID_ARGUMENT', `${rule}, not ${value}`);
}
