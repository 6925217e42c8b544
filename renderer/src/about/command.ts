import type { Command } from '../frame/commands.ts';
import { openDialog } from '../frame/open-dialog.ts';

export const aboutCommand: Command = {
  id: 'about',
  title: 'about',
  group: 'keys.help',
  run: () => openDialog('about'),
};
