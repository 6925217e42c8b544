import { create } from 'zustand';
import type { Transfer } from '../../../testbench/contract.ts';
import { useSelection } from './selection.ts';
import { editDraft } from './stream-drafts.ts';
import { wantPane } from './wanted-pane.ts';

interface Streams {
  /** Newest first; written by the events of the bench. */
  transfers: Transfer[];
}

export const useStreams = create<Streams>()(() => ({ transfers: [] }));

/** Opens the Streams pane with its form filled for a stream that a device offers. */
export function openStream({ deviceId, tunnelId }: { deviceId: string; tunnelId: number }): void {
  useSelection.getState().selectDevice(deviceId);
  editDraft('streams', { kind: 'tunnel', tunnelId });
  wantPane('streams');
}
