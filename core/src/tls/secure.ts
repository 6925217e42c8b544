import { once } from 'node:events';
import type { Socket } from 'node:net';
import { connect, type TLSSocket } from 'node:tls';
import type { Clock } from '../clock.ts';
import { reasonOf, VsoaError } from '../errors.ts';
import { CLIENT_HANDSHAKE_TIMEOUT, type ClientTlsOptions, secureClientOptions } from './options.ts';

/**
 * The client's side of TLS over a TCP connection. Rejects with `TLS_HANDSHAKE_FAILED` (`cause` says why),
 * `INVALID_ARGUMENT`, or the reason of `signal`; nothing is left open then.
 */
export async function secureClient(
  tcp: Socket,
  tls: ClientTlsOptions | true,
  host: string,
  clock: Clock,
  signal: AbortSignal,
): Promise<TLSSocket> {
  const { handshakeTimeout = CLIENT_HANDSHAKE_TIMEOUT } = tls === true ? {} : tls;
  let timer: ReturnType<Clock['setTimeout']> | undefined;
  try {
    const socket = connect({ ...secureClientOptions(tls, host), socket: tcp });
    // Always heard, also between this and who takes the socket over.
    socket.on('error', () => undefined);
    timer = clock.setTimeout(
      () => socket.destroy(new Error(`the TLS handshake took more than ${handshakeTimeout} ms`)),
      handshakeTimeout,
    );
    await once(socket, 'secureConnect', { signal });
    return socket;
  } catch (error) {
    tcp.destroy();
    signal.throwIfAborted();
    if (error instanceof VsoaError) throw error;
    throw new VsoaError('TLS_HANDSHAKE_FAILED', `the TLS handshake with ${host} failed: ${reasonOf(error)}`, error);
  } finally {
    if (timer !== undefined) clock.clearTimeout(timer);
  }
}
