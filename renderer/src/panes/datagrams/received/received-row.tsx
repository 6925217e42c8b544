import { Zap } from 'lucide-react';
import { memo } from 'react';
import type { DatagramRow } from '../../../../../testbench/contract.ts';
import { bytes, exact } from '../../../format/quantity.ts';
import { clock, timestamp } from '../../../format/time.ts';
import { useT } from '../../../i18n.ts';
import { Badge } from '../../../ui/badge.tsx';

interface ReceivedRowProps {
  id: string;
  position: number;
  /** Undefined while it is read, or where it is gone. */
  row: DatagramRow | undefined;
  picked: boolean;
  /** Among the rows there are, from 1, the header counted. */
  ariaIndex: number;
}

export const ReceivedRow = memo(function ReceivedRow({ id, position, row, picked, ariaIndex }: ReceivedRowProps) {
  const t = useT();
  return (
    <div
      id={id}
      className="traffic-row"
      role="row"
      data-position={position}
      aria-rowindex={ariaIndex}
      aria-selected={picked}
    >
      {row && (
        <>
          <span role="gridcell" className="cell cell-time" title={timestamp(row.time)}>
            {clock(row.time).slice(0, 12)}
          </span>
          <span
            role="gridcell"
            className="cell"
            title={t(row.quick ? 'quick' : 'normal')}
            aria-label={t(row.quick ? 'quick' : 'normal')}
          >
            {row.quick && <Badge tone="datagram" icon={<Zap />} />}
          </span>
          <span role="gridcell" className="cell cell-url" title={row.url}>
            {row.url}
          </span>
          <span role="gridcell" className="cell mono" title={row.preview}>
            {row.preview || (
              <span className="muted">{row.dataLength > 0 ? t('datagrams.onlyData') : t('datagrams.noPayload')}</span>
            )}
          </span>
          <span
            role="gridcell"
            className="cell number"
            title={t('datagrams.sizes', { param: exact(row.paramLength), data: exact(row.dataLength) })}
          >
            {bytes(row.paramLength + row.dataLength)}
          </span>
        </>
      )}
    </div>
  );
});
