import { useT } from '../../i18n.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { DemoButton } from '../devices/demo-button.tsx';
import { Pane } from '../pane.tsx';

export function DatagramsPane() {
  const t = useT();
  return (
    <Pane id="datagrams">
      <EmptyState text={t('datagrams.noDevice')}>
        <DemoButton />
      </EmptyState>
    </Pane>
  );
}
