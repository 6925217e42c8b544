import { isIP, isIPv6 } from 'node:net';
import { VsoaError } from './errors.ts';

export interface ServerAddress {
  /** A name or an IP address, without brackets. */
  host: string;
  port: number | undefined;
  /** The host as it is written, also where that is `localhost`. */
  name: string;
  /** `/…`, or '' where the url has none. */
  path: string;
}

const SERVER_URL = /^vsoa:\/\/(?:\[([^\]]*)\]|([^/:[\]@?#\s]+))(?::(\d{1,5}))?(\/\S*)?$/iu;

/**
 * Takes `vsoa://host:port/path` apart. Port and path may be missing, an IPv6 address is in brackets; `localhost` is
 * 127.0.0.1. Throws `INVALID_URL`.
 */
export function parseServerUrl(text: string | URL): ServerAddress {
  const [, bracketed, plain, portText, path = ''] = SERVER_URL.exec(String(text).trim()) ?? [];
  const host = bracketed ?? plain;
  const port = portText === undefined ? undefined : Number(portText);
  if (
    host === undefined ||
    (bracketed !== undefined && !isIPv6(bracketed)) ||
    (port ?? 1) < 1 ||
    (port ?? 1) > 65_535
  ) {
    throw new VsoaError(
      'INVALID_URL',
      `a server is given as vsoa://host:port, this is ${JSON.stringify(String(text))}`,
    );
  }
  return { host: host.toLowerCase() === 'localhost' ? '127.0.0.1' : host, port, name: host, path };
}

/** `host:port`, with brackets around an IPv6 host; only the host where there is no port; '' where there is no host. */
export function formatAddress(host: string | undefined, port: number | undefined): string {
  if (host === undefined) return '';
  const shown = isIP(host) === 6 ? `[${host}]` : host;
  return port === undefined ? shown : `${shown}:${port}`;
}

/** The address without the prefix that IPv4 peers have on an IPv6 socket. */
export function plainHost(host: string): string {
  return host.startsWith('::ffff:') && isIP(host.slice(7)) === 4 ? host.slice(7) : host;
}
