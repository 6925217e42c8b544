import { useT } from '../../i18n.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { DemoButton } from '../devices/demo-button.tsx';
import { Pane } from '../pane.tsx';

export function PlotsPane() {
  const t = useT();
  return (
    <Pane id="plots">
      <EmptyState text={t('plots.noDevice')}>
        <DemoButton />
      </EmptyState>
    </Pane>
  );
}
