import { useSelection } from '../state/selection.ts';
import { useSettings } from '../state/settings.ts';
import { undoLast, useToasts } from '../state/toasts.ts';
import { openSampleWorkspace } from '../state/workspace.ts';
import { startTour } from '../tour/tour.ts';
import type { Command } from './commands.ts';
import { ownPanes, type PaneId, paneIds } from './dock-model.ts';
import {
  closeTab,
  currentTab,
  groupsOf,
  moveToNextGroup,
  openOwnTab,
  openPane,
  resetLayout,
  showTabBeside,
  splitTab,
} from './dock-store.ts';
import { cyclePanes, focusFilter } from './focus.ts';
import { useFrameSettings } from './frame-settings.ts';
import { openDialog } from './open-dialog.ts';
import { toggleRail } from './use-rail.ts';
import { resetZoom, zoomBy } from './zoom.ts';

/** Of the tenth pane: Ctrl+0 is for the zoom. */
const PAST_NINE = 'Mod+Shift+L';

/** What can be done wherever one is. */
export const windowCommands: Command[] = [
  {
    id: 'palette',
    title: 'palette',
    group: 'keys.window',
    keys: ['Mod+K', 'Mod+Shift+P'],
    run: () => openDialog('palette'),
  },
  {
    id: 'shortcuts',
    title: 'shortcuts',
    group: 'keys.window',
    keys: ['Mod+/', '?'],
    run: () => openDialog('shortcuts'),
  },
  { id: 'tour', title: 'tour', group: 'keys.window', run: startTour },
  { id: 'workspace.sample', title: 'workspace.sample', group: 'keys.window', run: () => void openSampleWorkspace() },
  ...paneIds.map((id, index) => paneCommand(id, index + 1)),
  { id: 'focus.next', title: 'keys.nextPane', group: 'keys.window', keys: ['F6'], run: () => cyclePanes(1) },
  {
    id: 'focus.previous',
    title: 'keys.previousPane',
    group: 'keys.window',
    keys: ['Shift+F6'],
    run: () => cyclePanes(-1),
  },
  { id: 'filter', title: 'keys.filter', group: 'keys.window', keys: ['Mod+F'], run: focusFilter },
  {
    id: 'undo',
    title: 'keys.undo',
    group: 'keys.window',
    keys: ['Mod+Z'],
    notWhileTyping: true,
    when: () => useToasts.getState().undos.length > 0,
    run: undoLast,
  },
  { id: 'rail', title: 'keys.rail', group: 'keys.view', keys: ['Mod+B'], run: toggleRail },
  {
    id: 'zoom.in',
    title: 'zoom.in',
    group: 'keys.view',
    keys: ['Mod+Plus', 'Mod+='],
    everywhere: true,
    run: () => zoomBy(1),
  },
  {
    id: 'zoom.out',
    title: 'zoom.out',
    group: 'keys.view',
    keys: ['Mod+Minus'],
    everywhere: true,
    run: () => zoomBy(-1),
  },
  {
    id: 'zoom.reset',
    title: 'zoom.reset',
    group: 'keys.view',
    keys: ['Mod+0'],
    everywhere: true,
    when: () => useFrameSettings.getState().zoom !== 1,
    run: resetZoom,
  },
  { id: 'layout.reset', title: 'layout.reset', group: 'keys.view', run: resetLayout },
  {
    id: 'theme.system',
    title: 'theme.toSystem',
    group: 'keys.view',
    run: () => useSettings.getState().setTheme('system'),
  },
  {
    id: 'theme.light',
    title: 'theme.toLight',
    group: 'keys.view',
    run: () => useSettings.getState().setTheme('light'),
  },
  { id: 'theme.dark', title: 'theme.toDark', group: 'keys.view', run: () => useSettings.getState().setTheme('dark') },
  {
    id: 'language.en',
    title: 'language.toEn',
    group: 'keys.view',
    run: () => useSettings.getState().setLanguage('en'),
  },
  {
    id: 'language.zh',
    title: 'language.toZh',
    group: 'keys.view',
    run: () => useSettings.getState().setLanguage('zh'),
  },
  ...ownPanes.map(
    (pane): Command => ({
      id: `own.${pane}`,
      title: `tab.own.${pane}`,
      group: 'keys.tabs',
      when: () => useSelection.getState().deviceId !== null,
      run: () => {
        const { deviceId } = useSelection.getState();
        if (deviceId !== null) openOwnTab(pane, deviceId);
      },
    }),
  ),
  { id: 'tab.next', title: 'tab.next', group: 'keys.tabs', keys: ['Mod+PageDown'], run: () => showTabBeside(1) },
  { id: 'tab.previous', title: 'tab.previous', group: 'keys.tabs', keys: ['Mod+PageUp'], run: () => showTabBeside(-1) },
  {
    id: 'tab.close',
    title: 'tab.close',
    group: 'keys.tabs',
    keys: ['Mod+F4'],
    when: () => currentTab()?.isEnableClose() ?? false,
    run: () => withTab(closeTab),
  },
  { id: 'tab.right', title: 'tab.splitRight', group: 'keys.tabs', run: () => withTab((id) => splitTab(id, 'right')) },
  { id: 'tab.below', title: 'tab.splitBelow', group: 'keys.tabs', run: () => withTab((id) => splitTab(id, 'below')) },
  {
    id: 'tab.nextGroup',
    title: 'tab.nextGroup',
    group: 'keys.tabs',
    when: () => groupsOf().length > 1,
    run: () => withTab(moveToNextGroup),
  },
];

function paneCommand(id: PaneId, place: number): Command {
  return {
    id: `pane.${id}`,
    title: `pane.${id}`,
    group: 'keys.panes',
    keys: [place < 10 ? `Mod+${place}` : PAST_NINE],
    run: () => openPane(id),
  };
}

function withTab(act: (id: string) => void): void {
  const id = currentTab()?.getId();
  if (id !== undefined) act(id);
}
