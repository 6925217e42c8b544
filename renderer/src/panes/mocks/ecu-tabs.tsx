import { type ReactNode, useCallback } from 'react';
import type { MockEcu, ScenarioEntry } from '../../../../testbench/contract.ts';
import { bench } from '../../bench.ts';
import { count } from '../../format/quantity.ts';
import { useT } from '../../i18n.ts';
import type { MockTab } from '../../state/mocks.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import type { TabSpec } from '../../ui/tabs.tsx';
import { ClientsTab } from './clients-tab.tsx';
import { CommandsTab } from './commands-tab.tsx';
import { DatagramsTab } from './datagrams-tab.tsx';
import { FaultsTab } from './faults-tab.tsx';
import { NotRunning } from './not-running.tsx';
import { StateTab } from './state-tab.tsx';
import { TopicsTab } from './topics-tab.tsx';
import { usePolled } from './use-polled.ts';

/** An ECU that runs, and how to look at it again after something was done to it. */
export interface EcuView {
  id: string;
  name: string;
  ecu: MockEcu;
  refresh: () => void;
}

/** The tabs of one ECU; none are read where null is looked at. */
export function useEcuTabs({ scenario, ecu: name }: { scenario: ScenarioEntry; ecu: string | null }): TabSpec[] {
  const t = useT();
  const { id } = scenario;
  const running = scenario.state.name === 'running';
  const read = useCallback(() => bench().readMockEcu({ id, ecu: name ?? '' }), [id, name]);
  const { value: ecu, error, refresh } = usePolled('mocks', running && name !== null ? read : null);
  const tab = (of: MockTab, size: number | null, content: (view: EcuView) => ReactNode): TabSpec => ({
    id: of,
    label: (
      <>
        {t(`mocks.tab.${of}`)}
        {size !== null && size > 0 && <span className="muted">{count(size)}</span>}
      </>
    ),
    content: !running ? (
      <NotRunning scenario={scenario} />
    ) : error ? (
      <ErrorNotice error={error} />
    ) : (
      ecu && name !== null && content({ id, name, ecu, refresh })
    ),
  });
  if (name === null) return [];
  const size = (list: 'clients' | 'commands' | 'topics' | 'datagrams' | 'faults') =>
    ecu && running ? ecu[list].length + ecu.leftOut[list] : null;
  return [
    tab('commands', size('commands'), (view) => <CommandsTab key={name} view={view} />),
    tab('topics', size('topics'), (view) => <TopicsTab key={name} view={view} />),
    tab('datagrams', size('datagrams'), (view) => <DatagramsTab key={name} view={view} />),
    tab('clients', size('clients'), (view) => <ClientsTab key={name} view={view} />),
    tab('faults', size('faults'), (view) => <FaultsTab key={name} view={view} />),
    tab('state', null, (view) => <StateTab key={name} view={view} />),
  ];
}
