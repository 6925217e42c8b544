import type { ScenarioEntry } from '../../../../testbench/contract.ts';
import { bench } from '../../bench.ts';
import { copyText } from '../../copy.ts';
import type { Translate } from '../../i18n.ts';
import type { ActionGroup } from '../../ui/menu.tsx';
import { copyScenario, deleteScenario, done, isOn, startScenario, stopScenario } from './act.ts';

/** What can be done with a scenario, and with the ECU of it that is meant. */
export function scenarioMenu(
  scenario: ScenarioEntry,
  ecu: string | null,
  t: Translate,
  onRename: (scenario: ScenarioEntry) => void,
): ActionGroup[] {
  const { id, fileName, place, state, autostart } = scenario;
  const isDemo = place === 'demo';
  const on = isOn(state.name);
  const url = state.name === 'running' ? state.ecus.find(({ name }) => name === ecu)?.url : undefined;
  return [
    {
      id: 'run',
      actions: [
        {
          id: 'run',
          label: t(on ? 'mocks.stop' : 'mocks.start'),
          disabled: isDemo,
          run: () => void (on ? stopScenario(scenario) : startScenario(scenario)),
        },
        {
          id: 'autostart',
          label: t('mocks.autostart'),
          disabled: isDemo,
          checked: autostart,
          run: () => void done(bench().setScenarioAutostart({ id, autostart: !autostart }), fileName),
        },
      ],
    },
    {
      id: 'copy',
      actions: [
        {
          id: 'url',
          label: t('mocks.copyUrl'),
          disabled: url === undefined,
          run: () => void copyText(url ?? ''),
        },
        {
          id: 'name',
          label: t('mocks.copyName'),
          run: () => void copyText(ecu ?? fileName),
        },
        {
          id: 'connect',
          label: t('mocks.connectTo'),
          disabled: url === undefined,
          run: () => {
            if (url !== undefined) void done(bench().addDevice({ url, name: ecu ?? url }), ecu ?? url);
          },
        },
      ],
    },
    {
      id: 'file',
      actions: [
        { id: 'rename', label: t('mocks.rename'), disabled: isDemo, run: () => onRename(scenario) },
        {
          id: 'duplicate',
          label: t(place === 'workspace' ? 'mocks.duplicate' : 'mocks.copyToWorkspace'),
          run: () => void copyScenario(scenario),
        },
        {
          id: 'show',
          label: t('mocks.showFile'),
          disabled: isDemo,
          run: () => void done(bench().showScenarioFile({ id }), fileName),
        },
        {
          id: 'delete',
          label: t(place === 'elsewhere' ? 'mocks.close' : 'mocks.delete'),
          disabled: isDemo,
          run: () => void deleteScenario(scenario),
        },
      ],
    },
  ];
}
