import type { EventBatch } from '../../../testbench/contract.ts';
import { bench, value } from '../bench.ts';
import { useDevices } from './devices.ts';
import { useSelection } from './selection.ts';
import { keepTopicsOf, mergeTopics } from './topics.ts';
import { useTraffic } from './traffic.ts';

/** Fills the stores with what there is, and keeps them up to date. */
export async function followBench(): Promise<void> {
  bench().onEvents(applyBatch);
  applyBatch(await value(bench().snapshot(undefined)));
}

export function applyBatch({ devices, mocks, topics, traffic }: EventBatch): void {
  if (mocks) useDevices.setState({ mocks });
  if (topics) mergeTopics(topics);
  if (traffic) useTraffic.setState(traffic);
  if (devices) {
    useDevices.setState({ devices });
    keepTopicsOf(devices.map((device) => device.id));
    keepSelectionIn(devices.map((device) => device.id));
  }
}

/** A device that was removed can be selected no longer; the first one that appears is. */
function keepSelectionIn(deviceIds: string[]): void {
  const { deviceId, item, selectDevice, select } = useSelection.getState();
  if (deviceId === null || !deviceIds.includes(deviceId)) selectDevice(deviceIds[0] ?? null);
  if (item?.kind === 'topic' && !deviceIds.includes(item.deviceId)) select(null);
}
