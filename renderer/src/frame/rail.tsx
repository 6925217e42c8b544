import {
  Activity,
  ArrowDownUp,
  ChartSpline,
  CircuitBoard,
  Cpu,
  MapPinned,
  PanelLeftClose,
  PanelLeftOpen,
  Radio,
  Send,
  SquareTerminal,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { useT } from '../i18n.ts';
import { IconButton } from '../ui/button.tsx';
import { KeyHint } from '../ui/key-hint.tsx';
import { useKeysOf } from './bindings.ts';
import { DeviceTree } from './device-tree.tsx';
import type { PaneId } from './dock-model.ts';
import { openPane } from './dock-store.ts';
import { toggleRail, useRailOpen } from './use-rail.ts';

const shortcuts: { id: PaneId; icon: ReactNode }[] = [
  { id: 'devices', icon: <Cpu /> },
  { id: 'subscriptions', icon: <Radio /> },
  { id: 'rpc', icon: <SquareTerminal /> },
  { id: 'datagrams', icon: <Send /> },
  { id: 'streams', icon: <ArrowDownUp /> },
  { id: 'plots', icon: <ChartSpline /> },
  { id: 'mocks', icon: <CircuitBoard /> },
  { id: 'positions', icon: <MapPinned /> },
  { id: 'traffic', icon: <Activity /> },
];

export function Rail() {
  const t = useT();
  const railOpen = useRailOpen();
  return (
    <section className="rail" data-pane="rail" data-open={railOpen || undefined} aria-label={t('rail')} tabIndex={-1}>
      <nav aria-label={t('rail.panes')}>
        {shortcuts.map(({ id, icon }) => (
          <PaneButton key={id} id={id} icon={icon} open={railOpen} />
        ))}
      </nav>
      {railOpen && <h2 className="rail-title">{t('pane.devices')}</h2>}
      <DeviceTree open={railOpen} />
      <div className="rail-foot">
        <RailToggle open={railOpen} />
      </div>
    </section>
  );
}

function PaneButton({ id, icon, open }: { id: PaneId; icon: ReactNode; open: boolean }) {
  const t = useT();
  const keys = useKeysOf(`pane.${id}`);
  const name = t(`pane.${id}`);
  return (
    <button
      type="button"
      className="rail-item"
      title={open ? undefined : name}
      aria-label={open ? undefined : name}
      aria-keyshortcuts={keys?.replace('Mod', 'Control')}
      onClick={() => openPane(id)}
    >
      {icon}
      {open && (
        <>
          <span className="grow cut">{name}</span>
          {keys && <KeyHint keys={keys} inName />}
        </>
      )}
    </button>
  );
}

function RailToggle({ open }: { open: boolean }) {
  const t = useT();
  const keys = useKeysOf('rail');
  return (
    <IconButton
      icon={open ? <PanelLeftClose /> : <PanelLeftOpen />}
      label={t(open ? 'rail.close' : 'rail.open')}
      {...(keys !== undefined && { keys })}
      onClick={toggleRail}
    />
  );
}
