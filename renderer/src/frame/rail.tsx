import {
  ChartSpline,
  Cpu,
  FileDown,
  ListTree,
  PanelLeftClose,
  PanelLeftOpen,
  Radio,
  Send,
  SquareTerminal,
} from 'lucide-react';
import type { KeyboardEvent, ReactNode } from 'react';
import type { Device } from '../../../testbench/contract.ts';
import { exact } from '../format/quantity.ts';
import { useT } from '../i18n.ts';
import { StateGlyph, shortState, stateTone } from '../panes/devices/device-state.tsx';
import { useDevices } from '../state/devices.ts';
import { useSelection } from '../state/selection.ts';
import { Badge } from '../ui/badge.tsx';
import { IconButton } from '../ui/button.tsx';
import { KeyHint } from '../ui/key-hint.tsx';
import { moved } from '../ui/list-keys.ts';
import type { PaneId } from './dock-model.ts';
import { toggleRail, useRailOpen } from './use-rail.ts';

interface RailProps {
  onOpenPane: (id: PaneId) => void;
}

const shortcuts: { id: PaneId; icon: ReactNode }[] = [
  { id: 'devices', icon: <Cpu /> },
  { id: 'subscriptions', icon: <Radio /> },
  { id: 'rpc', icon: <SquareTerminal /> },
  { id: 'datagrams', icon: <Send /> },
  { id: 'streams', icon: <FileDown /> },
  { id: 'plots', icon: <ChartSpline /> },
  { id: 'traffic', icon: <ListTree /> },
];

export function Rail({ onOpenPane }: RailProps) {
  const t = useT();
  const railOpen = useRailOpen();
  return (
    <section className="rail" data-pane="rail" data-open={railOpen || undefined} aria-label={t('rail')} tabIndex={-1}>
      <nav aria-label={t('rail.panes')}>
        {shortcuts.map(({ id, icon }, index) => (
          <button
            key={id}
            type="button"
            className="rail-item"
            title={railOpen ? undefined : t(`pane.${id}`)}
            aria-label={railOpen ? undefined : t(`pane.${id}`)}
            aria-keyshortcuts={`Control+${index + 1}`}
            onClick={() => onOpenPane(id)}
          >
            {icon}
            {railOpen && (
              <>
                <span className="grow cut">{t(`pane.${id}`)}</span>
                <KeyHint keys={`Mod+${index + 1}`} inName />
              </>
            )}
          </button>
        ))}
      </nav>
      {railOpen && <h2 className="rail-title">{t('pane.devices')}</h2>}
      <DeviceTree open={railOpen} onOpenPane={onOpenPane} />
      <div className="rail-foot">
        <IconButton
          icon={railOpen ? <PanelLeftClose /> : <PanelLeftOpen />}
          label={t(railOpen ? 'rail.close' : 'rail.open')}
          keys="Mod+B"
          onClick={toggleRail}
        />
      </div>
    </section>
  );
}

const PAGE = 10;

function DeviceTree({ open, onOpenPane }: RailProps & { open: boolean }) {
  const t = useT();
  const devices = useDevices((state) => state.devices);
  const { deviceId, selectDevice } = useSelection();
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') onOpenPane('devices');
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
  if (devices.length === 0) return open ? <p className="rail-empty muted">{t('rail.noDevices')}</p> : null;
  return (
    <div
      className="device-tree"
      role="tree"
      aria-label={t('pane.devices')}
      aria-activedescendant={deviceId === null ? undefined : `tree-${deviceId}`}
      tabIndex={0}
      data-focus-first
      onKeyDown={onKeyDown}
    >
      {devices.map((device) => (
        <DeviceNode
          key={device.id}
          device={device}
          open={open}
          selected={device.id === deviceId}
          onOpenPane={onOpenPane}
        />
      ))}
    </div>
  );
}

interface DeviceNodeProps extends RailProps {
  device: Device;
  open: boolean;
  selected: boolean;
}

function DeviceNode({ device, open, selected, onOpenPane }: DeviceNodeProps) {
  const t = useT();
  const state = shortState(device.state, t);
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- the tree has the keys
    <div
      id={`tree-${device.id}`}
      className="rail-item device-node"
      role="treeitem"
      aria-selected={selected}
      aria-label={open ? undefined : `${device.name}, ${state}`}
      title={`${device.name}\n${device.url}\n${state}`}
      data-lost={device.state.name === 'disconnected' || device.state.name === 'waiting' || undefined}
      data-color={device.options.color}
      tabIndex={-1}
      onClick={() => useSelection.getState().selectDevice(device.id)}
      onDoubleClick={() => onOpenPane('devices')}
    >
      <Badge tone={stateTone(device.state)} icon={<StateGlyph state={device.state} />} />
      {open && (
        <>
          <span className="grow cut">{device.name}</span>
          <span className="only-read-aloud">{state}</span>
          {device.subscriptions.length > 0 && (
            <span className="muted rail-count" title={t('pane.subscriptions')}>
              {exact(device.subscriptions.length)}
            </span>
          )}
        </>
      )}
    </div>
  );
}
