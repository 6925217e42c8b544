import { useContext, useEffect, useRef } from 'react';
import { create } from 'zustand';
import type { Values } from '../i18n.ts';
import type { Key } from '../locales/en.ts';
import { PaneContext } from '../panes/pane-context.ts';
import type { Press } from './keys.ts';

/** Something that can be done by a key, from the palette, a menu or a button. */
export interface Command {
  /** Never changes: keys that the user chose are kept under it. */
  id: string;
  title: Key;
  values?: Values;
  /** Under which heading it stands in the list of shortcuts. */
  group: Key;
  /** As they ship: `Mod+Shift+K`. Without any it can be given some. */
  keys?: Press[];
  /** Also under an open dialog, as zoom. */
  everywhere?: boolean;
  /** Not while text is typed, though its keys have no modifier. */
  notWhileTyping?: boolean;
  /** False: neither its keys nor the palette do it now. By default it can always be done. */
  when?: () => boolean;
  run: () => void;
}

interface Registered extends Command {
  /** Of the tab whose pane registered it; '' for the window's own. */
  tab: string;
}

interface Commands {
  /** In the order in which they came; one for each tab that has it. */
  registered: readonly Registered[];
}

export const useCommands = create<Commands>()(() => ({ registered: [] }));

/** Makes commands known for as long as what is answered was not called. */
export function registerCommands(commands: Command[], tab = ''): () => void {
  const added = commands.map((command) => ({ ...command, tab }));
  useCommands.setState(({ registered }) => ({ registered: [...registered, ...added] }));
  return () =>
    useCommands.setState(({ registered }) => ({ registered: registered.filter((each) => !added.includes(each)) }));
}

/** A command of a pane, for as long as it is there. Of several tabs with the same one, that with the focus has it. */
export function useCommand(command: Command): void {
  const { id: tab } = useContext(PaneContext);
  const latest = useRef(command);
  useEffect(() => {
    latest.current = command;
  });
  const { id, title, group, everywhere, notWhileTyping } = command;
  const keys = command.keys?.join(' ');
  const values = JSON.stringify(command.values);
  useEffect(
    () =>
      registerCommands(
        [
          {
            id,
            title,
            group,
            ...(values !== undefined && { values: JSON.parse(values) as Values }),
            ...(keys !== undefined && { keys: keys.split(' ') }),
            ...(everywhere !== undefined && { everywhere }),
            ...(notWhileTyping !== undefined && { notWhileTyping }),
            when: () => latest.current.when?.() ?? true,
            run: () => latest.current.run(),
          },
        ],
        tab,
      ),
    [id, title, group, keys, values, everywhere, notWhileTyping, tab],
  );
}

/** One of each id: that of the tab that has the focus, or had it last. */
export function currentCommands({ registered } = useCommands.getState()): Command[] {
  const byId = new Map<string, Registered>();
  for (const each of registered) {
    const other = byId.get(each.id);
    if (!other || rank(each.tab) >= rank(other.tab)) byId.set(each.id, each);
  }
  return [...byId.values()];
}

export function commandById(id: string): Command | undefined {
  return currentCommands().find((command) => command.id === id);
}

export const canRun = (command: Command): boolean => command.when?.() ?? true;

/** Tabs in the order in which they last had the focus, newest last. */
let visited: string[] = [];

const rank = (tab: string): number => visited.indexOf(tab);

/** Follows the focus from pane to pane; answers how to stop. */
export function followFocus(): () => void {
  window.addEventListener('focusin', onFocus);
  return () => window.removeEventListener('focusin', onFocus);
}

function onFocus({ target }: FocusEvent): void {
  const tab = target instanceof Element ? target.closest<HTMLElement>('[data-pane]')?.dataset['pane'] : undefined;
  if (tab !== undefined && visited.at(-1) !== tab) visited = [...visited.filter((each) => each !== tab), tab];
}
