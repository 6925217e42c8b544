import type { BenchError, Device, DevicesFile, Result } from '../../../../testbench/contract.ts';
import { bench } from '../../bench.ts';
import { exact } from '../../format/quantity.ts';
import { announce } from '../../state/announce.ts';
import { useDevices } from '../../state/devices.ts';
import { useSelection } from '../../state/selection.ts';
import { announceUndo, toast } from '../../state/toasts.ts';

const fail = (failure: BenchError | null) => useDevices.setState({ failure });

/** Removes the device, and offers to bring it back; the demo vehicle is one click away anyway. */
export async function removeDevice({ id, name, demo }: Device): Promise<void> {
  const { devices } = useDevices.getState();
  const { deviceId: chosen, selectDevice } = useSelection.getState();
  const at = devices.findIndex((device) => device.id === id);
  const neighbour = devices[at + 1] ?? devices[at - 1];
  // Before it is gone: then the first of the list would be chosen.
  if (chosen === id && neighbour) selectDevice(neighbour.id);
  const removed = await bench().removeDevice({ id });
  fail(removed.ok ? null : removed.error);
  if (removed.ok && !demo) announceUndo({ key: 'devices.removed', values: { name } }, () => void bringBackDevice(id));
}

async function bringBackDevice(id: string): Promise<void> {
  showDevice(await bench().bringBackDevice({ id }));
}

export async function duplicateDevice(id: string, name: string): Promise<void> {
  showDevice(await bench().duplicateDevice({ id, name }));
}

/** One place up or down in the list, or to a place; not beyond its ends. */
export async function moveDevice(id: string, where: { by: 1 | -1 } | { to: number }): Promise<void> {
  const { devices } = useDevices.getState();
  const from = devices.findIndex((device) => device.id === id);
  const to = 'to' in where ? where.to : from + where.by;
  const device = devices[from];
  if (!device || to === from || to < 0 || to >= devices.length) return;
  const moved = await bench().moveDevice({ id, to });
  if (!moved.ok) fail(moved.error);
  else announce('devices.moved', { name: device.name, position: to + 1, count: devices.length });
}

export async function importDevices(): Promise<void> {
  tellFile('imported', await bench().importDevices(undefined));
}

export async function exportDevices(): Promise<void> {
  tellFile('exported', await bench().exportDevices(undefined));
}

function showDevice(result: Result<Device>): void {
  fail(result.ok ? null : result.error);
  if (result.ok) useSelection.getState().selectDevice(result.value.id);
}

/** Nothing is said where no file was chosen. */
function tellFile(kind: 'imported' | 'exported', result: Result<DevicesFile | null>): void {
  fail(result.ok ? null : result.error);
  if (!result.ok || !result.value) return;
  const { name, devices, leftOut } = result.value;
  const values = { name, count: devices, shown: exact(devices), left: exact(leftOut) };
  toast({ key: leftOut > 0 ? 'devices.importedPartly' : `devices.${kind}`, values });
}
