import { create } from 'zustand';
import type { BenchError, Device, Mock, WorkspaceStatus } from '../../../testbench/contract.ts';

interface DevicesState {
  devices: Device[];
  mocks: Mock[];
  workspace: WorkspaceStatus;
  /** Why the last thing done to the list of devices failed. */
  failure: BenchError | null;
}

/** What the bench is connected to, and what it runs. Written by the events of the bench, save `failure`. */
export const useDevices = create<DevicesState>()(() => ({
  devices: [],
  mocks: [],
  workspace: { place: null, recent: [], problems: [], keepsSecrets: true },
  failure: null,
}));

export const deviceById = (id: string | null) => (state: DevicesState) =>
  state.devices.find((device) => device.id === id);
