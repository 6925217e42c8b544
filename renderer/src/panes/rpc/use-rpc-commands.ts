import type { KeyboardEvent } from 'react';
import type { Device } from '../../../../testbench/contract.ts';
import { useCommand } from '../../frame/commands.ts';
import { cancel, runningIn, send } from '../../state/calls.ts';
import { stepThroughHistory } from './history/step.ts';

/** Commands of one tab; answers what Esc does in it. */
export function useRpcCommands(tab: string, device: Device | undefined): (event: KeyboardEvent) => void {
  const isHere = () => isFocused(tab);
  useCommand({
    id: 'rpc.send',
    title: 'rpc.send',
    group: 'pane.rpc',
    keys: ['Mod+Enter'],
    when: () => isHere() && device !== undefined,
    run: () => {
      if (device) void send(tab, device);
    },
  });
  useCommand({
    id: 'rpc.cancel',
    title: 'rpc.cancelCall',
    group: 'pane.rpc',
    when: () => isHere() && runningIn(tab) !== undefined,
    run: () => cancel(tab),
  });
  useCommand({
    id: 'rpc.older',
    title: 'rpc.older',
    group: 'pane.rpc',
    keys: ['Alt+ArrowUp'],
    when: () => isHere() && !isInTree(),
    run: () => void stepThroughHistory(tab, 1),
  });
  useCommand({
    id: 'rpc.newer',
    title: 'rpc.newer',
    group: 'pane.rpc',
    keys: ['Alt+ArrowDown'],
    when: () => isHere() && !isInTree(),
    run: () => void stepThroughHistory(tab, -1),
  });
  // Esc is first for what is open in a field or an editor, which then says so.
  return (event) => {
    if (event.key !== 'Escape' || event.defaultPrevented || !runningIn(tab)) return;
    event.preventDefault();
    cancel(tab);
  };
}

/** The focus is in this tab, or in no tab, as while the palette is open. */
export function isFocused(tab: string): boolean {
  const pane = document.activeElement?.closest<HTMLElement>('[data-pane]');
  return pane === null || pane === undefined || pane.dataset['pane'] === (tab || 'rpc');
}

/** There these keys move what is chosen. */
const isInTree = (): boolean => Boolean(document.activeElement?.closest('[role="tree"]'));
