import type { ScenarioEntry } from '../../../../testbench/contract.ts';
import { useCommand } from '../../frame/commands.ts';
import { isOn, openScenario, startAll, startScenario, stopAll, stopScenario } from './act.ts';
import { refreshScenarios } from './toolbar.tsx';

/** Commands about the scenario that is shown, and all of them. */
export function useMockCommands(shown: ScenarioEntry | undefined): void {
  const on = shown !== undefined && isOn(shown.state.name);
  const group = 'pane.mocks';
  useCommand({
    id: 'mocks.startOrStop',
    title: 'mocks.startOrStop',
    group,
    keys: ['F5'],
    when: () => shown !== undefined && shown.place !== 'demo',
    run: () => {
      if (shown) void (on ? stopScenario(shown) : startScenario(shown));
    },
  });
  useCommand({ id: 'mocks.open', title: 'mocks.open', group, run: () => void openScenario() });
  useCommand({ id: 'mocks.startAll', title: 'mocks.startAll', group, run: () => void startAll() });
  useCommand({ id: 'mocks.stopAll', title: 'mocks.stopAll', group, run: () => void stopAll() });
  useCommand({
    id: 'mocks.refresh',
    title: 'mocks.refresh',
    group,
    run: refreshScenarios,
  });
}
