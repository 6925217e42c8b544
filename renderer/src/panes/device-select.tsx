import { useT } from '../i18n.ts';
import { useDevices } from '../state/devices.ts';
import { useSelection } from '../state/selection.ts';
import { Badge } from '../ui/badge.tsx';
import { Select } from '../ui/select.tsx';
import { StateGlyph, stateTone } from './devices/device-state.tsx';

/** Which device the pane is about: one choice for the whole window. */
export function DeviceSelect() {
  const t = useT();
  const devices = useDevices((state) => state.devices);
  const { deviceId, selectDevice } = useSelection();
  return (
    <Select
      label={t('device')}
      placeholder={t('device.none')}
      value={deviceId}
      disabled={devices.length === 0}
      options={devices.map((device) => ({
        value: device.id,
        label: device.name,
        icon: <Badge tone={stateTone(device.state)} icon={<StateGlyph state={device.state} />} />,
      }))}
      onChange={selectDevice}
    />
  );
}
