import { expect, test } from 'vitest';
import { bringToLife } from '../../src/demo/bring-to-life.ts';
import { EMPTY_DRAFT, editDraft } from '../../src/state/calls.ts';
import { useDevices } from '../../src/state/devices.ts';
import { usePlots } from '../../src/state/plots.ts';
import { useSelection } from '../../src/state/selection.ts';
import { useStreams } from '../../src/state/streams.ts';
import { useTraffic } from '../../src/state/traffic.ts';
import { benchWith, device, refuses } from '../harness.ts';

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

test('the packet that is shown is one of the vehicle, not a question to the position server', async () => {
  // What the other panes would get is there already.
  editDraft('rpc', { ...EMPTY_DRAFT, url: '/mine' });
  usePlots.setState({ sheet: { plots: [{}] } } as never);
  useStreams.setState({ transfers: [{}] } as never);
  useTraffic.setState({ end: 7 });
  benchWith({
    importPositions: () => {
      useTraffic.setState({ end: 9 });
      return refuses({ code: 'TIMEOUT', message: '' });
    },
    startPositions: () => refuses({ code: 'TIMEOUT', message: '' }),
  });
  useDevices.setState({ devices: [device()] });
  await bringToLife('d1', { plot: 'Speed' });
  expect(useTraffic.getState().end).toBe(9);
  expect(useSelection.getState().item).toEqual({ kind: 'packet', source: 'live', index: 6 });
});
