import { memo } from 'react';
import type { TrafficRow } from '../../../../../testbench/contract.ts';
import { useT } from '../../../i18n.ts';
import type { TimeMode } from '../../../state/traffic-settings.ts';
import { isFailed } from '../../../traffic/act.ts';
import type { Column } from '../../../traffic/columns.ts';
import { type CellContext, cells } from './cells.tsx';

interface RowProps {
  position: number;
  /** Undefined while it is read, or where it was evicted. */
  row: TrafficRow | undefined;
  /** Time of the row before, where it is known and asked for. */
  before: number | undefined;
  reference: number | null;
  timeMode: TimeMode;
  columns: readonly Column[];
  picked: boolean;
  /** Among the rows there are, from 1, the header counted. */
  ariaIndex: number;
}

export const Row = memo(function Row({ position, row, picked, ariaIndex, columns, ...times }: RowProps) {
  const t = useT();
  const context: CellContext = { t, ...times };
  return (
    <div
      id={`packet-${position}`}
      className="traffic-row"
      role="row"
      data-position={position}
      data-odd={(row && row.odd.length > 0) || undefined}
      data-failed={(row && isFailed(row)) || undefined}
      aria-rowindex={ariaIndex}
      aria-selected={picked}
    >
      {row &&
        columns.map(({ id, number }) => {
          const { content, title, label } = cells[id](row, context);
          return (
            <span
              key={id}
              role="gridcell"
              className={`cell cell-${id}${number ? ' number' : ''}`}
              data-column={id}
              title={title}
              aria-label={label}
            >
              {content}
            </span>
          );
        })}
    </div>
  );
});
