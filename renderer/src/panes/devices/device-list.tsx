import { duration } from '../../format/quantity.ts';
import { useT } from '../../i18n.ts';
import { useDevices } from '../../state/devices.ts';
import { useSelection } from '../../state/selection.ts';
import { Listbox } from '../../ui/listbox.tsx';
import { Num } from '../../ui/num.tsx';
import { DeviceStateBadge } from './device-state.tsx';

export function DeviceList() {
  const t = useT();
  const devices = useDevices((state) => state.devices);
  const { deviceId, selectDevice } = useSelection();
  return (
    <Listbox
      label={t('devices.list')}
      items={devices}
      keyOf={(device) => device.id}
      textOf={(device) => device.name}
      selected={devices.findIndex((device) => device.id === deviceId)}
      onSelect={(device) => selectDevice(device.id)}
      className="list device-list"
      rowClassName="device-row"
      rowProps={(device) => ({ 'data-lost': device.state.name === 'disconnected' || undefined })}
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
  );
}
