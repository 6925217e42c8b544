import type { Plot, Result, SavedPlotFile } from '../../../../testbench/contract.ts';
import { bench } from '../../bench.ts';
import { bytes, exact } from '../../format/quantity.ts';
import { timestamp } from '../../format/time.ts';
import type { Translate } from '../../i18n.ts';
import { plotImage } from '../../plots/image.ts';
import { labelsOf } from '../../plots/labels.ts';
import { shortValue } from '../../plots/numbers.ts';
import { pictures } from '../../plots/pictures.ts';
import { useDevices } from '../../state/devices.ts';
import { shownSpan, usePlotViews } from '../../state/plot-views.ts';
import { toast } from '../../state/toasts.ts';

export async function saveCsv(plot: Plot, title: string, what: 'shown' | 'all', _t: Translate): Promise<void> {
  const span = what === 'shown' ? shownSpan(plot.id) : { from: null, to: null };
  tell(await bench().savePlotCsv({ plotId: plot.id, name: title, ...span }));
}

/** As it is in view, with its title, its span of time and its legend. */
export async function saveImage(plot: Plot, title: string, t: Translate): Promise<void> {
  const picture = pictures.get(plot.id);
  if (!picture?.canvas) return;
  const { from, to } = shownSpan(plot.id);
  const { summaries } = usePlotViews.getState();
  const labelOf = labelsOf(plot.series, useDevices.getState().devices);
  const rows = plot.series
    .filter((series) => series.visible)
    .map((series) => {
      const { points = 0, min = 0, max = 0, mean = 0 } = summaries.get(series.id) ?? {};
      const numbers = points === 0 ? ['–', '–', '–'] : [min, max, mean].map(shortValue);
      return { colour: series.colour, cells: [labelOf(series).text, ...numbers] };
    });
  const png = await plotImage(picture.host, picture.canvas, {
    title,
    subtitle: `${timestamp(from).slice(0, 23)} – ${timestamp(to).slice(0, 23)}`,
    head: ['', t('plots.min'), t('plots.max'), t('plots.mean')],
    rows,
  });
  tell(await bench().savePlotImage({ name: title, png }));
}

/** Nothing is said where no file was chosen. */
function tell(saved: Result<SavedPlotFile | null>): void {
  if (!saved.ok) {
    toast({ key: `error.${saved.error.code}.title`, tone: 'error' });
    return;
  }
  if (!saved.value) return;
  const { path, rows, bytes: size } = saved.value;
  if (rows === undefined) toast({ key: 'plots.savedImage', values: { path, size: bytes(size) } });
  else toast({ key: 'plots.savedCsv', values: { path, count: rows, rows: exact(rows), size: bytes(size) } });
}
