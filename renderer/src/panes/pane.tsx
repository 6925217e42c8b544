import type { ReactNode } from 'react';
import type { PaneId } from '../frame/dock-model.ts';
import { useT } from '../i18n.ts';

/** What every pane is: a named region that F6 finds. */
export function Pane({ id, children }: { id: PaneId; children: ReactNode }) {
  const t = useT();
  return (
    <section className={`pane pane-${id}`} data-pane={id} aria-label={t(`pane.${id}`)} tabIndex={-1}>
      {children}
    </section>
  );
}
