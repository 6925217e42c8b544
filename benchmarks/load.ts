/** 60 bytes as JSON. */
export const RPC_PARAM = { id: 1_234, name: 'motor', speed: 88.5, unit: 'km/h', ok: 1 };
/** 120 bytes as JSON. */
export const PUBLISH_PARAM = {
  vin: 'LSVAA4182E2123456',
  speed: 88,
  rpm: 850,
  gear: 'D',
  fuel: 62,
  doors: 'unlocked',
  light: 'driving',
  wiper: 'off',
};
/** {@link PUBLISH_PARAM} again and again, with other numbers each time, as a vehicle has them, and as long. */
export function nextParam(): typeof PUBLISH_PARAM {
  changing.speed = 10 + ((changing.speed + 7) % 90);
  changing.rpm = 100 + ((changing.rpm + 13) % 900);
  return changing;
}

const changing = { ...PUBLISH_PARAM };

export const CALL_URL = '/echo';
export const PUBLISH_URL = '/vehicle/state';
export const STOP_URL = '/stop';

for (const [param, length] of [
  [RPC_PARAM, 60],
  [PUBLISH_PARAM, 120],
] as const) {
  const actual = JSON.stringify(param).length;
  if (actual !== length) throw new Error(`a param of the benchmarks has ${actual} bytes, not ${length}`);
}

/** What a load client is told. */
interface LoadOptions {
  port: number;
  warmUpMs: number;
  measureMs: number;
  /** The client has the traffic log of the testbench, and somebody looks at it. */
  logged?: boolean;
}

export interface CallOptions extends LoadOptions {
  inFlight: number;
}

export interface ListenOptions extends LoadOptions {
  /** Connections that subscribe. */
  subscribers: number;
  quick: boolean;
}

/** What a server is told that publishes, once so many have subscribed. */
export type PublishOptions = Partial<Pick<ListenOptions, 'subscribers' | 'quick'>>;
