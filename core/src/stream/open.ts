import { formatAddress } from '../address.ts';
import { openTcp } from '../client/attempt.ts';
import { Deadline } from '../client/deadline.ts';
import { VsoaError } from '../errors.ts';
import type { ClientTlsOptions } from '../tls/options.ts';
import { secureClient } from '../tls/secure.ts';
import type { StreamContext, StreamOptions } from './options.ts';
import { Stream } from './stream.ts';

/** Where a stream is offered. */
export interface OfferedStream {
  host: string;
  tunnelId: number;
  tls: ClientTlsOptions | true | undefined;
  /** That the server's certificate is for, where `tls` does not say another. */
  hostname: string;
}

const LINK_TIMEOUT = 10_000;

/** Connects to a stream that a server offers. Rejects as `Client.createStream`; nothing is left open then. */
export async function openStream(
  { host, tunnelId, tls, hostname }: OfferedStream,
  context: StreamContext,
  options: StreamOptions,
): Promise<Stream> {
  const { timeout = LINK_TIMEOUT, signal } = options;
  if (!Number.isInteger(tunnelId) || tunnelId < 1 || tunnelId > 65_535) {
    throw new VsoaError('INVALID_ARGUMENT', `a stream has a tunnel id of 1 to 65535, not ${tunnelId}`);
  }
  const { clock } = context;
  const stream = new Stream(tunnelId, context, options);
  const shown = formatAddress(host, tunnelId);
  const deadline = new Deadline(shown, timeout, clock, signal);
  try {
    const tcp = await openTcp(host, tunnelId, shown, deadline.signal);
    const socket = tls === undefined ? tcp : await secureClient(tcp, tls, hostname, clock, deadline.signal);
    stream.link({ socket, tcp });
    return stream;
  } finally {
    deadline.stop();
  }
}
