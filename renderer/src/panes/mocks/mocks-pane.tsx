import { useEffect, useMemo } from 'react';
import { scenarioById, useMocks, useMockView } from '../../state/mocks.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Pane } from '../pane.tsx';
import { NoScenarios } from './no-scenarios.tsx';
import { ScenarioDetails } from './scenario-details.tsx';
import { ScenarioList } from './scenario-list.tsx';
import { loadTemplates } from './templates.ts';
import { Toolbar } from './toolbar.tsx';
import { useMockCommands } from './use-mock-commands.ts';

/** Mock ECUs: scenario files, what runs of them, and one of them whole. */
export function MocksPane() {
  const { scenarios, leftOut, error } = useMocks();
  const chosen = useMockView((view) => view.chosen);
  const shown = useMocks(scenarioById(chosen)) ?? scenarios[0];
  const templates = useMemo(() => loadTemplates(), []);
  useMockCommands(shown);
  useEffect(() => {
    if (shown && shown.id !== chosen) useMockView.setState({ chosen: shown.id, ecu: null });
  }, [shown, chosen]);
  return (
    <Pane id="mocks">
      <Toolbar templates={templates} />
      {error && <ErrorNotice error={error} />}
      {shown ? (
        <div className="mocks-split">
          <ScenarioList scenarios={scenarios} leftOut={leftOut} shown={shown} />
          <ScenarioDetails key={shown.id} scenario={shown} />
        </div>
      ) : (
        <NoScenarios templates={templates} />
      )}
    </Pane>
  );
}
