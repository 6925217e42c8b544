import { useEffect } from 'react';
import { bench } from '../bench.ts';
import { catchesKeys } from '../ui/dialog.tsx';
import { type Command, canRun, currentCommands, useCommands } from './commands.ts';
import { useFrameSettings } from './frame-settings.ts';
import { type Press, pressOf } from './keys.ts';
import { unopenedCommands } from './unopened-commands.ts';

/** The keys of a command: those the user gave it, or those that ship. */
export function keysOf(command: Command, { keys } = useFrameSettings.getState()): readonly Press[] {
  return keys[command.id] ?? command.keys ?? [];
}

/** The first keys of a command, to be shown beside its name; undefined where it has none. */
export function useKeysOf(id: string): Press | undefined {
  const registered = useCommands((state) => state.registered.find((command) => command.id === id));
  const given = useFrameSettings((settings) => settings.keys[id]);
  return (given ?? registered?.keys ?? [])[0];
}

/** Runs commands by their keys, wherever the focus is; before panes and editors hear of them. */
export function useCommandKeys(): void {
  useEffect(() => {
    const mac = bench().platform === 'darwin';
    const onKeyDown = (event: KeyboardEvent) => {
      const press = catchesKeys(event.target) ? null : pressOf(event, mac);
      const command = press === null ? undefined : commandFor(press, event);
      if (!command) return;
      event.preventDefault();
      event.stopPropagation();
      command.run();
    };
    window.addEventListener('keydown', onKeyDown, { capture: true });
    return () => window.removeEventListener('keydown', onKeyDown, { capture: true });
  }, []);
}

function commandFor(press: Press, event: KeyboardEvent): Command | undefined {
  const underDialog = document.querySelector('.dialog') !== null;
  return reachable().find(
    (command) =>
      keysOf(command).includes(press) &&
      (!underDialog || command.everywhere === true) &&
      !(isTyping(event) && (command.notWhileTyping === true || isPlain(press))) &&
      canRun(command),
  );
}

/**
 * Those of panes that were not opened yet only by keys that the user gave them: the ones that ship are about what stands
 * in the pane.
 */
function reachable(): Command[] {
  const current = currentCommands();
  const { keys } = useFrameSettings.getState();
  return [...current, ...unopenedCommands(current).filter(({ id }) => keys[id] !== undefined)];
}

/** It would be written into the field. */
const isPlain = (press: Press): boolean => press.length === 1;

function isTyping(event: KeyboardEvent): boolean {
  const target = event.composedPath()[0];
  return target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select'));
}
