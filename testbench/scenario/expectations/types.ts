import type { JsonValue } from '@vsoa-testbench/core';
import type { RequestView } from '../values/types.ts';

/** What is known of whom and what an expectation may ask, beside the param. */
interface Asked {
  param: JsonValue | undefined;
  /** Bytes of the data; by default 0. */
  dataLength?: number | undefined;
  client?: RequestView['client'] | undefined;
  /** Of the ECU, when it was asked. */
  state: { [key: string]: JsonValue };
}

/** What happens in a scenario and can be expected: the runtime tells it, expectations hear it. */
export type ScenarioEvent = {
  ecu: string;
  /** Since the start, ms. */
  ms: number;
  url: string;
} & (
  | ({
      kind: 'command';
      method: 'GET' | 'SET';
      /** Of the answer; null: silent. */
      status: number | null;
    } & Asked)
  | ({ kind: 'datagram'; quick: boolean } & Asked)
  /** Told as it was subscribed: `/a/` for all below it. */
  | { kind: 'subscribed' }
);
