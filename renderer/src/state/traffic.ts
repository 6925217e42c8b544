import { create } from 'zustand';
import type { TrafficStats } from '../../../testbench/contract.ts';

/** Counts only: packets stay in the log of the main process and are read by index range (traffic/row-cache.ts). */
export const useTraffic = create<TrafficStats>()(() => ({
  first: 0,
  end: 0,
  bytes: 0,
  cap: 0,
  evictedPackets: 0,
  evictedBytes: 0,
  odd: 0,
  packetsPerSecond: 0,
  bytesPerSecond: 0,
}));
