import { create } from 'zustand';
import type { TrafficSource } from '../../../testbench/contract.ts';

type Selected =
  | { kind: 'packet'; source: TrafficSource; index: number }
  | { kind: 'topic'; deviceId: string; url: string }
  /** One that arrived. */
  | { kind: 'datagram'; deviceId: string; index: number };

interface Selection {
  /** The device that Devices, Subscriptions and RPC are about. */
  deviceId: string | null;
  /** What the inspector shows. */
  item: Selected | null;
  selectDevice: (deviceId: string | null) => void;
  select: (item: Selected | null) => void;
}

export const useSelection = create<Selection>()((set) => ({
  deviceId: null,
  item: null,
  selectDevice: (deviceId) => set({ deviceId }),
  select: (item) => set({ item }),
}));
