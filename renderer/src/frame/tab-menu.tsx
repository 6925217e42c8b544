import type { TabNode } from 'flexlayout-react';
import { type Translate, useT } from '../i18n.ts';
import { useDevices } from '../state/devices.ts';
import { type ActionGroup, PointMenu } from '../ui/menu.tsx';
import { ownPanes } from './dock-model.ts';
import { closableBeside, closeTab, closeTabs, groupsOf, moveToNextGroup, openOwnTab, splitTab } from './dock-store.ts';

export interface TabMenuPlace {
  node: TabNode;
  /** Of the window, px. */
  x: number;
  y: number;
}

interface TabMenuProps {
  place: TabMenuPlace | null;
  onRename: (node: TabNode) => void;
  onClose: () => void;
}

/** More of them are found by the palette. */
const MOST_DEVICES = 12;

/** What can be done with a tab, by the right button or the menu key on it. */
export function TabMenu({ place, onRename, onClose }: TabMenuProps) {
  const t = useT();
  return (
    <PointMenu
      at={place}
      label={t('tab.menu')}
      groups={place ? [...ownTabs(place.node, t), ...closing(place.node, onRename, t), docking(place.node, t)] : []}
      onClose={onClose}
    />
  );
}

function ownTabs(node: TabNode, t: Translate): ActionGroup[] {
  const pane = ownPanes.find((each) => each === node.getComponent());
  const { devices } = useDevices.getState();
  if (pane === undefined || node.isEnableClose() || devices.length === 0) return [];
  const actions = devices.slice(0, MOST_DEVICES).map(({ id, name }) => ({
    id,
    label: name,
    run: () => openOwnTab(pane, id),
  }));
  return [{ id: 'own', label: t('tab.openOwnOf', { pane: t(`pane.${pane}`) }), actions }];
}

function closing(node: TabNode, onRename: (node: TabNode) => void, t: Translate): ActionGroup[] {
  const others = closableBeside(node);
  const own = node.isEnableClose();
  if (!own && others.length === 0) return [];
  return [
    {
      id: 'closing',
      actions: [
        ...(own
          ? [
              { id: 'rename', label: t('tab.rename'), run: () => onRename(node) },
              { id: 'close', label: t('tab.close'), keys: 'Ctrl+Delete', run: () => closeTab(node.getId()) },
            ]
          : []),
        { id: 'others', label: t('tab.closeOthers'), disabled: others.length === 0, run: () => closeTabs(others) },
      ],
    },
  ];
}

function docking(node: TabNode, t: Translate): ActionGroup {
  const id = node.getId();
  const alone = (node.getParent()?.getChildren().length ?? 0) < 2;
  return {
    id: 'docking',
    actions: [
      { id: 'right', label: t('tab.splitRight'), disabled: alone, run: () => splitTab(id, 'right') },
      { id: 'below', label: t('tab.splitBelow'), disabled: alone, run: () => splitTab(id, 'below') },
      { id: 'next', label: t('tab.nextGroup'), disabled: groupsOf().length < 2, run: () => moveToNextGroup(id) },
    ],
  };
}
