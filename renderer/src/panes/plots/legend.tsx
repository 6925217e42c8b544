import { CircleAlert, EllipsisVertical, Eye, EyeOff } from 'lucide-react';
import type { Plot, PlotSeries, SeriesSummary } from '../../../../testbench/contract.ts';
import { copyText } from '../../copy.ts';
import { exact } from '../../format/quantity.ts';
import { type Translate, useT } from '../../i18n.ts';
import { labelsOf, type SeriesLabel } from '../../plots/labels.ts';
import { deviceOf, pathText } from '../../plots/names.ts';
import { shortValue } from '../../plots/numbers.ts';
import { useDevices } from '../../state/devices.ts';
import { usePlotViews } from '../../state/plot-views.ts';
import { Badge } from '../../ui/badge.tsx';
import { IconButton } from '../../ui/button.tsx';
import { ActionContextMenu, type ActionGroup, ActionMenu } from '../../ui/menu.tsx';
import { editSeries, removeSeries } from './act.ts';

/** The series of a plot in numbers: of what is in view, and where somebody points at. */
export function Legend({ plot, title, onEdit }: { plot: Plot; title: string; onEdit: (series: PlotSeries) => void }) {
  const t = useT();
  const pointing = usePlotViews((views) => views.cursor !== null);
  const devices = useDevices((state) => state.devices);
  const labelOf = labelsOf(plot.series, devices);
  return (
    <div className="plot-legend">
      <table aria-label={t('plots.legend', { name: title })}>
        <thead>
          <tr>
            <th scope="col">{t('plots.series')}</th>
            <th scope="col" className="number">
              {t(pointing ? 'plots.atCursor' : 'plots.newest')}
            </th>
            <th scope="col" className="number">
              {t('plots.min')}
            </th>
            <th scope="col" className="number">
              {t('plots.max')}
            </th>
            <th scope="col" className="number">
              {t('plots.mean')}
            </th>
            <th scope="col">
              <span className="only-read-aloud">{t('plots.actions')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {plot.series.map((series) => (
            <SeriesRow
              key={series.id}
              series={series}
              label={labelOf(series)}
              plot={plot}
              onEdit={() => onEdit(series)}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface SeriesRowProps {
  series: PlotSeries;
  label: SeriesLabel;
  plot: Plot;
  onEdit: () => void;
}

function SeriesRow({ series, label, plot, onEdit }: SeriesRowProps) {
  const t = useT();
  const name = label.text;
  const summary = usePlotViews((views) => views.summaries.get(series.id));
  const problem = useProblem(series, summary);
  const groups = [copyGroup(series, summary, t), ...groupsOf(series, plot, onEdit, t)];
  return (
    <ActionContextMenu
      groups={groups}
      trigger={
        <tr
          data-hidden={!series.visible || undefined}
          onPointerEnter={focus(series.id)}
          onPointerLeave={focus(null)}
          onFocus={focus(series.id)}
          onBlur={focus(null)}
        />
      }
    >
      <th scope="row">
        <span className="series-name">
          <button
            type="button"
            className="series-swatch"
            data-plot-colour={series.colour}
            aria-label={t(series.visible ? 'plots.hide' : 'plots.show', { name })}
            aria-pressed={series.visible}
            onClick={() => void editSeries(series.id, { visible: !series.visible })}
          >
            {series.visible ? <Eye /> : <EyeOff />}
          </button>
          <SeriesTitle series={series} label={label} />
          {series.axis === 'right' && <Badge tone="muted">{t('plots.right.short')}</Badge>}
          {problem && summary?.newest && (
            <Badge tone="warning" icon={<CircleAlert />} title={problem}>
              <span className="only-read-aloud">{problem}</span>
            </Badge>
          )}
        </span>
      </th>
      {problem && !summary?.newest ? (
        <td colSpan={4} className="number">
          <Badge tone="warning" icon={<CircleAlert />}>
            {problem}
          </Badge>
        </td>
      ) : (
        <Numbers series={series} summary={summary} />
      )}
      <td>
        <ActionMenu
          trigger={<IconButton icon={<EllipsisVertical />} label={t('plots.actionsOf', { name })} />}
          groups={groups}
        />
      </td>
    </ActionContextMenu>
  );
}

const focus = (focused: string | null) => () => usePlotViews.setState({ focused });

function SeriesTitle({ series, label }: { series: PlotSeries; label: SeriesLabel }) {
  const t = useT();
  const device = useDevices((state) => deviceOf(state.devices, series.deviceId));
  const from = `${device?.name ?? t('plots.goneDevice')} · ${series.url} · ${pathText(series.path) || t('plots.wholeParam')}`;
  return (
    <span className="series-title" title={from}>
      <span className="cut">{label.name}</span>
      {label.apart === '' ? (
        <span className="muted mono cut">{series.url}</span>
      ) : (
        <span className="series-apart mono cut">{label.apart}</span>
      )}
    </span>
  );
}

/** Why nothing more comes, in the place of an exception. */
function useProblem(series: PlotSeries, summary: SeriesSummary | undefined): string | null {
  const t = useT();
  const device = useDevices((state) => deviceOf(state.devices, series.deviceId));
  return problemOf(device?.state.name, summary?.state, t);
}

function problemOf(device: string | undefined, state: SeriesSummary['state'] | undefined, t: Translate): string | null {
  if (device === undefined) return t('plots.goneDevice');
  if (device !== 'connected') return t('plots.notConnected');
  return state === undefined || state === 'ok' ? null : t(`plots.state.${state}`);
}

function Numbers({ series, summary }: { series: PlotSeries; summary: SeriesSummary | undefined }) {
  const pointing = usePlotViews((views) => views.cursor !== null);
  const reading = usePlotViews((views) => views.readings.get(series.id));
  const value = pointing ? reading : summary?.newest?.value;
  const points = summary?.points ?? 0;
  return (
    <>
      <Value value={value} />
      <Value value={points > 0 ? summary?.min : undefined} />
      <Value value={points > 0 ? summary?.max : undefined} />
      <Value value={points > 0 ? summary?.mean : undefined} />
    </>
  );
}

function Value({ value }: { value: number | undefined }) {
  const known = value !== undefined && !Number.isNaN(value);
  return (
    <td className="number mono" title={known ? (Number.isInteger(value) ? exact(value) : String(value)) : undefined}>
      {known ? shortValue(value) : '–'}
    </td>
  );
}

function copyGroup(series: PlotSeries, summary: SeriesSummary | undefined, t: Translate): ActionGroup {
  const newest = summary?.newest;
  return {
    id: 'copy',
    actions: [
      {
        id: 'value',
        label: t('plots.copyValue'),
        disabled: !newest,
        run: () => void copyText(String(newest?.value)),
      },
      {
        id: 'field',
        label: t('plots.copyField'),
        run: () => void copyText(`${series.url} ${pathText(series.path)}`.trimEnd()),
      },
    ],
  };
}

function groupsOf(series: PlotSeries, plot: Plot, onEdit: () => void, t: Translate): ActionGroup[] {
  const other = series.axis === 'left' ? 'right' : 'left';
  return [
    {
      id: 'look',
      actions: [
        { id: 'edit', label: t('plots.editSeries'), run: onEdit },
        {
          id: 'axis',
          label: t(`plots.to.${other}`),
          run: () => void editSeries(series.id, { axis: other }),
        },
        {
          id: 'steps',
          label: t('plots.steps'),
          checked: series.steps,
          run: () => void editSeries(series.id, { steps: !series.steps }),
        },
        {
          id: 'only',
          label: t('plots.only'),
          disabled: plot.series.length < 2,
          run: () => {
            for (const each of plot.series) void editSeries(each.id, { visible: each.id === series.id });
          },
        },
      ],
    },
    { id: 'remove', actions: [{ id: 'remove', label: t('plots.removeSeries'), run: () => void removeSeries(series) }] },
  ];
}
