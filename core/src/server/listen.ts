import { once } from 'node:events';
import type { Server as TcpServer } from 'node:net';
import { formatAddress } from '../address.ts';
import { VsoaError } from '../errors.ts';
import { QuickSocket } from '../quick.ts';
import { addressOf } from '../system-names.ts';

/** Ports that are free for TCP are nearly always free for UDP, so this many tries are plenty. */
const TRIES = 20;

/**
 * Listens on TCP and, with `hasQuick`, opens UDP on the same port. For port 0 the system chooses one that is free for both; should there
 * be none after some tries, UDP gets another, which SERVINFO tells. Rejects with `ADDRESS_IN_USE` or `ERROR`.
 */
export async function listen(
  tcp: TcpServer,
  host: string,
  port: number,
  hasQuick: boolean,
): Promise<QuickSocket | undefined> {
  // Once, so that TCP and UDP get the same address.
  const ip = await addressOf(host).catch((error: unknown) => {
    throw listenError(host, port, error);
  });
  for (let attempt = 1; ; attempt += 1) {
    try {
      tcp.listen({ host: ip, port });
      await once(tcp, 'listening');
    } catch (error) {
      throw listenError(host, port, error);
    }
    if (!hasQuick) return undefined;
    try {
      return await QuickSocket.bind(ip, attempt > TRIES ? 0 : portOf(tcp));
    } catch (error) {
      tcp.close();
      await once(tcp, 'close');
      if (port !== 0 || attempt > TRIES) throw listenError(host, port, error);
    }
  }
}

/** The port that is listened on; 0 where none is. */
export function portOf(tcp: TcpServer): number {
  const address = tcp.address();
  return address === null || typeof address === 'string' ? 0 : address.port;
}

/** Throws `INVALID_ARGUMENT`. Node would take an absent one for any that is free. */
export function checkPort(port: number): void {
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return;
  const shown = typeof port === 'string' ? JSON.stringify(port) : String(port);
  throw new VsoaError('INVALID_ARGUMENT', `port is a number from 0 to 65535, not ${shown}`);
}

export function listenError(host: string, port: number, cause: unknown): VsoaError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  const shown = formatAddress(host, port);
  if (code === 'EADDRINUSE') return new VsoaError('ADDRESS_IN_USE', `${shown} is in use`, cause);
  return new VsoaError('ERROR', `cannot listen on ${shown}: ${code}`, cause);
}
