import type { Device } from '../../../../testbench/contract.ts';
import { bench } from '../../bench.ts';
import { copyText } from '../../copy.ts';
import { ownPanes } from '../../frame/dock-model.ts';
import { openOwnTab } from '../../frame/dock-store.ts';
import type { Translate } from '../../i18n.ts';
import type { ActionGroup } from '../../ui/menu.tsx';
import { duplicateDevice, moveDevice, removeDevice } from './act.ts';

/** What can be done with a device from anywhere. */
export function deviceMenu({ id, name, url, state }: Device, t: Translate): ActionGroup[] {
  const connection =
    state.name === 'disconnected'
      ? { id: 'connect', label: t('devices.connect'), run: () => void bench().connectDevice({ id }) }
      : { id: 'disconnect', label: t('devices.disconnect'), run: () => void bench().disconnectDevice({ id }) };
  return [
    { id: 'connection', actions: [connection] },
    {
      id: 'own',
      label: t('tab.inOwnTab'),
      actions: ownPanes.map((pane) => ({ id: pane, label: t(`pane.${pane}`), run: () => openOwnTab(pane, id) })),
    },
    {
      id: 'copy',
      actions: [
        { id: 'url', label: t('tree.copyUrl'), run: () => void copyText(url) },
        { id: 'name', label: t('tree.copyName'), run: () => void copyText(name) },
      ],
    },
  ];
}

/** What can be done with its place in the list. */
export function placeMenu(device: Device, devices: readonly Device[], t: Translate): ActionGroup[] {
  const { id, name } = device;
  const at = devices.findIndex((each) => each.id === id);
  return [
    {
      id: 'order',
      actions: [
        {
          id: 'up',
          label: t('devices.moveUp'),
          keys: 'Alt+ArrowUp',
          disabled: at === 0,
          run: () => void moveDevice(id, { by: -1 }),
        },
        {
          id: 'down',
          label: t('devices.moveDown'),
          keys: 'Alt+ArrowDown',
          disabled: at === devices.length - 1,
          run: () => void moveDevice(id, { by: 1 }),
        },
        {
          id: 'duplicate',
          label: t('devices.duplicate'),
          run: () => void duplicateDevice(id, t('devices.copyOf', { name })),
        },
      ],
    },
    {
      id: 'remove',
      actions: [{ id: 'remove', label: t('devices.remove'), keys: 'Delete', run: () => void removeDevice(device) }],
    },
  ];
}
