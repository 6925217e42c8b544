import type { Device } from '../../../../testbench/contract.ts';
import { bench } from '../../bench.ts';
import { type Translate, translate } from '../../i18n.ts';
import type { Key } from '../../locales/en.ts';
import { openRequest } from '../../panes/rpc/requests/act.ts';
import { useDevices } from '../../state/devices.ts';
import { useRequests } from '../../state/requests.ts';
import { useSelection } from '../../state/selection.ts';
import { useSettings } from '../../state/settings.ts';
import { useTopics } from '../../state/topics.ts';
import { keysOf } from '../bindings.ts';
import { type Command, canRun, currentCommands } from '../commands.ts';
import { ownPanes } from '../dock-model.ts';
import { currentTab, openOwnTab, openPane, showTab } from '../dock-store.ts';
import { unopenedCommands } from '../unopened-commands.ts';
import type { PaletteItem, PaletteProvider } from './provider.ts';

const inOther = (key: Key, values?: Record<string, string | number>): string =>
  translate(useSettings.getState().language === 'en' ? 'zh' : 'en', key, values);

const commands: PaletteProvider = {
  id: 'commands',
  items: (t) =>
    currentCommands()
      .filter((command) => command.id !== 'palette' && canRun(command))
      .map((command) => commandItem(command, t)),
};

/** Of panes that were not opened yet: whether they can be done is not known before, so that they are not listed. */
const unopened: PaletteProvider = {
  id: 'unopened-commands',
  onlySearched: true,
  items: (t) => unopenedCommands().map((command) => commandItem(command, t)),
};

const devices: PaletteProvider = {
  id: 'devices',
  items: (t) => useDevices.getState().devices.map((device) => chooseItem(device, t)),
};

const deviceActions: PaletteProvider = {
  id: 'device-actions',
  onlySearched: true,
  items: (t) => useDevices.getState().devices.flatMap((device) => actionsOf(device, t)),
};

const topics: PaletteProvider = {
  id: 'topics',
  onlySearched: true,
  items() {
    const names = new Map(useDevices.getState().devices.map(({ id, name }) => [id, name]));
    return [...useTopics.getState().tables].flatMap(([deviceId, table]) =>
      [...table.keys()].map(
        (url): PaletteItem => ({
          id: `topic ${deviceId} ${url}`,
          text: url,
          detail: names.get(deviceId) ?? '',
          group: 'palette.topic',
          run: () => showTopic(deviceId, url),
        }),
      ),
    );
  },
};

/** Opened in the RPC tab that has the focus, or else in that of all devices. */
const requests: PaletteProvider = {
  id: 'requests',
  onlySearched: true,
  items: () =>
    useRequests.getState().tree.nodes.flatMap((node): PaletteItem[] =>
      node.kind !== 'request'
        ? []
        : [
            {
              id: `request ${node.id}`,
              text: node.name,
              detail: node.id.replace(/\.json$/, ''),
              group: 'palette.request',
              run: () => showRequest(node.id),
            },
          ],
    ),
};

/** What the frame itself knows of. */
export const ownProviders = [commands, unopened, devices, deviceActions, topics, requests];

function commandItem(command: Command, t: Translate): PaletteItem {
  return {
    id: command.id,
    text: t(command.title, command.values),
    other: inOther(command.title, command.values),
    group: command.group,
    keys: keysOf(command)[0],
    run: command.run,
  };
}

function chooseItem({ id, name, url }: Device, t: Translate): PaletteItem {
  const choose = () => {
    useSelection.getState().selectDevice(id);
    openPane('devices');
  };
  return {
    id: `device ${id}`,
    text: t('palette.choose', { device: name }),
    other: inOther('palette.choose', { device: name }),
    detail: url,
    group: 'device',
    run: choose,
  };
}

function actionsOf({ id, name, url, state }: Device, t: Translate): PaletteItem[] {
  const item = (what: string, key: Key, run: () => void): PaletteItem => ({
    id: `${what} ${id}`,
    text: t(key, { device: name }),
    other: inOther(key, { device: name }),
    detail: url,
    group: 'device',
    run,
  });
  return [
    state.name === 'disconnected'
      ? item('connect', 'palette.connect', () => void bench().connectDevice({ id }))
      : item('disconnect', 'palette.disconnect', () => void bench().disconnectDevice({ id })),
    ...ownPanes.map((pane) => item(`own ${pane}`, `palette.own.${pane}`, () => openOwnTab(pane, id))),
  ];
}

function showTopic(deviceId: string, url: string): void {
  const { selectDevice, select } = useSelection.getState();
  selectDevice(deviceId);
  select({ kind: 'topic', deviceId, url });
  openPane('subscriptions');
}

function showRequest(id: string): void {
  const current = currentTab();
  const tab = current?.getComponent() === 'rpc' ? current.getId() : 'rpc';
  showTab(tab);
  void openRequest(tab, id);
}
