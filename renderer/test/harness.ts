import { cleanup } from '@testing-library/react';
import { afterEach, beforeEach } from 'vitest';
import type { BenchApi, Device, Topic, TrafficRow } from '../../testbench/contract.ts';
import { useCalls } from '../src/state/calls.ts';
import { useDevices } from '../src/state/devices.ts';
import { useSelection } from '../src/state/selection.ts';
import { useSettings } from '../src/state/settings.ts';
import { useTopics } from '../src/state/topics.ts';
import { useTraffic } from '../src/state/traffic.ts';

/** Importing this gives each test a fresh window: empty stores, and a bench that expects no command. */

/** A bench that answers what a test gives it, and fails the test for every other command. */
export function benchWith(answers: Partial<BenchApi>): void {
  window.bench = new Proxy({ platform: 'linux', versions: { app: '0', electron: '0' }, ...answers } as BenchApi, {
    get: (target, name: string) =>
      target[name as keyof BenchApi] ?? (() => Promise.reject(new Error(`unexpected command ${name}`))),
  });
}

export const device = (change: Partial<Device> = {}): Device => ({
  id: 'd1',
  name: 'Gateway',
  url: 'vsoa://127.0.0.1:3000',
  demo: false,
  state: { name: 'connected', since: 0 },
  serverInfo: null,
  clientId: 1,
  rttMs: null,
  subscriptions: [],
  topicsDropped: 0,
  ...change,
});

export const topic = (change: Partial<Topic> = {}): Topic => ({
  deviceId: 'd1',
  url: '/speed',
  count: 1,
  rate: 0,
  time: 0,
  quick: false,
  preview: '1',
  paramLength: 1,
  dataLength: 0,
  ...change,
});

export const row = (index: number, change: Partial<TrafficRow> = {}): TrafficRow => ({
  index,
  time: 1_000 + index,
  connection: 'Gateway',
  side: 'device',
  direction: 'received',
  channel: 'normal',
  type: 'PUBLISH',
  typeCode: 4,
  reply: false,
  flags: 0,
  status: 0,
  seqno: 0,
  tunnelId: 0,
  url: '/speed',
  paramLength: 1,
  dataLength: 0,
  length: 28,
  preview: String(index),
  odd: [],
  ...change,
});

beforeEach(() => {
  benchWith({});
  useDevices.setState(useDevices.getInitialState(), true);
  useTopics.setState({ tables: new Map(), version: 0 });
  useTraffic.setState(useTraffic.getInitialState(), true);
  useSelection.setState(useSelection.getInitialState(), true);
  useSettings.setState(useSettings.getInitialState(), true);
  useCalls.setState(useCalls.getInitialState(), true);
});
afterEach(cleanup);
