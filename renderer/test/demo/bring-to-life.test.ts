import { expect, test } from 'vitest';
import { bringToLife } from '../../src/demo/bring-to-life.ts';
import { useDevices } from '../../src/state/devices.ts';
import { useSelection } from '../../src/state/selection.ts';
import { useTraffic } from '../../src/state/traffic.ts';
import { benchWith, device } from '../harness.ts';

const trying = device({
  state: { name: 'waiting', since: 0, until: 1, attempt: 1, reason: { code: 'TIMEOUT', message: '' } },
});

test('a demo vehicle that goes before it was connected ends the wait, and nothing is made of it', async () => {
  // The bench refuses every command.
  benchWith({});
  useTraffic.setState({ end: 7 });
  useDevices.setState({ devices: [] });
  const over = bringToLife('d1', { plot: 'Speed' });
  useDevices.setState({ devices: [trying] });
  useDevices.setState({ devices: [] });
  await over;
  expect(useSelection.getState().item).toBeNull();
});

test('one that is not tried any more ends it too', async () => {
  benchWith({});
  useDevices.setState({ devices: [trying] });
  const over = bringToLife('d1', { plot: 'Speed' });
  useDevices.setState({ devices: [device({ state: { name: 'disconnected', since: 0, reason: null } })] });
  await over;
  expect(useSelection.getState().item).toBeNull();
});
