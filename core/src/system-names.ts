import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { unlessAborted } from './abort.ts';

/**
 * The IP address of `host` as the system's resolver knows it; `localhost` is 127.0.0.1. Rejects with the error of Node,
 * or the reason of `signal`.
 */
export async function addressOf(host: string, signal?: AbortSignal): Promise<string> {
  if (isIP(host) !== 0) return host;
  if (host.toLowerCase() === 'localhost') return '127.0.0.1';
  const resolved = lookup(host);
  const { address } = await (signal === undefined ? resolved : unlessAborted(resolved, signal));
  return address;
}
