import { create } from 'zustand';
import type { PlotData, PlotExport, PlotField, PlotSheet } from '../../../testbench/contract.ts';
import { bench } from '../bench.ts';
import { toast } from './toasts.ts';
import { wantPane } from './wanted-pane.ts';

interface Plots {
  sheet: PlotSheet;
  data: PlotData;
  exporting: PlotExport | null;
}

/** The plots there are, and what is held of their series. Written by the events of the bench. */
export const usePlots = create<Plots>()(() => ({
  sheet: { plots: [], spanMs: 60_000, ownTimes: false },
  data: { generation: 0, points: 0, bytes: 0, cap: 0, evicted: 0, unread: 0, oldest: null, newest: null },
  exporting: null,
}));

/**
 * Plots a field of what a device publishes, in a new plot where none is named, and brings the plots to the front.
 * What goes wrong is said.
 */
export async function addToPlot(field: PlotField, plotId?: string): Promise<void> {
  const added = await bench().addSeries({ field, ...(plotId !== undefined && { plotId }) });
  if (added.ok) wantPane('plots');
  else toast({ key: `error.${added.error.code}.title`, tone: 'error' });
}
