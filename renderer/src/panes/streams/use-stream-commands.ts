import type { Device, Transfer } from '../../../../testbench/contract.ts';
import { useCommand } from '../../frame/commands.ts';
import type { StreamDraft } from '../../state/stream-drafts.ts';
import { canStart, order, startDrafted } from './act.ts';
import { canCancel } from './transfer-menu.ts';

interface Here {
  tab: string;
  draft: StreamDraft;
  device: Device | undefined;
  shown: Transfer | undefined;
}

/** Commands of one tab, about its form and the transfer that it shows. */
export function useStreamCommands({ tab, draft, device, shown }: Here): void {
  const isHere = () => isFocused(tab);
  const name = shown?.state.name;
  useCommand({
    id: 'streams.start',
    title: 'streams.start',
    group: 'pane.streams',
    keys: ['Mod+Enter'],
    when: () => isHere() && device !== undefined && canStart(draft, device.options.raw),
    run: () => {
      if (device) void startDrafted(tab, device.id);
    },
  });
  useCommand({
    id: 'streams.pause',
    title: 'streams.pauseOrResume',
    group: 'pane.streams',
    when: () => isHere() && (name === 'running' || name === 'paused'),
    run: () => {
      if (shown) void order(name === 'paused' ? 'resumeTransfer' : 'pauseTransfer', shown.id);
    },
  });
  useCommand({
    id: 'streams.cancel',
    title: 'streams.cancelTransfer',
    group: 'pane.streams',
    when: () => isHere() && shown !== undefined && canCancel(shown),
    run: () => {
      if (shown) void order('cancelTransfer', shown.id);
    },
  });
}

/** The focus is in this tab, or in no tab, as while the palette is open. */
function isFocused(tab: string): boolean {
  const pane = document.activeElement?.closest<HTMLElement>('[data-pane]');
  return pane === null || pane === undefined || pane.dataset['pane'] === tab;
}
