import { EllipsisVertical, Plus, RotateCcw } from 'lucide-react';
import { useState } from 'react';
import type { Plot, PlotSeries } from '../../../../testbench/contract.ts';
import { bench } from '../../bench.ts';
import { type Translate, useT } from '../../i18n.ts';
import { backToLive, usePlotViews, viewOf } from '../../state/plot-views.ts';
import { usePlots } from '../../state/plots.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { type ActionGroup, ActionMenu } from '../../ui/menu.tsx';
import { removePlot } from './act.ts';
import { useFieldDrop } from './drop.ts';
import { EditPlotDialog } from './edit-plot-dialog.tsx';
import { EditSeriesDialog } from './edit-series-dialog.tsx';
import { saveCsv, saveImage } from './export.ts';
import { Legend } from './legend.tsx';
import { PlotCanvas } from './plot-canvas.tsx';
import { SpanChoice } from './span-choice.tsx';

interface PlotCardProps {
  plot: Plot;
  position: number;
  count: number;
  onAdd: () => void;
}

export function PlotCard({ plot, position, count, onAdd }: PlotCardProps) {
  const t = useT();
  const title = plot.name || t('plots.untitled', { number: position + 1 });
  const [editing, setEditing] = useState<'plot' | PlotSeries | null>(null);
  const { over, handlers } = useFieldDrop(plot.id);
  const groups = [moveGroup(plot.id, position, count, t), ...groupsOf(plot, title, () => setEditing('plot'), t)];
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- what can be dropped here can be added by a dialog
    <article className="plot" aria-label={title} data-over={over || undefined} {...handlers}>
      <header className="plot-head">
        <h2 className="cut" title={title}>
          {title}
        </h2>
        <OwnTime plot={plot} />
        <span className="grow" />
        <Reset plot={plot} />
        <IconButton icon={<Plus />} label={t('plots.addSeriesTo', { name: title })} onClick={onAdd} />
        <ActionMenu
          trigger={<IconButton icon={<EllipsisVertical />} label={t('plots.actionsOf', { name: title })} />}
          groups={groups}
        />
      </header>
      <div className="plot-body">
        <PlotCanvas plot={plot} title={title} groups={groups} />
        {plot.series.length > 0 ? (
          <Legend plot={plot} title={title} onEdit={setEditing} />
        ) : (
          <div className="plot-empty">
            <p>{t('plots.emptyPlot')}</p>
            <Button icon={<Plus />} onClick={onAdd}>
              {t('plots.addSeries')}
            </Button>
          </div>
        )}
      </div>
      {editing === 'plot' && <EditPlotDialog plot={plot} onClose={() => setEditing(null)} />}
      {editing !== null && editing !== 'plot' && <EditSeriesDialog series={editing} onClose={() => setEditing(null)} />}
    </article>
  );
}

/** How far back the plot reaches, where each has a time of its own. */
function OwnTime({ plot }: { plot: Plot }) {
  const ownTimes = usePlots(({ sheet }) => sheet.ownTimes);
  if (!ownTimes) return null;
  return <SpanChoice value={plot.spanMs} onChange={(spanMs) => void bench().editPlot({ plotId: plot.id, spanMs })} />;
}

function Reset({ plot }: { plot: Plot }) {
  const t = useT();
  const changed = usePlotViews(
    (views) => viewOf(plot.id, views).kind === 'still' || Object.keys(views.ranges[plot.id] ?? {}).length > 0,
  );
  // Keeps its place, so that nothing moves when it appears.
  return (
    <IconButton
      icon={<RotateCcw />}
      label={t('plots.reset')}
      keys="Escape"
      disabled={!changed}
      onClick={() => backToLive(plot.id)}
    />
  );
}

function moveGroup(plotId: string, position: number, count: number, t: Translate): ActionGroup {
  const move = (to: number) => () => void bench().movePlot({ plotId, to });
  return {
    id: 'move',
    actions: [
      { id: 'up', label: t('plots.up'), disabled: position === 0, run: move(position - 1) },
      { id: 'down', label: t('plots.down'), disabled: position === count - 1, run: move(position + 1) },
    ],
  };
}

function groupsOf(plot: Plot, title: string, onEdit: () => void, t: Translate): ActionGroup[] {
  const empty = plot.series.length === 0;
  return [
    { id: 'edit', actions: [{ id: 'edit', label: t('plots.edit'), run: onEdit }] },
    {
      id: 'export',
      label: t('plots.export'),
      actions: [
        { id: 'png', label: t('plots.png'), disabled: empty, run: () => void saveImage(plot, title, t) },
        { id: 'csv', label: t('plots.csvShown'), disabled: empty, run: () => void saveCsv(plot, title, 'shown', t) },
        { id: 'csv-all', label: t('plots.csvAll'), disabled: empty, run: () => void saveCsv(plot, title, 'all', t) },
      ],
    },
    {
      id: 'remove',
      actions: [{ id: 'remove', label: t('plots.remove'), run: () => void removePlot(plot.id, title) }],
    },
  ];
}
