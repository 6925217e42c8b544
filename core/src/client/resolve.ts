import { isIP } from 'node:net';
import { formatAddress, type ServerAddress } from '../address.ts';
import { ConnectError, VsoaError } from '../errors.ts';
import type { PositionAnswer } from '../position/wire.ts';
import { addressOf } from '../system-names.ts';

export interface ResolveOptions {
  signal: AbortSignal;
  /** TLS is used. */
  secured: boolean;
  /** Asks the position servers. */
  lookup: (name: string) => Promise<PositionAnswer | undefined>;
}

/**
 * Where the server is: an IP address as it is; a name as the position servers say, whose port counts also where the url
 * has one; a name they do not know, as the system's resolver says. Throws `INVALID_URL`, `ConnectError` with
 * `SERVER_NOT_FOUND`, or with `TLS_HANDSHAKE_FAILED` where the server wants TLS that is not used, or the reason of
 * `signal`.
 */
export async function resolve(
  { host, port }: ServerAddress,
  options: ResolveOptions,
): Promise<{ host: string; port: number }> {
  if (isIP(host) !== 0) {
    if (port === undefined) throw new VsoaError('INVALID_URL', `no port is given for ${host}`);
    return { host, port };
  }
  const shown = formatAddress(host, port);
  const { found, failure } = await position(host, options);
  if (found !== undefined) {
    if (!found.security || options.secured) return found;
    throw new ConnectError(
      'TLS_HANDSHAKE_FAILED',
      shown,
      `the position server says that ${host} wants TLS, and no TLS options are given`,
    );
  }
  const because = failure === undefined ? '' : `: ${failure.message}`;
  if (port === undefined) {
    throw new ConnectError(
      'SERVER_NOT_FOUND',
      shown,
      `no port is given, and no position server knows ${host}${because}`,
      failure,
    );
  }
  try {
    return { host: await addressOf(host, options.signal), port };
  } catch (error) {
    options.signal.throwIfAborted();
    throw new ConnectError('SERVER_NOT_FOUND', shown, `${host} is not known${because}`, failure ?? error);
  }
}

async function position(
  name: string,
  { signal, lookup }: ResolveOptions,
): Promise<{ found?: PositionAnswer | undefined; failure?: VsoaError }> {
  try {
    return { found: await lookup(name) };
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof VsoaError && error.code !== 'INVALID_ARGUMENT') return { failure: error };
    throw error;
  }
}
