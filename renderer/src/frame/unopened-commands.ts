import { toast } from '../state/toasts.ts';
import { type Command, canRun, commandById, currentCommands, useCommands } from './commands.ts';
import { openPane } from './dock-store.ts';
import { paneCommands } from './pane-commands.ts';

/** Those of panes that were not opened yet: to run one opens its pane, and then does it there. */
export function unopenedCommands(current = currentCommands()): Command[] {
  const known = new Set(current.map(({ id }) => id));
  return paneCommands
    .filter(({ id }) => !known.has(id))
    .map(({ pane, ...command }) => {
      const run = () => {
        runOnceThere(command.id);
        openPane(pane);
      };
      return Object.assign(command, { run });
    });
}

/** All that there are, whether their panes were opened or not. */
export function allCommands(commands = useCommands.getState()): Command[] {
  const current = currentCommands(commands);
  return [...current, ...unopenedCommands(current)];
}

/** Ends what waits for a pane; what was asked for last counts. */
let stopWaiting: () => void = () => undefined;

function runOnceThere(id: string): void {
  stopWaiting();
  stopWaiting = useCommands.subscribe(() => {
    if (!commandById(id)) return;
    stopWaiting();
    // Behind what `openPane` does with the focus: what is done is done there.
    requestAnimationFrame(() => {
      const command = commandById(id);
      if (command && canRun(command)) command.run();
      else if (command) toast({ key: 'palette.notNow', words: { command: command.title }, tone: 'warning' });
    });
  });
}
