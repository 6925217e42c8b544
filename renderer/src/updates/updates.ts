import { create } from 'zustand';
import type { Updates } from '../../../testbench/contract.ts';
import type { Command } from '../frame/commands.ts';
import { openDialog, useOpenDialog } from '../frame/open-dialog.ts';
import { toast } from '../state/toasts.ts';

/** How far the app is with a newer version of itself, as the bench tells it. */
export const useUpdates = create<{ updates: Updates }>()(() => ({
  updates: { state: 'unavailable', why: 'no-feed' },
}));

/** Says once that there is a newer version, where the user does not look at it anyway. */
export function takeUpdates(updates: Updates): void {
  const before = useUpdates.getState().updates;
  useUpdates.setState({ updates });
  // Told as the newest state only: that it was looked for may have been passed over.
  const isNews = updates.state === 'available' && !['available', 'downloading'].includes(before.state);
  if (!isNews || useOpenDialog.getState().dialog === 'updates') return;
  toast({
    key: 'updates.available',
    values: { version: updates.release.version },
    action: { key: 'updates.show', run: () => openDialog('updates') },
    forMs: null,
  });
}

export const updatesCommand: Command = {
  id: 'updates',
  title: 'updates',
  group: 'keys.help',
  run: () => openDialog('updates'),
};
