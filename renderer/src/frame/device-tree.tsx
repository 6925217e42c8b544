import { type KeyboardEvent, type MouseEvent, memo, useEffect, useRef, useState } from 'react';
import type { Device } from '../../../testbench/contract.ts';
import { exact } from '../format/quantity.ts';
import { useT } from '../i18n.ts';
import { deviceMenu } from '../panes/devices/device-menu.ts';
import { StateGlyph, shortState, stateTone } from '../panes/devices/device-state.tsx';
import { useDevices } from '../state/devices.ts';
import { useSelection } from '../state/selection.ts';
import { Badge } from '../ui/badge.tsx';
import { moved } from '../ui/list-keys.ts';
import { PointMenu } from '../ui/menu.tsx';
import { TypeAhead } from '../ui/type-ahead.ts';
import { openPane } from './dock-store.ts';

const PAGE = 10;

/** The devices in the rail, to choose the one that the window is about. */
export function DeviceTree({ open }: { open: boolean }) {
  const t = useT();
  const devices = useDevices((state) => state.devices);
  const { deviceId, selectDevice } = useSelection();
  const tree = useRef<HTMLDivElement>(null);
  const [typeAhead] = useState(() => new TypeAhead());
  const [menu, setMenu] = useState<{ id: string; x: number; y: number } | null>(null);
  useEffect(() => {
    tree.current?.querySelector(`[data-device="${deviceId}"]`)?.scrollIntoView({ block: 'nearest' });
  }, [deviceId]);
  if (devices.length === 0) return open ? <p className="rail-empty muted">{t('rail.noDevices')}</p> : null;

  const at = devices.findIndex((device) => device.id === deviceId);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Enter') openPane('devices');
    const nameOf = (index: number) => devices[index]?.name ?? '';
    const to =
      moved(event.key, at, devices.length, PAGE) ??
      typeAhead.find(event.key, at, devices.length, nameOf, event.timeStamp);
    if (to === null) return;
    event.preventDefault();
    selectDevice(devices[to]?.id ?? null);
  };
  /** By the menu key it opens at the chosen device, which is what the key is about. */
  const onContextMenu = (event: MouseEvent) => {
    event.preventDefault();
    const under = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-device]') : null;
    const id = under?.dataset['device'] ?? deviceId;
    if (id === null) return;
    const place = under ? null : tree.current?.querySelector('[aria-selected="true"]')?.getBoundingClientRect();
    selectDevice(id);
    setMenu({ id, x: place ? place.left + 24 : event.clientX, y: place ? place.bottom : event.clientY });
  };
  const onMenuOf = devices.find((device) => device.id === menu?.id);
  return (
    <>
      <div
        ref={tree}
        className="device-tree"
        role="tree"
        aria-label={t('pane.devices')}
        aria-activedescendant={at < 0 ? undefined : `tree-${deviceId}`}
        tabIndex={0}
        data-focus-first
        onKeyDown={onKeyDown}
        onContextMenu={onContextMenu}
      >
        {devices.map((device) => (
          <DeviceNode key={device.id} device={device} open={open} selected={device.id === deviceId} />
        ))}
      </div>
      <PointMenu
        at={onMenuOf ? menu : null}
        label={onMenuOf?.name ?? ''}
        groups={onMenuOf ? deviceMenu(onMenuOf, t) : []}
        onClose={() => setMenu(null)}
      />
    </>
  );
}

interface DeviceNodeProps {
  device: Device;
  open: boolean;
  selected: boolean;
}

/** All devices come anew whenever one of them changes; a node is drawn again only for what it shows. */
const DeviceNode = memo(DrawnDeviceNode, (before, after) => shownOf(before) === shownOf(after));

const shownOf = ({
  device: { id, name, url, state, options, subscriptions },
  open,
  selected,
}: DeviceNodeProps): string =>
  JSON.stringify([id, name, url, state, options.color, subscriptions.length, open, selected]);

function DrawnDeviceNode({ device, open, selected }: DeviceNodeProps) {
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
      data-device={device.id}
      data-lost={device.state.name === 'disconnected' || device.state.name === 'waiting' || undefined}
      data-color={device.options.color}
      tabIndex={-1}
      onClick={() => useSelection.getState().selectDevice(device.id)}
      onDoubleClick={() => openPane('devices')}
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
