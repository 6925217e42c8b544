import { PinOff } from 'lucide-react';
import type { PaneId } from '../frame/dock-model.ts';
import { closeTab, openPane } from '../frame/dock-store.ts';
import { useT } from '../i18n.ts';
import { useDevices } from '../state/devices.ts';
import { useSelection } from '../state/selection.ts';
import { Badge } from '../ui/badge.tsx';
import { IconButton } from '../ui/button.tsx';
import { Select } from '../ui/select.tsx';
import { StateGlyph, stateTone } from './devices/device-state.tsx';
import { usePaneDevice, usePaneTab } from './pane-context.ts';

/** Which device the pane is about: one choice for the whole window, save in the tab that a device has of its own. */
export function DeviceSelect() {
  const { pinnedTo } = usePaneTab();
  return pinnedTo === null ? <ChosenDevice /> : <OwnDevice />;
}

function OwnDevice() {
  const t = useT();
  const { id } = usePaneTab();
  const device = usePaneDevice();
  if (!device) return null;
  const follow = () => {
    useSelection.getState().selectDevice(device.id);
    openPane(id.slice(0, id.indexOf('@')) as PaneId);
    closeTab(id);
  };
  return (
    <span className="own-device" data-color={device.options.color} title={`${device.name}\n${device.url}`}>
      <Badge tone={stateTone(device.state)} icon={<StateGlyph state={device.state} />} />
      <span className="cut">{device.name}</span>
      <IconButton icon={<PinOff />} label={t('tab.unpin')} onClick={follow} />
    </span>
  );
}

function ChosenDevice() {
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
