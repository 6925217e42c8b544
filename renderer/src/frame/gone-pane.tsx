import { X } from 'lucide-react';
import { useT } from '../i18n.ts';
import { Pane } from '../panes/pane.tsx';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import type { PaneId } from './dock-model.ts';
import { closeTab } from './dock-store.ts';

/** In the tab of a device that was removed. When the removal is taken back, its pane is there again. */
export function GonePane({ pane, tabId }: { pane: PaneId; tabId: string }) {
  const t = useT();
  return (
    <Pane id={pane}>
      <EmptyState text={t('tab.gone')}>
        <Button icon={<X />} data-focus-first onClick={() => closeTab(tabId)}>
          {t('tab.close')}
        </Button>
      </EmptyState>
    </Pane>
  );
}
