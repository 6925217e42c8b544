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
export const CALL_URL = '/echo';
export const PUBLISH_URL = '/vehicle/state';
/** The subscriber acknowledges this many messages by a DATAGRAM; the publisher is at most a window ahead. */
export const ACKNOWLEDGED = 1_000;
export const WINDOW = 10_000;

for (const [param, length] of [
  [RPC_PARAM, 60],
  [PUBLISH_PARAM, 120],
] as const) {
  const actual = JSON.stringify(param).length;
  if (actual !== length) throw new Error(`a param of the benchmarks has ${actual} bytes, not ${length}`);
}

/** What a load client is told. */
export interface CallOptions {
  port: number;
  inFlight: number;
  warmUpMs: number;
  measureMs: number;
}

export type ListenOptions = Omit<CallOptions, 'inFlight'>;

/** Counts what happens a second, once it is warm. */
export class Meter {
  #count = 0;
  readonly rate: Promise<number>;

  constructor({ warmUpMs, measureMs }: { warmUpMs: number; measureMs: number }) {
    this.rate = new Promise((resolve) => {
      setTimeout(() => {
        const counted = this.#count;
        const started = performance.now();
        setTimeout(() => resolve(((this.#count - counted) * 1_000) / (performance.now() - started)), measureMs);
      }, warmUpMs);
    });
  }

  tick(): void {
    this.#count += 1;
  }

  get count(): number {
    return this.#count;
  }
}
