import { useT } from '../../i18n.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { DemoButton } from '../devices/demo-button.tsx';
import { Pane } from '../pane.tsx';

export function StreamsPane() {
  const t = useT();
  return (
    <Pane id="streams">
      <EmptyState text={t('streams.noDevice')}>
        <DemoButton />
      </EmptyState>
    </Pane>
  );
}
