import type { JsonValue } from '@vsoa-testbench/core';
import type { VehicleState } from './state.ts';

export interface DemoTopic {
  url: string;
  periodMs: number;
  quick: boolean;
  value: (state: VehicleState) => JsonValue;
}

/** What the demo vehicle publishes on its own; a command that changes a value publishes it at once as well. */
export const topics: readonly DemoTopic[] = [
  { url: '/body/doors', periodMs: 1_000, quick: false, value: (state) => ({ ...state.doors }) },
  { url: '/body/lights', periodMs: 2_000, quick: false, value: (state) => ({ ...state.lights }) },
  { url: '/climate/status', periodMs: 500, quick: false, value: (state) => state.climate },
  { url: '/powertrain/battery', periodMs: 1_000, quick: false, value: (state) => state.battery },
  { url: '/powertrain/motor', periodMs: 100, quick: true, value: (state) => state.motor },
  { url: '/powertrain/speed', periodMs: 20, quick: true, value: (state) => state.speed },
  { url: '/chassis/wheels', periodMs: 50, quick: true, value: (state) => state.wheels },
  { url: '/adas/objects', periodMs: 100, quick: true, value: (state) => state.objects },
  { url: '/adas/lane', periodMs: 200, quick: false, value: (state) => state.lane },
  { url: '/adas/warnings', periodMs: 2_000, quick: false, value: (state) => state.warnings },
];
