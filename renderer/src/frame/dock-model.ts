import { Actions, DockLocation, type IJsonModel, type IJsonTabNode, Model, type TabNode } from 'flexlayout-react';

export const paneIds = [
  'devices',
  'subscriptions',
  'rpc',
  'datagrams',
  'streams',
  'plots',
  'traffic',
  'inspector',
  'mocks',
  'positions',
] as const;
export type PaneId = (typeof paneIds)[number];

/** Panes of which a device can have one of its own. */
export const ownPanes = ['subscriptions', 'rpc', 'datagrams', 'streams'] as const satisfies PaneId[];
export type OwnPane = (typeof ownPanes)[number];

/** CSS px from which there is room to listen and to send side by side. */
const WIDE = 1_700;

const tab = (id: PaneId): IJsonTabNode => ({
  type: 'tab',
  id,
  name: `pane.${id}`,
  component: id,
  minWidth: id === 'inspector' ? 264 : 290,
});

/**
 * The arrangement that ships: what one does on top, what goes over the wire below, what is selected on the right. In a
 * wide window what the device says stands beside what is said to it.
 */
export function shippedLayout(width: number): IJsonModel {
  const groups: PaneId[][] =
    width < WIDE
      ? [['devices', 'subscriptions', 'rpc', 'datagrams', 'streams', 'plots', 'mocks', 'positions']]
      : [
          ['devices', 'subscriptions', 'plots'],
          ['rpc', 'datagrams', 'streams', 'mocks', 'positions'],
        ];
  const tabsets = groups.map((ids, at) => ({
    type: 'tabset' as const,
    weight: 50,
    active: at === 0,
    children: ids.map(tab),
  }));
  return {
    global: {
      tabEnableClose: false,
      tabEnableRename: false,
      tabSetEnableMaximize: true,
      tabSetMinHeight: 90,
      tabEnableScrollbars: false,
    },
    layout: {
      type: 'row',
      weight: 100,
      children: [
        {
          type: 'row',
          weight: 73,
          children: [
            { type: 'row', weight: 52, children: tabsets },
            { type: 'tabset', weight: 48, children: [tab('traffic')] },
          ],
        },
        { type: 'tabset', weight: 27, children: [tab('inspector')] },
      ],
    },
  };
}

/**
 * The arrangement as it was left, with the panes that it does not know yet beside the first one; the one that ships
 * where it cannot be read. `width`: of the window, CSS px.
 */
export function loadModel(saved: IJsonModel | null, width: number): Model {
  if (saved) {
    try {
      return withAllPanes(Model.fromJson(saved));
    } catch (error) {
      console.warn('the kept layout cannot be read', error);
    }
  }
  return Model.fromJson(shippedLayout(width));
}

function withAllPanes(model: Model): Model {
  const home = paneIds.map((id) => model.getNodeById(id)?.getParent()).find((parent) => parent !== undefined);
  if (!home) throw new Error('it has none of the panes');
  for (const id of paneIds) {
    if (model.getNodeById(id)) continue;
    model.doAction(Actions.addTab(tab(id), home.getId(), DockLocation.CENTER, -1, false));
  }
  return model;
}

/** The tab in which a device has a pane of its own. */
export const ownTabId = (pane: OwnPane, deviceId: string): string => `${pane}@${deviceId}`;

export function ownTab(pane: OwnPane, deviceId: string): IJsonTabNode {
  const id = ownTabId(pane, deviceId);
  return { ...tab(pane), id, name: id, config: { deviceId }, enableClose: true };
}

/** The pane and the device of a tab's name, where the tab is a device's own and was given no other name. */
export function ownTabOf(name: string): { pane: OwnPane; deviceId: string } | null {
  const at = name.indexOf('@');
  const pane = ownPanes.find((each) => each === name.slice(0, at));
  return pane === undefined ? null : { pane, deviceId: name.slice(at + 1) };
}

/** The device whose own tab it is; null: it is about the one that is chosen for the window. */
export function pinnedTo(node: TabNode): string | null {
  const { deviceId } = (node.getConfig() ?? {}) as { deviceId?: unknown };
  return typeof deviceId === 'string' ? deviceId : null;
}

/** All tabs, as one reads. */
export function tabsOf(model: Model): TabNode[] {
  const tabs: TabNode[] = [];
  model.visitNodes((node) => {
    if (node.getType() === 'tab') tabs.push(node as TabNode);
  });
  return tabs;
}
