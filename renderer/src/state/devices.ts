import { create } from 'zustand';
import type { BenchError, Device, DevicesFile, Mock, WorkspaceStatus } from '../../../testbench/contract.ts';

/** What the last thing done to the devices left to say. */
export type DevicesNotice =
  | { kind: 'removed'; id: string; name: string }
  | { kind: 'imported' | 'exported'; file: DevicesFile }
  | { kind: 'failed'; error: BenchError };

interface DevicesState {
  devices: Device[];
  mocks: Mock[];
  workspace: WorkspaceStatus;
  notice: DevicesNotice | null;
}

/** What the bench is connected to, and what it runs. Written by the events of the bench, save `notice`. */
export const useDevices = create<DevicesState>()(() => ({
  devices: [],
  mocks: [],
  workspace: { place: null, recent: [], problems: [], keepsSecrets: true },
  notice: null,
}));

export const deviceById = (id: string | null) => (state: DevicesState) =>
  state.devices.find((device) => device.id === id);
