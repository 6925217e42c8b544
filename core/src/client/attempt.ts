import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { formatAddress, type ServerAddress } from '../address.ts';
import type { Clock } from '../clock.ts';
import { ConnectError } from '../errors.ts';
import { Intake } from '../intake.ts';
import type { Wire } from '../link.ts';
import { lookup, type PositionOptions } from '../position/lookup.ts';
import { QuickSocket } from '../quick.ts';
import type { Tap } from '../tap.ts';
import type { ClientTlsOptions } from '../tls/options.ts';
import { secureClient } from '../tls/secure.ts';
import { resolve } from './resolve.ts';

export interface Sockets {
  wire: Wire;
  /** There is none with TLS: quick packets would go in the clear. */
  quick: QuickSocket | undefined;
}

export interface AttemptOptions {
  tls: ClientTlsOptions | true | undefined;
  position: PositionOptions | undefined;
  signal: AbortSignal;
  tap: Tap | undefined;
  label: string;
  clock: Clock;
}

const UNREACHABLE = new Set(['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'EHOSTDOWN', 'ENETDOWN', 'ECONNRESET']);

/**
 * Opens what a connection needs: TCP to the server, and over it TLS or beside it a UDP socket at the same local address.
 * `entered` is told of each step. Throws `ConnectError`, `VsoaError` with `INVALID_URL` or `TLS_HANDSHAKE_FAILED`, or
 * the reason of `signal`; nothing is left open then.
 */
export async function openSockets(
  address: ServerAddress,
  options: AttemptOptions,
  entered: (step: 'resolving' | 'connecting') => void,
): Promise<Sockets> {
  entered('resolving');
  const { tls, position, signal, tap, label, clock } = options;
  const { host, port } = await resolve(address, {
    signal,
    secured: tls !== undefined,
    lookup: (name) => lookup(name, { ...position, signal, tap, label, clock }),
  });
  entered('connecting');
  const intake = tls === undefined ? new Intake() : undefined;
  const tcp = await openTcp(host, port, formatAddress(address.host, address.port), signal, intake);
  if (tls !== undefined) {
    return { wire: { socket: await secureClient(tcp, tls, address.name, clock, signal), tcp }, quick: undefined };
  }
  try {
    return { wire: { socket: tcp, tcp, intake }, quick: await QuickSocket.bind(tcp.localAddress ?? '', 0) };
  } catch (error) {
    tcp.destroy();
    throw error;
  }
}

/** With an `intake` the socket is paused. */
export async function openTcp(
  host: string,
  port: number,
  shown: string,
  signal: AbortSignal,
  intake?: Intake,
): Promise<Socket> {
  const socket = connect({ host, port, noDelay: true, allowHalfOpen: true, onread: intake?.onread });
  if (intake !== undefined) socket.pause();
  // Always heard, also between this and the link that takes the socket over.
  socket.on('error', () => undefined);
  try {
    await once(socket, 'connect', { signal });
    return socket;
  } catch (error) {
    socket.destroy();
    signal.throwIfAborted();
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    const at = formatAddress(host, port);
    const message = `cannot connect to ${shown === at ? at : `${shown} at ${at}`}: ${code}`;
    if (code === 'ETIMEDOUT') throw new ConnectError('SERVER_NO_RESPONDING', shown, message, error);
    throw new ConnectError(UNREACHABLE.has(code) ? 'UNREACHABLE' : 'ERROR', shown, message, error);
  }
}
