import type { DeviceSession } from '../devices/session.ts';
import { BenchFailure } from '../errors.ts';
import { checkReady, type Ready } from './size.ts';

/** Bytes that may wait for a device; what is behind more would be old when it is taken, and keep the pings from it. */
const MOST_WAITING = 1_048_576;

/**
 * Sends it, or says why not: the device takes nothing more at the moment, or is not connected. Throws
 * `NO_QUICK_CHANNEL`, `INVALID_URL`, `PACKET_TOO_LARGE`.
 */
export function handOver(device: DeviceSession, ready: Ready): 'taken' | 'full' | 'gone' {
  checkCanBeSent(device, ready);
  if (device.state.name !== 'connected') return 'gone';
  const { robot } = device;
  if (!ready.quick && robot.client.queuedBytes > MOST_WAITING) return 'full';
  return robot.datagram(ready.url, ready) ? 'taken' : 'full';
}

/** Throws as `handOver`. */
export function checkCanBeSent(device: DeviceSession, ready: Ready): void {
  checkReady(ready);
  if (!ready.quick || !device.options.tls.enabled) return;
  throw new BenchFailure('NO_QUICK_CHANNEL', 'there is no quick channel with TLS', { host: device.host });
}

/** Why it is not connected: the reason there is, or that the user wanted it so. */
export function lossOf({ name, host, state }: DeviceSession): BenchFailure {
  const reason = state.name === 'disconnected' ? state.reason : null;
  if (reason === null) return new BenchFailure('NOT_CONNECTED', `${name} is not connected`, { host });
  const { code, message, ...details } = reason;
  return new BenchFailure(code, message, details);
}
