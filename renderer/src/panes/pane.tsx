import type { KeyboardEventHandler, ReactNode } from 'react';
import type { PaneId } from '../frame/dock-model.ts';
import { useT } from '../i18n.ts';
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
  return (
    <section
      className={`pane pane-${id}`}
      data-pane={tab.id || id}
      aria-label={t(`pane.${id}`)}
      tabIndex={-1}
      onKeyDownCapture={onKeys}
    >
      {children}
    </section>
  );
}
