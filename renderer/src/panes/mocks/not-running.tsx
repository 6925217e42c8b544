import { Play } from 'lucide-react';
import type { ScenarioEntry } from '../../../../testbench/contract.ts';
import { useT } from '../../i18n.ts';
import { showTab } from '../../state/mocks.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { startScenario } from './act.ts';

/** In place of what only a running scenario has. */
export function NotRunning({ scenario }: { scenario: ScenarioEntry }) {
  const t = useT();
  const { problems, error, state } = scenario;
  if (state.name === 'starting') return <EmptyState text={t('mocks.isStarting')} />;
  if (problems.errors > 0 || error) {
    return (
      <EmptyState text={t('mocks.hasErrors', { count: problems.errors })}>
        <Button kind="primary" onClick={() => showTab('file')}>
          {t('mocks.showErrors')}
        </Button>
      </EmptyState>
    );
  }
  return (
    <EmptyState text={t('mocks.notRunning')}>
      <Button icon={<Play />} onClick={() => void startScenario(scenario)}>
        {t('mocks.startIt')}
      </Button>
    </EmptyState>
  );
}
