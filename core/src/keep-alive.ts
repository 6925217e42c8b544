import type { Socket } from 'node:net';
import { VsoaError } from './errors.ts';

/**
 * ms that a TCP connection is quiet before the first keepalive probe; false: none is sent. The system counts whole
 * seconds, at least one; it sends ten probes, one a second, and then the connection is lost.
 */
export type KeepAlive = number | false;

/** Throws `INVALID_ARGUMENT` where it is no time. */
export function applyKeepAlive(tcp: Socket, keepAlive: KeepAlive): void {
  checkKeepAlive(keepAlive);
  if (keepAlive === false) tcp.setKeepAlive(false);
  else tcp.setKeepAlive(true, Math.max(1_000, keepAlive));
}

export function checkKeepAlive(keepAlive: KeepAlive): void {
  if (keepAlive === false || (Number.isFinite(keepAlive) && keepAlive > 0)) return;
  throw new VsoaError('INVALID_ARGUMENT', `keepAlive is a number of ms, or false, not ${String(keepAlive)}`);
}
