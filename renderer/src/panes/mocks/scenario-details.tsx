import { Ellipsis, Play, Square } from 'lucide-react';
import { useCallback, useMemo, useState } from 'react';
import type { ScenarioEntry } from '../../../../testbench/contract.ts';
import { bench } from '../../bench.ts';
import { useT } from '../../i18n.ts';
import { type MockTab, showTab, useMockView } from '../../state/mocks.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { ActionMenu } from '../../ui/menu.tsx';
import { type TabSpec, Tabs } from '../../ui/tabs.tsx';
import { isOn, startScenario, stopScenario } from './act.ts';
import { useEcuTabs } from './ecu-tabs.tsx';
import { FileTab } from './file/file-tab.tsx';
import { NotRunning } from './not-running.tsx';
import { Overview } from './overview.tsx';
import { RenameDialog } from './rename-dialog.tsx';
import { scenarioMenu } from './scenario-menu.ts';
import { StateBadge } from './state-badge.tsx';
import { usePolled } from './use-polled.ts';

/** One scenario, or one of its ECUs: how it runs, and its file. */
export function ScenarioDetails({ scenario }: { scenario: ScenarioEntry }) {
  const t = useT();
  const { id, ecus, problems } = scenario;
  const wantedEcu = useMockView((view) => view.ecu);
  const tab = useMockView((view) => view.tab);
  const unsaved = useMockView((view) => view.drafts[id] !== undefined);
  const running = scenario.state.name === 'running';
  const names = scenario.state.name === 'running' ? scenario.state.ecus.map(({ name }) => name) : ecus;
  const ecu = wantedEcu !== null && names.includes(wantedEcu) ? wantedEcu : null;
  const ecuTabs = useEcuTabs({ scenario, ecu });
  const readRun = useCallback(() => bench().readScenarioRun({ id }), [id]);
  const run = usePolled('mocks', running && ecu === null && tab === 'overview' ? readRun : null);
  const file: TabSpec = {
    id: 'file',
    label: (
      <>
        {t('mocks.file')}
        {unsaved && (
          <span className="mocks-unsaved" role="img" aria-label={t('mocks.unsaved')}>
            ●
          </span>
        )}
        {problems.errors > 0 && <span data-tone="error">{problems.errors}</span>}
      </>
    ),
    content: tab === 'file' && <FileTab scenario={scenario} ecu={ecu} />,
  };
  const overview: TabSpec = {
    id: 'overview',
    label: t('mocks.overview'),
    content: running ? <Overview run={run} scenario={scenario} /> : <NotRunning scenario={scenario} />,
  };
  const tabs = ecu === null ? [overview, file] : [...ecuTabs, file];
  return (
    <section className="mocks-details" aria-label={ecu ?? scenario.name}>
      <Head scenario={scenario} ecu={ecu} />
      {scenario.error && <ErrorNotice error={scenario.error} />}
      {scenario.state.name === 'failed' && (
        <ErrorNotice error={scenario.state.error}>
          <Button icon={<Play />} onClick={() => void startScenario(scenario)}>
            {t('mocks.startAgain')}
          </Button>
        </ErrorNotice>
      )}
      {scenario.state.name === 'running' && scenario.state.error && <ErrorNotice error={scenario.state.error} />}
      <Tabs
        label={t('mocks.parts')}
        tabs={tabs}
        value={tabs.some((each) => each.id === tab) ? tab : (tabs[0]?.id ?? 'file')}
        onChange={(next) => showTab(next as MockTab)}
      />
    </section>
  );
}

function Head({ scenario, ecu }: { scenario: ScenarioEntry; ecu: string | null }) {
  const t = useT();
  const [renaming, setRenaming] = useState<ScenarioEntry | null>(null);
  const groups = useMemo(() => scenarioMenu(scenario, ecu, t, setRenaming), [scenario, ecu, t]);
  const { name, place, state } = scenario;
  const on = isOn(state.name);
  const url = state.name === 'running' ? state.ecus.find((each) => each.name === ecu)?.url : undefined;
  return (
    <div className="bar mocks-head">
      <StateBadge scenario={scenario} />
      <strong className="cut" title={name}>
        {ecu === null ? name : t('mocks.ecuOf', { ecu, name })}
      </strong>
      {url !== undefined && <span className="mono muted cut selectable">{url}</span>}
      <span className="grow" />
      {place !== 'demo' && (
        <Button
          kind={on ? 'plain' : 'primary'}
          icon={on ? <Square /> : <Play />}
          onClick={() => void (on ? stopScenario(scenario) : startScenario(scenario))}
        >
          {t(on ? 'mocks.stop' : 'mocks.start')}
        </Button>
      )}
      <ActionMenu trigger={<IconButton icon={<Ellipsis />} label={t('mocks.more')} />} groups={groups} />
      {renaming && <RenameDialog scenario={renaming} onClose={() => setRenaming(null)} />}
    </div>
  );
}
