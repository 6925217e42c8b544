import { create } from 'zustand';
import type { Transfer } from '../../../testbench/contract.ts';
import { useSelection } from './selection.ts';
import { wantPane } from './wanted-pane.ts';

interface Streams {
  /** Newest first; written by the events of the bench. */
  transfers: Transfer[];
  /** A stream that another pane has led to, until the form of the Streams pane has taken it over. */
  wanted: { tunnelId: number } | null;
}

export const useStreams = create<Streams>()(() => ({ transfers: [], wanted: null }));

/** Opens the Streams pane with its form filled for a stream that a device offers. */
export function openStream({ deviceId, tunnelId }: { deviceId: string; tunnelId: number }): void {
  useSelection.getState().selectDevice(deviceId);
  useStreams.setState({ wanted: { tunnelId } });
  wantPane('streams');
}
