import type { KeyboardEventHandler, ReactNode } from 'react';
import type { PaneId } from '../frame/dock-model.ts';
import { useT } from '../i18n.ts';
import { deviceById, useDevices } from '../state/devices.ts';
import { usePaneTab } from './pane-context.ts';

interface PaneProps {
  id: PaneId;
  children: ReactNode;
  /** For keys that mean the same wherever in the pane they are pressed; comes before fields and editors. */
  onKeys?: KeyboardEventHandler;
}

/** What every pane is: a named region that F6 finds. */
export function Pane({ id, children, onKeys }: PaneProps) {
  const t = useT();
  const tab = usePaneTab();
  const device = useDevices((state) => tab.pinnedTo !== null && deviceById(tab.pinnedTo)(state)?.name);
  const name = t(`pane.${id}`);
  return (
    <section
      className={`pane pane-${id}`}
      data-pane={tab.id || id}
      aria-label={device ? t('pane.own', { pane: name, device }) : name}
      tabIndex={-1}
      onKeyDownCapture={onKeys}
    >
      {children}
    </section>
  );
}
