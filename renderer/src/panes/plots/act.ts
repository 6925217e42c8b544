import type { PlotField, PlotSeries, Result } from '../../../../testbench/contract.ts';
import { bench } from '../../bench.ts';
import { seriesName } from '../../plots/names.ts';
import { announceUndo, type ToastWords, toast } from '../../state/toasts.ts';

type Look = Partial<Omit<PlotSeries, 'id' | keyof PlotField>>;

export async function addField(field: PlotField, plotId: string | undefined, look?: Look): Promise<boolean> {
  const added = await bench().addSeries({ field, ...(plotId !== undefined && { plotId }), ...(look && { look }) });
  return said(added);
}

export async function editSeries(seriesId: string, look: Look): Promise<void> {
  said(await bench().editSeries({ seriesId, ...look }));
}

export async function removeSeries(series: PlotSeries): Promise<void> {
  await remove(bench().removeSeries({ seriesId: series.id }), {
    key: 'plots.seriesRemoved',
    values: { name: seriesName(series) },
  });
}

export async function removePlot(plotId: string, name: string): Promise<void> {
  await remove(bench().removePlot({ plotId }), { key: 'plots.removed', values: { name } });
}

export async function clearPlots(): Promise<void> {
  await remove(bench().clearPlots(undefined), { key: 'plots.cleared' });
}

async function remove(command: Promise<Result<string>>, words: ToastWords): Promise<void> {
  const removed = await command;
  if (!said(removed) || !removed.ok) return;
  announceUndo(words, () => void bench().undoPlots({ undo: removed.value }).then(said));
}

/** What went wrong is said beside the work. */
export function said(result: Result<unknown>): boolean {
  if (!result.ok) toast({ key: `error.${result.error.code}.title`, tone: 'error' });
  return result.ok;
}
