import { isIP } from 'node:net';
import { isDeepStrictEqual } from 'node:util';
import { parseServerUrl } from '@vsoa-testbench/core';
import type { DeviceField, DeviceOptions, DeviceSecrets } from '../contract.ts';
import { BenchFailure, toBenchError } from '../errors.ts';
import { certificatesIn, checkIdentity } from './pem.ts';

const DEFAULTS: Omit<DeviceOptions, 'url'> = {
  name: '',
  color: 'none',
  keep: false,
  robot: { pingMs: 3_000, reconnectMs: 1_000, lostLimit: 3, turboMs: 0 },
  connectTimeoutMs: 10_000,
  positionServers: '',
  raw: false,
  tls: { enabled: false, ca: '', defaultCertificates: false, cert: '', hostname: '', verify: 'required' },
};

const HOUR = 3_600_000;
const POSITION_SERVER = /^(?:\[[^\]\s]+\]|[^\s:[\]]+)(?::\d{1,5})?$/u;

/** Options to take over; those that are undefined are not meant. */
export type GivenOptions = { [Name in keyof DeviceOptions]?: DeviceOptions[Name] | undefined };
export type GivenSecrets = { [Name in keyof DeviceSecrets]?: DeviceSecrets[Name] | undefined };

/** A new device: what is not given is by default. */
export function withDefaults({ url, ...given }: GivenOptions & { url: string }): DeviceOptions {
  return merged({ ...DEFAULTS, url }, given);
}

/** `given` in place of what was before. */
export function merged(before: DeviceOptions, given: GivenOptions): DeviceOptions {
  const names = Object.keys(before) as (keyof DeviceOptions)[];
  return Object.fromEntries(names.map((name) => [name, given[name] ?? before[name]])) as DeviceOptions;
}

/**
 * The options without blanks around them, and certificates without what is none. Throws `INVALID_URL` or
 * `INVALID_ARGUMENT` with the field that is wrong.
 */
export function checked(options: DeviceOptions): DeviceOptions {
  const { robot, connectTimeoutMs, tls } = options;
  const url = checkedUrl(options.url.trim());
  const positionServers = checkedServers(options.positionServers);
  inRange('pingMs', robot.pingMs, 50, HOUR);
  inRange('reconnectMs', robot.reconnectMs, 10, HOUR);
  inRange('lostLimit', robot.lostLimit, 0, 1_000);
  if (robot.turboMs !== 0) inRange('turboMs', robot.turboMs, 25, robot.pingMs);
  inRange('connectTimeoutMs', connectTimeoutMs, 100, HOUR);
  const hostname = tls.hostname.trim();
  return {
    ...options,
    url,
    name: options.name.trim(),
    positionServers,
    tls: { ...tls, hostname, ca: certificatesIn(tls.ca, 'ca'), cert: certificatesIn(tls.cert, 'cert') },
  };
}

/** Throws `INVALID_ARGUMENT` where certificate, key and passphrase do not fit together, and TLS is used. */
export function checkSecrets({ tls }: DeviceOptions, { key = '', passphrase = '' }: GivenSecrets): void {
  if (tls.enabled) checkIdentity(tls.cert, key, passphrase);
}

/** Whether a connection has to be made anew for `next`. */
export function needsNewConnection(before: DeviceOptions, next: DeviceOptions): boolean {
  const shown = { name: '', color: 'none', raw: false };
  return !isDeepStrictEqual({ ...before, ...shown }, { ...next, ...shown });
}

/** The url as it is, where a device can have it. Throws `INVALID_URL`. */
export function checkedUrl(url: string): string {
  try {
    const { host, port } = parseServerUrl(url);
    if (isIP(host) !== 0 && port === undefined) {
      throw new BenchFailure('INVALID_URL', `an IP address needs a port, as in vsoa://${host}:3000`);
    }
    return url;
  } catch (cause) {
    throw new BenchFailure('INVALID_URL', toBenchError(cause).message, { field: 'url', cause });
  }
}

function checkedServers(text: string): string {
  const servers = text.split(',').map((server) => server.trim());
  const entered = servers.filter((server) => server !== '');
  const wrong = entered.find((server) => !POSITION_SERVER.test(server));
  if (wrong === undefined) return entered.join(', ');
  throw new BenchFailure('INVALID_ARGUMENT', `a position server is host:port, this is ${JSON.stringify(wrong)}`, {
    field: 'positionServers',
  });
}

function inRange(field: DeviceField, value: number, least: number, most: number): void {
  if (value >= least && value <= most && Number.isInteger(value)) return;
  throw new BenchFailure('INVALID_ARGUMENT', `${field} is from ${least} to ${most}, not ${value}`, { field });
}
