import { parseServerUrl } from './address.ts';
import { Client } from './client/client.ts';
import type { CallOptions, ClientOptions, ConnectOptions } from './client/options.ts';
import { systemClock } from './clock.ts';
import { VsoaError } from './errors.ts';
import { LINGER } from './link.ts';
import type { Reply } from './message.ts';
import type { JsonValue } from './payload.ts';
import { checkTimeout } from './timeout.ts';

export interface FetchOptions extends ClientOptions, CallOptions, ConnectOptions {
  /** ms for all of it, by default 60,000. */
  timeout?: number | undefined;
  /** ms of that for connecting, by default 10,000. */
  connectTimeout?: number | undefined;
  /** Its abort ends it with `ABORTED`. */
  signal?: AbortSignal | undefined;
}

export interface FetchedReply extends Reply {
  /** What the server says of itself, as `Client.serverInfo`. */
  readonly serverInfo: JsonValue | undefined;
}

const TIMEOUT = 60_000;
const CONNECT_TIMEOUT = 10_000;

/**
 * Connects to the server of `vsoa://host:port/path`, sends one RPC for the path, disconnects, and resolves with the
 * reply, whatever its status. Rejects as `Client.connect` and `Client.call` do, `INVALID_URL` also where the path is
 * missing; `SERVER_NO_RESPONDING` where the time is over before there is a connection, `TIMEOUT` where it is later. The
 * connection is closed when it settles; where it rejects, at once.
 */
export async function fetch(url: string | URL, options: FetchOptions = {}): Promise<FetchedReply> {
  const { path } = parseServerUrl(url);
  if (path === '') {
    throw new VsoaError(
      'INVALID_URL',
      `a path is needed, as in vsoa://host:port/path, this is ${JSON.stringify(String(url))}`,
    );
  }
  const { timeout = TIMEOUT, connectTimeout = CONNECT_TIMEOUT, clock = systemClock } = options;
  checkTimeout(timeout);
  checkTimeout(connectTimeout, 'connectTimeout');
  const end = clock.now() + timeout;
  const client = new Client(options);
  try {
    const serverInfo = await client.connect(url, { ...options, timeout: Math.min(connectTimeout, timeout) });
    const reply = await client.call(path, { ...options, timeout: Math.max(end - clock.now(), 0) });
    // A server that does not close its end has no more time for it than was given.
    await client.disconnect({ linger: Math.min(LINGER, Math.max(end - clock.now(), 0)) });
    return Object.assign(reply, { serverInfo });
  } catch (error) {
    await client.disconnect({ linger: 0 });
    throw error;
  }
}
