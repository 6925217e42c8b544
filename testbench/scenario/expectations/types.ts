import type { JsonValue } from '@vsoa-testbench/core';

/** What happens in a scenario and can be expected: the runtime tells it, expectations hear it. */
export type ScenarioEvent = {
  ecu: string;
  /** Since the start, ms. */
  ms: number;
  url: string;
} & (
  | {
      kind: 'command';
      method: 'GET' | 'SET';
      param: JsonValue | undefined;
      /** Of the answer; null: silent. */
      status: number | null;
      state: { [key: string]: JsonValue };
    }
  | { kind: 'datagram'; param: JsonValue | undefined; quick: boolean; state: { [key: string]: JsonValue } }
  | { kind: 'subscribed' }
);
