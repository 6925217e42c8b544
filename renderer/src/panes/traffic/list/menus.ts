import type { TrafficRow } from '../../../../../testbench/contract.ts';
import type { Translate } from '../../../i18n.ts';
import { useView } from '../../../state/traffic.ts';
import { type TimeMode, useTrafficSettings } from '../../../state/traffic-settings.ts';
import { copyPicked, jumpToPair, measureFromHere, toggleMarks } from '../../../traffic/act.ts';
import { type ColumnId, columns } from '../../../traffic/columns.ts';
import { applyFilter } from '../../../traffic/filter.ts';
import { also, not, termOf } from '../../../traffic/filter-terms.ts';
import type { ActionGroup } from '../../../ui/menu.tsx';
import { saveGroups } from '../files/save.ts';

const timeModes: TimeMode[] = ['clock', 'relative', 'delta'];

/** What can be done with the row and the cell under the pointer. */
export function rowMenu(row: TrafficRow, column: ColumnId | undefined, t: Translate): ActionGroup[] {
  const term = column && termOf(column, row);
  return [
    ...(term ? [filterGroup(term, t)] : []),
    {
      id: 'row',
      actions: [
        {
          id: 'mark',
          label: t(row.marked ? 'traffic.unmark' : 'traffic.mark'),
          keys: 'M',
          run: () => void toggleMarks(),
        },
        {
          id: 'pair',
          label: t(row.reply ? 'traffic.jumpToRequest' : 'traffic.jumpToReply'),
          keys: 'J',
          disabled: row.pair === null,
          run: () => void jumpToPair(row),
        },
        {
          id: 'reference',
          label: t('traffic.measureFromHere'),
          run: () => {
            useTrafficSettings.setState({ timeMode: 'relative' });
            measureFromHere();
          },
        },
      ],
    },
    {
      id: 'copy',
      actions: [
        { id: 'json', label: t('traffic.copyAsJson'), keys: 'Mod+C', run: () => void copyPicked('json') },
        { id: 'hex', label: t('traffic.copyAsHex'), keys: 'Mod+Shift+C', run: () => void copyPicked('hex') },
        { id: 'text', label: t('traffic.copyAsText'), run: () => void copyPicked('text') },
      ],
    },
    ...saveGroups(t).filter(({ id }) => id === 'range'),
  ];
}

/** Which columns there are, and what the times are. */
export function columnMenu(t: Translate): ActionGroup[] {
  const { hidden, timeMode, toggleColumn, resetColumns } = useTrafficSettings.getState();
  return [
    {
      id: 'columns',
      label: t('traffic.columns'),
      actions: columns
        .filter((column) => !column.fixed)
        .map(({ id, label }) => ({
          id,
          label: t(label),
          checked: !hidden.includes(id),
          run: () => toggleColumn(id),
        })),
    },
    {
      id: 'time',
      label: t('column.time'),
      actions: timeModes.map((mode) => ({
        id: mode,
        label: t(`traffic.time.${mode}`),
        checked: mode === timeMode,
        run: () => useTrafficSettings.setState({ timeMode: mode }),
      })),
    },
    { id: 'reset', actions: [{ id: 'reset', label: t('traffic.resetColumns'), run: resetColumns }] },
  ];
}

/** The next way of showing times. */
export function cycleTimeMode(): void {
  const { timeMode } = useTrafficSettings.getState();
  const next = timeModes[(timeModes.indexOf(timeMode) + 1) % timeModes.length] ?? 'clock';
  useTrafficSettings.setState({ timeMode: next });
}

function filterGroup(term: string, t: Translate): ActionGroup {
  const { filter } = useView.getState();
  return {
    id: 'filter',
    label: t('traffic.filter'),
    actions: [
      { id: 'only', label: term, mono: true, run: () => void applyFilter(also(filter, term)) },
      { id: 'not', label: not(term), mono: true, run: () => void applyFilter(also(filter, not(term))) },
    ],
  };
}
