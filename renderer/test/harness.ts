import { cleanup } from '@testing-library/react';
import { afterAll, afterEach, beforeEach } from 'vitest';
import type {
  BenchApi,
  BenchError,
  Device,
  DeviceOptions,
  Result,
  Topic,
  TrafficRow,
  TrafficStats,
  TrafficView,
} from '../../testbench/contract.ts';
import { useCalls, useDrafts } from '../src/state/calls.ts';
import { useDevices } from '../src/state/devices.ts';
import { useFiles } from '../src/state/files.ts';
import { flushKept, freezeKept } from '../src/state/kept.ts';
import { useLayout } from '../src/state/layout.ts';
import { useRequests } from '../src/state/requests.ts';
import { useSelection } from '../src/state/selection.ts';
import { useSettings } from '../src/state/settings.ts';
import { useTopicMemory, useTopicSettings } from '../src/state/topic-settings.ts';
import { useTopics } from '../src/state/topics.ts';
import { useTraffic, useView } from '../src/state/traffic.ts';
import { useTrafficSettings } from '../src/state/traffic-settings.ts';
import { useFilter } from '../src/traffic/filter.ts';
import { useList } from '../src/traffic/list.ts';
import { rowCache } from '../src/traffic/rows.ts';

/** Importing this gives each test a fresh window: empty stores, and a bench that expects no command. */

/** A bench that answers what a test gives it, and fails the test for every other command. */
export function benchWith(given: Partial<BenchApi>): void {
  const always = { platform: 'linux', versions: { app: '0', electron: '0' }, keepForWindow: () => answers(undefined) };
  window.bench = new Proxy({ ...always, ...given } as BenchApi, {
    get: (target, name: string) =>
      target[name as keyof BenchApi] ?? (() => Promise.reject(new Error(`unexpected command ${name}`))),
  });
}

/** What a command answers. */
export const answers = <T>(value: T): Promise<Result<T>> => Promise.resolve({ ok: true, value });

export const refuses = (failure: BenchError): Promise<Result<never>> => Promise.resolve({ ok: false, error: failure });

export const device = (change: Partial<Device> = {}): Device => ({
  id: 'd1',
  name: 'Gateway',
  url: 'vsoa://127.0.0.1:3000',
  demo: false,
  options: deviceOptions(),
  secrets: { passwd: false, key: false, passphrase: false },
  state: { name: 'connected', since: 0, lostPings: 0 },
  serverInfo: null,
  clientId: 1,
  rttMs: null,
  roundTrips: [],
  certificate: null,
  subscriptions: [],
  topicsDropped: 0,
  ...change,
});

export const deviceOptions = (change: Partial<DeviceOptions> = {}): DeviceOptions => ({
  url: 'vsoa://127.0.0.1:3000',
  name: 'Gateway',
  color: 'none',
  keep: false,
  robot: { pingMs: 3_000, reconnectMs: 1_000, lostLimit: 3, turboMs: 0 },
  connectTimeoutMs: 10_000,
  positionServers: '',
  raw: false,
  tls: { enabled: false, ca: '', defaultCertificates: false, cert: '', hostname: '', verify: 'required' },
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

export const view = (change: Partial<TrafficView> = {}): TrafficView => ({ ...useView.getInitialState(), ...change });

export const stats = (change: Partial<TrafficStats> = {}): TrafficStats => ({
  ...useTraffic.getInitialState(),
  ...change,
});

export const row = (index: number, change: Partial<TrafficRow> = {}): TrafficRow => ({
  index,
  position: index,
  time: 1_000 + index,
  connection: 'Gateway',
  side: 'device',
  connectionId: 1,
  local: '127.0.0.1:50000',
  remote: '127.0.0.1:3000',
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
  pair: null,
  unanswered: false,
  marked: false,
  odd: [],
  ...change,
});

beforeEach(() => {
  benchWith({});
  useDevices.setState(useDevices.getInitialState(), true);
  useTopics.setState({ tables: new Map(), version: 0 });
  useTopicSettings.setState(useTopicSettings.getInitialState(), true);
  useTopicMemory.setState(useTopicMemory.getInitialState(), true);
  useTraffic.setState(useTraffic.getInitialState(), true);
  useView.setState(useView.getInitialState(), true);
  useSelection.setState(useSelection.getInitialState(), true);
  useSettings.setState(useSettings.getInitialState(), true);
  useLayout.setState(useLayout.getInitialState(), true);
  useCalls.setState(useCalls.getInitialState(), true);
  useDrafts.setState(useDrafts.getInitialState(), true);
  useRequests.setState(useRequests.getInitialState(), true);
  useFiles.setState(useFiles.getInitialState(), true);
  useTrafficSettings.setState(useTrafficSettings.getInitialState(), true);
  useFilter.setState(useFilter.getInitialState(), true);
  useList.setState(useList.getInitialState(), true);
  rowCache.clear();
});
// What is typed is kept a moment later, when there is no window any more.
afterAll(async () => {
  freezeKept();
  await flushKept().catch(() => undefined);
});

afterEach(cleanup);
