import { FolderOpen, Play, Plus, Square, WandSparkles } from 'lucide-react';
import { bench } from '../../bench.ts';
import { type Translate, useT } from '../../i18n.ts';
import { useDevices } from '../../state/devices.ts';
import { useMocks } from '../../state/mocks.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { type ActionGroup, ActionMenu } from '../../ui/menu.tsx';
import { addScenario, isOn, mockCapture, mockDevice, openScenario, startAll, stopAll } from './act.ts';
import { nameOf, type Template, textOf } from './templates.ts';

/** Devices that are offered to be mocked. */
const MOST_DEVICES = 20;

export function Toolbar({ templates }: { templates: Template[] }) {
  const t = useT();
  const scenarios = useMocks((state) => state.scenarios);
  const devices = useDevices((state) => state.devices);
  const own = scenarios.filter(({ place }) => place !== 'demo');
  const running = own.filter(({ state }) => isOn(state.name)).length;
  const ready = own.filter(({ state, problems }) => !isOn(state.name) && problems.errors === 0).length;
  const fromReality: ActionGroup[] = [
    {
      id: 'capture',
      actions: [{ id: 'capture', label: t('mocks.fromCapture'), run: () => void mockCapture() }],
    },
    {
      id: 'devices',
      label: t('mocks.fromDevice'),
      actions: devices
        .slice(0, MOST_DEVICES)
        .map(({ id, name }) => ({ id, label: name, run: () => void mockDevice(id) })),
    },
  ];
  return (
    <div className="bar toolbar" role="toolbar" aria-label={t('pane.mocks')}>
      <ActionMenu
        trigger={
          <Button kind="quiet" icon={<Plus />}>
            {t('mocks.new')}
          </Button>
        }
        groups={templateMenu(templates, t)}
      />
      <Button kind="quiet" icon={<FolderOpen />} onClick={() => void openScenario()}>
        {t('mocks.openIt')}
      </Button>
      <ActionMenu
        trigger={
          <Button kind="quiet" icon={<WandSparkles />} title={t('mocks.fromRealityHint')}>
            {t('mocks.fromReality')}
          </Button>
        }
        groups={fromReality.filter(({ actions }) => actions.length > 0)}
      />
      <span className="grow" />
      <span className="muted cut" aria-live="polite">
        {own.length > 0 && t('mocks.runningOf', { running, all: own.length })}
      </span>
      <IconButton icon={<Play />} label={t('mocks.startAll')} disabled={ready === 0} onClick={() => void startAll()} />
      <IconButton
        icon={<Square />}
        label={t('mocks.stopAll')}
        disabled={running === 0}
        onClick={() => void stopAll()}
      />
    </div>
  );
}

export function templateMenu(templates: Template[], t: Translate): ActionGroup[] {
  return [
    {
      id: 'templates',
      label: t('mocks.templates'),
      actions: templates.map((template) => {
        const name = nameOf(template, t);
        return { id: template.id, label: name, run: () => void addScenario(name, textOf(template, t)) };
      }),
    },
  ];
}

/** Looks at the files again: a file system that tells of no changes, such as one over the network. */
export const refreshScenarios = (): void => void bench().refreshScenarios(undefined);
