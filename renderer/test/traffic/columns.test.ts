import { expect, test } from 'vitest';
import { cells } from '../../src/panes/traffic/list/cells.tsx';
import { useTrafficSettings } from '../../src/state/traffic-settings.ts';
import {
  clampWidth,
  columns,
  columnsShown,
  MAX_WIDTH,
  MIN_WIDTH,
  template,
  totalWidth,
} from '../../src/traffic/columns.ts';
import { row } from '../harness.ts';

/** Of the pane in a window of 1,440 px in the arrangement that ships, without its scroll bar, px. */
const ROOM = 911;

test('the columns that ship fit the pane of a common window', () => {
  const { hidden } = useTrafficSettings.getInitialState();
  expect(totalWidth(columnsShown(hidden), {})).toBeLessThanOrEqual(ROOM);
});

test('a column that is chosen away is not shown, and the one for marks always is', () => {
  const { toggleColumn } = useTrafficSettings.getState();
  toggleColumn('url');
  expect(columnsShown(useTrafficSettings.getState().hidden).map(({ id }) => id)).not.toContain('url');
  toggleColumn('url');
  expect(columnsShown(useTrafficSettings.getState().hidden).map(({ id }) => id)).toContain('url');
  expect(columnsShown(columns.map(({ id }) => id)).map(({ id }) => id)).toEqual(['mark']);
});

test('a width that was set is kept, and the last column takes what is left', () => {
  const shown = columnsShown(['summary']);
  expect(template(shown, { time: 90 })).toMatch(/^20px 90px .* minmax\(60px, 1fr\)$/);
});

test('no column can be sized out of sight, nor out of reach', () => {
  expect(clampWidth(-40)).toBe(MIN_WIDTH);
  expect(clampWidth(1e9)).toBe(MAX_WIDTH);
  expect(clampWidth(100.4)).toBe(100);
});

test('resetting brings back columns, widths and times', () => {
  const { toggleColumn, setWidth, resetColumns } = useTrafficSettings.getState();
  toggleColumn('type');
  setWidth('url', 400);
  useTrafficSettings.setState({ timeMode: 'delta' });
  resetColumns();
  const { hidden, widths, timeMode } = useTrafficSettings.getState();
  expect({ hidden, widths, timeMode }).toEqual({ hidden: ['seqno'], widths: {}, timeMode: 'clock' });
});

test('every column has something to say of a packet', () => {
  const context = { t: (key: string) => key, timeMode: 'clock', before: undefined, reference: null } as const;
  for (const { id } of columns) expect(cells[id](row(0), context)).toHaveProperty('content');
});
