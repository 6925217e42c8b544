import type { KeyboardEvent } from 'react';
import { duration } from '../../format/quantity.ts';
import { useT } from '../../i18n.ts';
import { useDevices } from '../../state/devices.ts';
import { useSelection } from '../../state/selection.ts';
import { moved } from '../../ui/list-keys.ts';
import { Num } from '../../ui/num.tsx';
import { DeviceStateBadge } from './device-state.tsx';

const PAGE = 10;

export function DeviceList() {
  const t = useT();
  const devices = useDevices((state) => state.devices);
  const { deviceId, selectDevice } = useSelection();
  const onKeyDown = (event: KeyboardEvent) => {
    const to = moved(
      event.key,
      devices.findIndex((device) => device.id === deviceId),
      devices.length,
      PAGE,
    );
    if (to === null) return;
    event.preventDefault();
    selectDevice(devices[to]?.id ?? null);
  };
  return (
    <div
      className="list device-list"
      role="listbox"
      aria-label={t('devices.list')}
      aria-activedescendant={deviceId === null ? undefined : `device-${deviceId}`}
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      {devices.map((device) => (
        // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- the listbox has the keys
        <div
          key={device.id}
          id={`device-${device.id}`}
          className="device-row"
          role="option"
          aria-selected={device.id === deviceId}
          data-lost={device.state.name === 'disconnected' || undefined}
          onClick={() => selectDevice(device.id)}
        >
          <span className="cut device-name" title={device.name}>
            {device.name}
          </span>
          <span className="cut mono muted" title={device.url}>
            {device.url}
          </span>
          <span className="cut">
            <DeviceStateBadge state={device.state} />
          </span>
          <span className="number muted">
            {device.rttMs !== null && device.state.name === 'connected' && (
              <Num value={device.rttMs} as={duration} unit="ms" />
            )}
          </span>
        </div>
      ))}
    </div>
  );
}
