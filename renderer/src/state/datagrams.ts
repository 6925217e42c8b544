import { create } from 'zustand';
import type { DatagramSender, ReceivedDatagrams } from '../../../testbench/contract.ts';

interface DatagramsState {
  /** Counts only: datagrams stay in the bench, and are read by their indexes. */
  received: ReceivedDatagrams[];
  senders: DatagramSender[];
}

/** Written by the events of the bench. */
export const useDatagrams = create<DatagramsState>()(() => ({ received: [], senders: [] }));

export const receivedOf =
  (deviceId: string) =>
  ({ received }: DatagramsState): ReceivedDatagrams | undefined =>
    received.find((each) => each.deviceId === deviceId);
