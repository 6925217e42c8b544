import { create } from 'zustand';
import type { Device, Mock } from '../../../testbench/contract.ts';

interface DevicesState {
  devices: Device[];
  mocks: Mock[];
}

/** What the bench is connected to, and what it runs. Written only by the events of the bench. */
export const useDevices = create<DevicesState>()(() => ({ devices: [], mocks: [] }));

export const deviceById = (id: string | null) => (state: DevicesState) =>
  state.devices.find((device) => device.id === id);
