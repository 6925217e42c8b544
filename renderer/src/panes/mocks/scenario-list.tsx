import { ChevronDown, ChevronRight, CircuitBoard } from 'lucide-react';
import { type KeyboardEvent, useMemo, useState } from 'react';
import type { ScenarioEntry } from '../../../../testbench/contract.ts';
import { count } from '../../format/quantity.ts';
import { type Translate, useT } from '../../i18n.ts';
import { chooseScenario, foldScenario, useMockView } from '../../state/mocks.ts';
import { Listbox } from '../../ui/listbox.tsx';
import { Num } from '../../ui/num.tsx';
import { deleteScenario } from './act.ts';
import { RenameDialog } from './rename-dialog.tsx';
import { scenarioMenu } from './scenario-menu.ts';
import { StateGlyph } from './state-badge.tsx';

interface Row {
  scenario: ScenarioEntry;
  /** Null: the scenario itself. */
  ecu: string | null;
  clients: number | null;
  folded: boolean;
}

interface ScenarioListProps {
  scenarios: ScenarioEntry[];
  leftOut: number;
  shown: ScenarioEntry;
}

/** Scenarios with their ECUs below them. */
export function ScenarioList({ scenarios, leftOut, shown }: ScenarioListProps) {
  const t = useT();
  const ecu = useMockView((view) => view.ecu);
  const folded = useMockView((view) => view.folded);
  const drafts = useMockView((view) => view.drafts);
  const [renaming, setRenaming] = useState<ScenarioEntry | null>(null);
  const rows = useMemo(() => rowsOf(scenarios, folded), [scenarios, folded]);
  const at = rows.findIndex((row) => row.scenario.id === shown.id && row.ecu === ecu);
  const selected = at < 0 ? rows.findIndex((row) => row.scenario.id === shown.id) : at;
  const onKeyDown = (event: KeyboardEvent) => {
    const row = rows[selected];
    if (!row || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Delete' && row.scenario.place !== 'demo') void deleteScenario(row.scenario);
    else if (event.key === 'F2' && row.scenario.place !== 'demo') setRenaming(row.scenario);
    else if (event.key === 'ArrowLeft') {
      foldScenario(row.scenario.id, true);
      chooseScenario(row.scenario.id);
    } else if (event.key === 'ArrowRight') foldScenario(row.scenario.id, false);
    else return;
    event.preventDefault();
  };
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- hears the keys of the list in it
    <div className="mocks-list" onKeyDown={onKeyDown}>
      <Listbox
        label={t('mocks.scenarios')}
        items={rows}
        keyOf={({ scenario, ecu: name }) => `${scenario.id}\n${name ?? ''}`}
        textOf={({ scenario, ecu: name }) => name ?? scenario.name}
        selected={selected}
        onSelect={(row) => chooseScenario(row.scenario.id, row.ecu)}
        menuOf={(row) => scenarioMenu(row.scenario, row.ecu, t, setRenaming)}
        className="list"
        rowClassName="mocks-row"
        rowProps={(row) => ({ 'data-ecu': row.ecu !== null || undefined })}
      >
        {(row) =>
          row.ecu === null ? (
            <ScenarioRow row={row} unsaved={drafts[row.scenario.id] !== undefined} t={t} />
          ) : (
            <EcuRow row={row} t={t} />
          )
        }
      </Listbox>
      {leftOut > 0 && <p className="mocks-more muted">{t('mocks.leftOut', { count: leftOut })}</p>}
      {renaming && <RenameDialog scenario={renaming} onClose={() => setRenaming(null)} />}
    </div>
  );
}

function ScenarioRow({ row: { scenario, folded }, unsaved, t }: { row: Row; unsaved: boolean; t: Translate }) {
  const { id, name, fileName, ecus, place } = scenario;
  return (
    <>
      <span
        className="mocks-fold"
        aria-hidden
        onClick={(event) => {
          event.stopPropagation();
          foldScenario(id, !folded);
        }}
      >
        {ecus.length > 0 && (folded ? <ChevronRight /> : <ChevronDown />)}
      </span>
      <StateGlyph scenario={scenario} />
      <span className="mocks-name">
        <span className="cut">{name}</span>
        <span className="cut muted mono">{place === 'demo' ? t('mocks.builtIn') : fileName}</span>
      </span>
      {unsaved && (
        <span className="mocks-unsaved" role="img" aria-label={t('mocks.unsaved')} title={t('mocks.unsaved')}>
          ●
        </span>
      )}
    </>
  );
}

function EcuRow({ row: { ecu, clients }, t }: { row: Row; t: Translate }) {
  return (
    <>
      <span />
      <CircuitBoard aria-hidden />
      <span className="cut">{ecu}</span>
      {clients !== null && (
        <span className="muted number" title={t('mocks.clientCount', { count: clients })}>
          <Num value={clients} as={count} />
          <span className="only-read-aloud">{t('mocks.clientCount', { count: clients })}</span>
        </span>
      )}
    </>
  );
}

function rowsOf(scenarios: ScenarioEntry[], folded: string[]): Row[] {
  return scenarios.flatMap((scenario) => {
    const { state } = scenario;
    const isFolded = folded.includes(scenario.id);
    const clients = new Map(state.name === 'running' ? state.ecus.map((ecu) => [ecu.name, ecu.clients]) : []);
    const names = isFolded ? [] : state.name === 'running' ? [...clients.keys()] : scenario.ecus;
    return [
      { scenario, ecu: null, clients: null, folded: isFolded },
      ...names.map((ecu) => ({ scenario, ecu, clients: clients.get(ecu) ?? null, folded: false })),
    ];
  });
}
