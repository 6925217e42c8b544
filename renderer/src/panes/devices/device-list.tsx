import { type DragEvent, type KeyboardEvent, type MouseEvent, useState } from 'react';
import type { Device } from '../../../../testbench/contract.ts';
import { bench } from '../../bench.ts';
import { duration } from '../../format/quantity.ts';
import { useT } from '../../i18n.ts';
import { useDevices } from '../../state/devices.ts';
import { useSelection } from '../../state/selection.ts';
import { Listbox } from '../../ui/listbox.tsx';
import { Num } from '../../ui/num.tsx';
import { moveDevice, removeDevice } from './act.ts';
import { deviceMenu, placeMenu } from './device-menu.ts';
import { DeviceStateBadge } from './device-state.tsx';

/**
 * The devices in the order of the user, who changes it with Alt and the arrows, or by dragging. Enter and a double click
 * connect, Delete removes.
 */
export function DeviceList() {
  const t = useT();
  const devices = useDevices((state) => state.devices);
  const { deviceId, selectDevice } = useSelection();
  const selected = devices.findIndex((device) => device.id === deviceId);
  const [drag, setDrag] = useState<{ from: number; to: number } | null>(null);

  const onKeyDown = (event: KeyboardEvent) => {
    const device = devices[selected];
    if (device && !event.altKey && !event.ctrlKey && !event.metaKey) {
      if (event.key === 'Enter') void connect(device);
      if (event.key === 'Delete') void removeDevice(device);
    }
    const by = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0;
    if (!event.altKey || by === 0 || deviceId === null) return;
    event.preventDefault();
    void moveDevice(deviceId, { by });
  };
  const onDragOver = (event: DragEvent) => {
    if (!drag) return;
    event.preventDefault();
    const to = rowAt(event);
    if (to !== null && to !== drag.to) setDrag({ ...drag, to });
  };
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    const id = drag && devices[drag.from]?.id;
    if (id !== null && id !== undefined) void moveDevice(id, { to: drag?.to ?? 0 });
    setDrag(null);
  };
  const dropsAt = (id: string): string | undefined => {
    if (!drag || drag.from === drag.to || devices[drag.to]?.id !== id) return undefined;
    return drag.to < drag.from ? 'before' : 'after';
  };
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- the list in it has the role; this only adds keys and dragging
    <div
      className="device-list-frame"
      onKeyDown={onKeyDown}
      onDoubleClick={(event) => {
        const device = devices[rowAt(event) ?? -1];
        if (device) void connect(device);
      }}
      onDragStart={(event) => {
        const from = rowAt(event);
        if (from !== null) setDrag({ from, to: from });
      }}
      onDragOver={onDragOver}
      onDrop={onDrop}
      onDragEnd={() => setDrag(null)}
    >
      <Listbox
        label={t('devices.list')}
        items={devices}
        keyOf={(device) => device.id}
        textOf={(device) => device.name}
        selected={selected}
        onSelect={(device) => selectDevice(device.id)}
        menuOf={(device) => [...deviceMenu(device, t), ...placeMenu(device, devices, t)]}
        className="list device-list"
        rowClassName="device-row"
        rowProps={(device) => ({
          'data-lost': device.state.name === 'disconnected' || device.state.name === 'waiting' || undefined,
          'data-color': device.options.color,
          'data-drop': dropsAt(device.id),
          draggable: true,
        })}
      >
        {(device) => (
          <>
            <span className="cut device-name" title={device.name}>
              {device.name}
            </span>
            <span className="cut">
              <DeviceStateBadge state={device.state} />
            </span>
            <span className="cut mono muted" title={device.url}>
              {device.url}
            </span>
            <span className="number muted">
              {device.rttMs !== null && device.state.name === 'connected' && (
                <Num value={device.rttMs} as={duration} unit="ms" />
              )}
            </span>
          </>
        )}
      </Listbox>
    </div>
  );
}

/** Nothing where it is connected, or about to be. */
async function connect({ id, state }: Device): Promise<void> {
  if (state.name === 'disconnected' || state.name === 'waiting') await bench().connectDevice({ id });
}

function rowAt(event: DragEvent | MouseEvent): number | null {
  const row = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-row]') : null;
  return row ? Number(row.dataset['row']) : null;
}
