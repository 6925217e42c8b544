import { ArrowDownLeft, ArrowUpRight, CircleCheck, CircleX, Cpu, Server, TriangleAlert, Zap } from 'lucide-react';
import { memo } from 'react';
import type { TrafficRow } from '../../../../testbench/contract.ts';
import { bytes, exact } from '../../format/quantity.ts';
import { clock, timestamp } from '../../format/time.ts';
import { type Translate, useT } from '../../i18n.ts';
import { statusText, statusTone, typeText, typeTone } from '../../traffic/describe.ts';
import { Badge } from '../../ui/badge.tsx';

interface TrafficRowProps {
  index: number;
  /** Undefined while it is read, or where it was evicted. */
  row: TrafficRow | undefined;
  selected: boolean;
  /** Among the rows held. */
  position: number;
}

export const TrafficRowView = memo(function TrafficRowView({ index, row, selected, position }: TrafficRowProps) {
  const t = useT();
  return (
    <div
      id={`packet-${index}`}
      className="traffic-row"
      role="row"
      data-index={index}
      data-odd={(row && row.odd.length > 0) || undefined}
      data-failed={(row?.reply && row.status !== 0 && row.type !== 'QOSSETUP') || undefined}
      aria-rowindex={position + 2}
      aria-selected={selected}
    >
      {row && <Cells row={row} t={t} />}
    </div>
  );
});

function Cells({ row, t }: { row: TrafficRow; t: Translate }) {
  const sent = row.direction === 'sent';
  const type = typeText(row, t);
  return (
    <>
      <span role="gridcell" title={timestamp(row.time)}>
        {clock(row.time)}
      </span>
      <span role="gridcell" className="connection" title={`${row.connection} · ${t(`side.${row.side}`)}`}>
        {row.side === 'mock' ? <Server aria-label={t('side.mock')} /> : <Cpu aria-label={t('side.device')} />}
        <span className="cut">{row.connection}</span>
      </span>
      <span role="gridcell" aria-label={t(row.direction)} title={t(row.direction)}>
        <Badge tone={row.direction} icon={sent ? <ArrowUpRight /> : <ArrowDownLeft />} />
      </span>
      <span role="gridcell">
        {row.channel === 'quick' ? (
          <Badge tone="datagram" icon={<Zap />}>
            {t('quick')}
          </Badge>
        ) : (
          <span className="muted">{t('normal')}</span>
        )}
      </span>
      <span role="gridcell" className="cut" data-tone={typeTone(row.type)} title={type}>
        {type}
      </span>
      <span role="gridcell" className="cut" title={row.url}>
        {row.url}
      </span>
      <span role="gridcell" className="cut">
        {row.reply && <StatusCell row={row} t={t} />}
      </span>
      <span role="gridcell" className="number">
        {row.seqno}
      </span>
      <span role="gridcell" className="number" title={t('exactBytes', { count: row.length, shown: exact(row.length) })}>
        {bytes(row.length)}
      </span>
      <span role="gridcell" className="cut summary">
        {row.odd.length > 0 && (
          <Badge tone="warning" icon={<TriangleAlert />}>
            {row.odd.map((oddity) => t(`odd.${oddity}`)).join(t('listSeparator'))}
          </Badge>
        )}
        <span className="cut">{row.preview}</span>
      </span>
    </>
  );
}

function StatusCell({ row, t }: { row: TrafficRow; t: Translate }) {
  const tone = statusTone(row);
  if (tone === 'control') return <span className="muted">{t('traffic.priority', { priority: row.status })}</span>;
  return (
    <Badge tone={tone} icon={tone === 'ok' ? <CircleCheck /> : <CircleX />}>
      {statusText(row.status, t)}
    </Badge>
  );
}
