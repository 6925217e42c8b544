import { createContext, useContext } from 'react';
import type { Device } from '../../../testbench/contract.ts';
import { deviceById, useDevices } from '../state/devices.ts';
import { useSelection } from '../state/selection.ts';

/** Which tab of the dock a component stands in. */
export interface PaneTab {
  /** Unique among the tabs; that of the pane where it is the one that follows the window's device. */
  id: string;
  /** The tab is about this device, whichever is chosen for the window; null: about that one. */
  pinnedTo: string | null;
}

export const PaneContext = createContext<PaneTab>({ id: '', pinnedTo: null });

export const usePaneTab = (): PaneTab => useContext(PaneContext);

/** The device that this tab is about; undefined where there is none (any more). */
export function usePaneDevice(): Device | undefined {
  const { pinnedTo } = usePaneTab();
  const chosen = useSelection((selection) => selection.deviceId);
  return useDevices(deviceById(pinnedTo ?? chosen));
}
