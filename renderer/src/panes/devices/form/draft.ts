import type { Device, DeviceOptions, DeviceSecrets } from '../../../../../testbench/contract.ts';

/** What the form of a device holds while it is filled in: numbers as they are typed, secrets only where they change. */
export interface Draft extends Omit<DeviceOptions, 'robot' | 'connectTimeoutMs'> {
  numbers: Record<NumberField, string>;
  /** Absent: stays as it is; empty: forgotten. */
  secrets: Partial<DeviceSecrets>;
}

export type NumberField = 'pingMs' | 'reconnectMs' | 'lostLimit' | 'turboMs' | 'connectTimeoutMs';

/** As the bench has it for what is not given. */
const NEW: DeviceOptions = {
  url: '',
  name: '',
  color: 'none',
  keep: false,
  robot: { pingMs: 3_000, reconnectMs: 1_000, lostLimit: 3, turboMs: 0 },
  connectTimeoutMs: 10_000,
  positionServers: '',
  raw: false,
  tls: { enabled: false, ca: '', defaultCertificates: false, cert: '', hostname: '', verify: 'required' },
};

export function newDraft(typed: { url: string; name: string; passwd: string }): Draft {
  const { passwd, ...options } = typed;
  return { ...draftOf({ ...NEW, ...options }), secrets: passwd === '' ? {} : { passwd } };
}

export function editDraft(device: Device): Draft {
  return draftOf(device.options);
}

/** What is sent. A number that is none is sent as -1, which is in no range, so that the bench names its field. */
export function toRequest({ numbers, secrets, ...options }: Draft): DeviceOptions & Partial<DeviceSecrets> {
  const number = (field: NumberField) => {
    const value = Number(numbers[field].trim() || 'none');
    return Number.isFinite(value) ? value : -1;
  };
  return {
    ...options,
    ...secrets,
    url: withScheme(options.url),
    robot: {
      pingMs: number('pingMs'),
      reconnectMs: number('reconnectMs'),
      lostLimit: number('lostLimit'),
      turboMs: number('turboMs'),
    },
    connectTimeoutMs: number('connectTimeoutMs'),
  };
}

/** Whether more has changed than how the device is shown. */
export function needsNewConnection(before: Draft, draft: Draft): boolean {
  const withoutLooks = (each: Draft) => JSON.stringify({ ...toRequest(each), name: '', color: 'none', raw: false });
  return withoutLooks(before) !== withoutLooks(draft);
}

/** `host:port` is what people have at hand. */
export function withScheme(url: string): string {
  const typed = url.trim();
  return typed.includes('://') ? typed : `vsoa://${typed}`;
}

function draftOf({ robot, connectTimeoutMs, ...options }: DeviceOptions): Draft {
  const numbers = { ...robot, connectTimeoutMs };
  return {
    ...options,
    secrets: {},
    numbers: {
      pingMs: String(numbers.pingMs),
      reconnectMs: String(numbers.reconnectMs),
      lostLimit: String(numbers.lostLimit),
      turboMs: String(numbers.turboMs),
      connectTimeoutMs: String(numbers.connectTimeoutMs),
    },
  };
}
