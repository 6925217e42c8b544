import { Actions, DockLocation, type Model, type TabNode, type TabSetNode } from 'flexlayout-react';
import { create } from 'zustand';
import { useLayout } from '../state/layout.ts';
import { announceUndo } from '../state/toasts.ts';
import { loadModel, type OwnPane, ownTab, ownTabId, type PaneId, pinnedTo, tabsOf } from './dock-model.ts';
import { focusTab } from './focus.ts';

interface DockState {
  /** How the panes are docked. It changes in place; another one comes with another arrangement as a whole. */
  model: Model;
  /** The bench has told which devices there are. */
  devicesKnown: boolean;
}

export const useDock = create<DockState>()(() => ({
  model: loadModel(useLayout.getState().layout, window.innerWidth),
  devicesKnown: false,
}));

export const keepLayout = (model: Model): void => useLayout.getState().setLayout(model.toJson());

/** Back to the arrangement that ships, for this width. The tabs of devices close. It can be taken back. */
export function resetLayout(): void {
  const before = useDock.getState().model.toJson();
  useLayout.getState().setLayout(null);
  useDock.setState({ model: loadModel(null, window.innerWidth) });
  announceUndo({ key: 'layout.wasReset' }, () => {
    useLayout.getState().setLayout(before);
    useDock.setState({ model: loadModel(before, window.innerWidth) });
  });
}

/** Brings a pane to the front and puts the focus where its work starts. */
export const openPane = (id: PaneId): void => showTab(id);

/**
 * Opens a pane in a tab of its own that stays with one device, whichever is chosen for the window; where there is one
 * already, brings it to the front.
 */
export function openOwnTab(pane: OwnPane, deviceId: string): void {
  const { model } = useDock.getState();
  const id = ownTabId(pane, deviceId);
  if (!model.getNodeById(id)) {
    const beside = model.getNodeById(pane)?.getParent();
    if (!beside) return;
    model.doAction(Actions.addTab(ownTab(pane, deviceId), beside.getId(), DockLocation.CENTER, -1, true));
  }
  showTab(id);
}

/** Without the focus, which stays where it is. */
export function bringToFront(id: PaneId): void {
  const { model } = useDock.getState();
  const node = model.getNodeById(id) as TabNode | undefined;
  if (node && !node.isSelected()) model.doAction(Actions.selectTab(id));
}

export function showTab(id: string): void {
  const { model } = useDock.getState();
  const node = model.getNodeById(id) as TabNode | undefined;
  if (node && !node.isSelected()) model.doAction(Actions.selectTab(id));
  focusTab(id);
}

/** The tab after or before the current one, in its group; from the last to the first. */
export function showTabBeside(step: 1 | -1): void {
  const node = currentTab();
  const siblings = node?.getParent()?.getChildren() ?? [];
  const to = siblings[(siblings.indexOf(node as TabNode) + step + siblings.length) % siblings.length];
  if (to) showTab(to.getId());
}

/** Null: the name that it has by itself. */
export function renameTab(id: string, name: string | null): void {
  useDock.getState().model.doAction(Actions.renameTab(id, name ?? id));
}

export function closeTab(id: string): void {
  closeTabs([id]);
}

/** The other tabs beside it that can be closed. */
export function closableBeside(node: TabNode): string[] {
  const siblings = (node.getParent()?.getChildren() ?? []) as TabNode[];
  return siblings.filter((each) => each !== node && each.isEnableClose()).map((each) => each.getId());
}

export function closeTabs(ids: string[]): void {
  const { model } = useDock.getState();
  for (const id of ids) if (model.getNodeById(id)) model.doAction(Actions.deleteTab(id));
}

/** Docks a tab beside those with which it stood, or below them. */
export function splitTab(id: string, where: 'right' | 'below'): void {
  const { model } = useDock.getState();
  const from = model.getNodeById(id)?.getParent();
  if (!from || from.getChildren().length < 2) return;
  const location = where === 'right' ? DockLocation.RIGHT : DockLocation.BOTTOM;
  // What one compares it with stays in view beside it: the same pane, of another device or of all.
  const pane = id.split('@')[0];
  const same = (from.getChildren() as TabNode[]).filter((each) => each.getId() !== id && each.getComponent() === pane);
  const beside = same.findLast((each) => pinnedTo(each) !== null) ?? same[0];
  if (beside) model.doAction(Actions.selectTab(beside.getId()));
  model.doAction(Actions.moveNode(id, from.getId(), location, -1, true));
  focusTab(id);
}

/** Moves a tab to the group of tabs that follows its own; nothing where there is but one. */
export function moveToNextGroup(id: string): void {
  const { model } = useDock.getState();
  const groups = groupsOf();
  const from = groups.findIndex((group) => group.getId() === model.getNodeById(id)?.getParent()?.getId());
  const to = groups[(from + 1) % groups.length];
  if (groups.length < 2 || !to) return;
  model.doAction(Actions.moveNode(id, to.getId(), DockLocation.CENTER, -1, true));
  focusTab(id);
}

/** The one in which the focus is, or was last. */
export function currentTab(): TabNode | null {
  const { model } = useDock.getState();
  const focused = document.activeElement?.closest<HTMLElement>('[data-pane]')?.dataset['pane'];
  const node = focused === undefined ? undefined : model.getNodeById(focused);
  return ((node ?? model.getActiveTabset()?.getSelectedNode()) as TabNode | undefined) ?? null;
}

/** To be called once it is known which devices there are: closes the tabs of those that were removed last time. */
export function startWithDevices(deviceIds: string[]): void {
  useDock.setState({ devicesKnown: true });
  const gone = tabsOf(useDock.getState().model).filter((node) => {
    const device = pinnedTo(node);
    return device !== null && !deviceIds.includes(device);
  });
  closeTabs(gone.map((node) => node.getId()));
}

/** Groups of tabs, as one reads. */
export function groupsOf(): TabSetNode[] {
  const groups: TabSetNode[] = [];
  useDock.getState().model.visitNodes((node) => {
    if (node.getType() === 'tabset') groups.push(node as TabSetNode);
  });
  return groups;
}
