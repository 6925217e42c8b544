import { create } from 'zustand';
import type { Transfer } from '../../../testbench/contract.ts';
import { bench } from '../bench.ts';
import { useSelection } from './selection.ts';
import { editDraft, setFailed, showTransfer } from './stream-drafts.ts';
import { wantPane } from './wanted-pane.ts';

/** Of the pane that follows the window's device. */
const TAB = 'streams';

interface Streams {
  /** Newest first; written by the events of the bench. */
  transfers: Transfer[];
}

export const useStreams = create<Streams>()(() => ({ transfers: [] }));

/**
 * Attaches to a stream that a device offers, and shows its bytes in the Streams pane: a device waits for a few seconds
 * only, less than it takes to fill a form.
 */
export function openStream({ deviceId, tunnelId }: { deviceId: string; tunnelId: number }): void {
  useSelection.getState().selectDevice(deviceId);
  editDraft(TAB, { kind: 'tunnel', tunnelId, receive: 'live', send: null });
  wantPane('streams');
  void attach(deviceId, tunnelId);
}

async function attach(deviceId: string, tunnelId: number): Promise<void> {
  const source = { kind: 'tunnel', tunnelId } as const;
  const started = await bench().startTransfer({
    deviceId,
    source,
    receive: { kind: 'live' },
    send: null,
    idleMs: null,
  });
  setFailed(TAB, started.ok ? null : started.error);
  if (started.ok) showTransfer(TAB, started.value.id);
}
