import type { ReceivedDatagram, TrafficRow, TrafficView } from '../../../../../testbench/contract.ts';
import { bench } from '../../../bench.ts';
import { announce } from '../../../state/announce.ts';
import { deviceById, useDevices } from '../../../state/devices.ts';
import { useView } from '../../../state/traffic.ts';
import { wantPane } from '../../../state/wanted-pane.ts';
import { applyFilter } from '../../../traffic/filter.ts';
import { goTo } from '../../../traffic/list.ts';
import { showSource } from '../../../traffic/show.ts';
import { whole } from './read.ts';

/** Packets that are compared: the right one was logged just before its datagram was taken. */
const NEAR = 500;

/** Narrows the traffic to the datagrams on its url, and goes to the packet that carried this one. */
export async function showInTraffic(deviceId: string, index: number): Promise<void> {
  const datagram = await whole(deviceId, index);
  const device = deviceById(deviceId)(useDevices.getState());
  if (!datagram || !device) return;
  wantPane('traffic');
  if (useView.getState().source !== 'live') await showSource('live');
  const terms = ['received', 'type == DATAGRAM', `url == ${JSON.stringify(datagram.url)}`];
  if (!(await applyFilter(terms.join(' && ')))) return;
  await scanned();
  const found = await packetOf(datagram, device.name);
  if (found === null) announce('datagrams.notInTraffic');
  else await goTo(found);
}

/** The filter has looked at all there is. */
function scanned(): Promise<void> {
  if (isScanned(useView.getState())) return Promise.resolve();
  return new Promise((resolve) => {
    const stop = useView.subscribe((view) => {
      if (!isScanned(view)) return;
      stop();
      resolve();
    });
  });
}

const isScanned = ({ scanned: seen, total }: TrafficView): boolean => seen >= total;

/** The index of the newest packet that is as the datagram is, and not newer. */
async function packetOf(datagram: ReceivedDatagram, deviceName: string): Promise<number | null> {
  const { id: view, first, end } = useView.getState();
  let low = first;
  let high = end;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const [row] = await rowsOf(view, middle, middle + 1);
    if (row && row.time > datagram.time) high = middle;
    else low = middle + 1;
  }
  const near = await rowsOf(view, Math.max(first, low - NEAR), low);
  return near.findLast((row) => isSame(row, datagram, deviceName))?.index ?? null;
}

/** None where the view was replaced meanwhile. */
async function rowsOf(view: number, from: number, to: number): Promise<TrafficRow[]> {
  const rows = await bench().trafficRows({ view, from, to });
  return rows.ok ? rows.value : [];
}

function isSame(row: TrafficRow, { time, quick, param, data }: ReceivedDatagram, deviceName: string): boolean {
  return (
    row.time <= time &&
    row.connection === deviceName &&
    (row.channel === 'quick') === quick &&
    row.paramLength === param.length &&
    row.dataLength === data.length
  );
}
