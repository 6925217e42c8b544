import { create } from 'zustand';
import type { TrafficStats, TrafficView } from '../../../testbench/contract.ts';

/** Counts only: packets stay in the log of the main process and are read by index range (traffic/row-cache.ts). */
export const useTraffic = create<TrafficStats>()(() => ({
  first: 0,
  end: 0,
  packetBytes: 0,
  bytes: 0,
  cap: 0,
  evictedPackets: 0,
  evictedBytes: 0,
  odd: 0,
  malformed: 0,
  packetsPerSecond: 0,
  bytesPerSecond: 0,
}));

/** The part of the traffic that the list shows. */
export const useView = create<TrafficView>()(() => ({
  id: 0,
  source: 'live',
  filter: '',
  from: null,
  to: null,
  first: 0,
  end: 0,
  scanned: 0,
  total: 0,
  gaveUp: 0,
  stopped: false,
}));
