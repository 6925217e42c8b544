import { bench } from '../bench.ts';
import { startExample } from '../panes/streams/act.ts';
import { draftOf, EMPTY_DRAFT, editDraft, send } from '../state/calls.ts';
import { deviceById, useDevices } from '../state/devices.ts';
import { usePlots } from '../state/plots.ts';
import { usePositions } from '../state/positions.ts';
import { useSelection } from '../state/selection.ts';
import { useStreams } from '../state/streams.ts';
import { useTraffic } from '../state/traffic.ts';

const BATTERY = '/powertrain/battery';

/**
 * Gives every pane something of the demo vehicle to show, once it is connected. What the user has made is left alone:
 * only a pane that is still empty gets anything.
 */
export async function bringToLife(deviceId: string, words: { plot: string }): Promise<void> {
  if (!(await connected(deviceId))) return;
  // Each by itself: what one cannot do, its pane says, and the others go on.
  await Promise.all([callBattery(deviceId), watchSpeed(deviceId, words.plot), followTrace(deviceId)]);
  // Before the position server speaks: its packets are not what a vehicle says.
  showPacket();
  await servePositions();
}

/** Waits as long as the device is tried; false where it was removed or is not tried any more. */
function connected(deviceId: string): Promise<boolean> {
  const state = () => deviceById(deviceId)(useDevices.getState())?.state.name;
  return new Promise((resolve) => {
    // The window may hear of the device a moment after it was started.
    let wasTried = false;
    const look = () => {
      const now = state();
      const isTried = now === 'connecting' || now === 'waiting';
      if (now === 'connected') resolve(true);
      else if (wasTried && !isTried) resolve(false);
      else {
        wasTried ||= isTried;
        return false;
      }
      return true;
    };
    if (look()) return;
    const end = useDevices.subscribe(() => {
      if (look()) end();
    });
  });
}

async function callBattery(deviceId: string): Promise<void> {
  const device = deviceById(deviceId)(useDevices.getState());
  if (!device || draftOf('rpc').url !== '') return;
  editDraft('rpc', { ...EMPTY_DRAFT, url: BATTERY });
  await send('rpc', device);
}

async function watchSpeed(deviceId: string, name: string): Promise<void> {
  if (usePlots.getState().sheet.plots.length > 0) return;
  const plot = await bench().addPlot({ name });
  if (!plot.ok) return;
  const { id: plotId } = plot.value;
  await bench().editPlot({ plotId, units: { left: 'km/h', right: 'kW' } });
  await bench().addSeries({ plotId, field: { deviceId, url: '/powertrain/speed', path: ['kmh'] } });
  await bench().addSeries({
    plotId,
    field: { deviceId, url: BATTERY, path: ['powerKw'] },
    look: { axis: 'right', colour: 1 },
  });
}

async function followTrace(deviceId: string): Promise<void> {
  if (useStreams.getState().transfers.length > 0) return;
  await startExample('streams', deviceId, 'trace');
}

/** The ECUs of the vehicle by their names, and a first question. */
async function servePositions(): Promise<void> {
  const { entries, running } = usePositions.getState();
  if (entries.length > 0 || running !== null) return;
  await bench().importPositions(undefined);
  const started = await bench().startPositions(undefined);
  if (!started.ok) {
    if (started.error.code !== 'ADDRESS_IN_USE') return;
    // Somebody else's position server has the usual port: the system has others.
    await bench().editPositions({ port: 0 });
    if (!(await bench().startPositions(undefined)).ok) return;
  }
  const now = await bench().snapshot(undefined);
  if (!now.ok || now.value.positions.running === null) return;
  await bench().askPosition({ server: now.value.positions.running, name: 'vehicle', family: null });
}

function showPacket(): void {
  const { item, select } = useSelection.getState();
  const { end } = useTraffic.getState();
  if (item === null && end > 0) select({ kind: 'packet', source: 'live', index: end - 1 });
}
