import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import { connect, isIP, type Socket } from 'node:net';
import { formatAddress, type ServerAddress } from '../address.ts';
import { ConnectError, VsoaError } from '../errors.ts';
import { QuickSocket } from '../quick.ts';

export interface Sockets {
  socket: Socket;
  quick: QuickSocket;
}

const UNREACHABLE = new Set(['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'EHOSTDOWN', 'ENETDOWN', 'ECONNRESET']);

/**
 * Opens what a connection needs: TCP to the server, and a UDP socket at the same local address. `entered` is told of
 * each step. Throws `ConnectError`, or the reason of `signal` when that aborts; nothing is left open then.
 */
export async function openSockets(
  { host, port }: ServerAddress,
  signal: AbortSignal,
  entered: (step: 'resolving' | 'connecting') => void,
): Promise<Sockets> {
  entered('resolving');
  const ip = isIP(host) === 0 ? await resolve(host, port, signal) : host;
  if (port === undefined) throw new VsoaError('INVALID_URL', `no port is given for ${host}`);
  entered('connecting');
  const socket = await openTcp(ip, port, formatAddress(host, port), signal);
  try {
    const quick = await QuickSocket.bind(socket.localAddress ?? '', 0);
    return { socket, quick };
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

/** The position server will be asked here; until there is one, a name needs a port and the system resolver. */
async function resolve(host: string, port: number | undefined, signal: AbortSignal): Promise<string> {
  const shown = formatAddress(host, port);
  if (port === undefined) throw new ConnectError('SERVER_NOT_FOUND', shown, `nobody knows the port of ${host}`);
  try {
    const { address } = await unlessAborted(lookup(host), signal);
    return address;
  } catch (error) {
    signal.throwIfAborted();
    throw new ConnectError('SERVER_NOT_FOUND', shown, `${host} is not known`, error);
  }
}

async function openTcp(host: string, port: number, shown: string, signal: AbortSignal): Promise<Socket> {
  const socket = connect({ host, port, noDelay: true, allowHalfOpen: true });
  // Always heard, also between this and the link that takes the socket over.
  socket.on('error', () => undefined);
  try {
    await once(socket, 'connect', { signal });
    return socket;
  } catch (error) {
    socket.destroy();
    signal.throwIfAborted();
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    const message = `cannot connect to ${shown}: ${code}`;
    if (code === 'ETIMEDOUT') throw new ConnectError('SERVER_NO_RESPONDING', shown, message, error);
    throw new ConnectError(UNREACHABLE.has(code) ? 'UNREACHABLE' : 'ERROR', shown, message, error);
  }
}

/** A lookup cannot be stopped; this stops waiting for it. */
async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  const aborted = new AbortController();
  try {
    return await Promise.race([
      promise,
      once(signal, 'abort', { signal: aborted.signal }).then(() => Promise.reject(new Error('aborted'))),
    ]);
  } finally {
    aborted.abort();
  }
}
