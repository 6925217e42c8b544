import { useT } from '../../i18n.ts';
import { deviceById, useDevices } from '../../state/devices.ts';
import { useSelection } from '../../state/selection.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Pane } from '../pane.tsx';
import { ConnectForm } from './connect-form.tsx';
import { DeviceDetails } from './device-details.tsx';
import { DeviceFiles } from './device-files.tsx';
import { DeviceList } from './device-list.tsx';
import { DevicesFailure } from './devices-failure.tsx';
import { FirstRun } from './first-run.tsx';
import { MockList } from './mock-list.tsx';

export function DevicesPane() {
  const t = useT();
  const any = useDevices((state) => state.devices.length > 0);
  const deviceId = useSelection((selection) => selection.deviceId);
  const device = useDevices(deviceById(deviceId));
  return (
    <Pane id="devices">
      <ConnectForm />
      <DevicesFailure />
      {any ? (
        <div className="devices-split">
          <div className="devices-left">
            <DeviceList />
            <MockList />
            <DeviceFiles />
          </div>
          {device && <DeviceDetails key={device.id} device={device} />}
        </div>
      ) : (
        <>
          <EmptyState text={t('devices.empty')}>
            <FirstRun />
          </EmptyState>
          <MockList />
          <DeviceFiles />
        </>
      )}
    </Pane>
  );
}
