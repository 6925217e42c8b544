import {
  ArrowDownLeft,
  ArrowUpRight,
  Bookmark,
  CircleCheck,
  CircleX,
  Cpu,
  Hourglass,
  Server,
  TriangleAlert,
  Zap,
} from 'lucide-react';
import type { ReactNode } from 'react';
import type { TrafficRow } from '../../../../../testbench/contract.ts';
import { bytes, duration, exact } from '../../../format/quantity.ts';
import { clock, offset, timestamp } from '../../../format/time.ts';
import type { Translate } from '../../../i18n.ts';
import type { TimeMode } from '../../../state/traffic-settings.ts';
import type { ColumnId } from '../../../traffic/columns.ts';
import { connectionText, statusText, statusTone, typeText, typeTone } from '../../../traffic/describe.ts';
import { Badge } from '../../../ui/badge.tsx';

export interface CellContext {
  t: Translate;
  timeMode: TimeMode;
  /** Time of the row before. */
  before: number | undefined;
  /** What times are relative to. */
  reference: number | null;
}

interface Cell {
  content: ReactNode;
  title?: string | undefined;
  /** For who hears it, where the content is a glyph. */
  label?: string | undefined;
}

/** What stands in each column of a row. */
export const cells: Record<ColumnId, (row: TrafficRow, context: CellContext) => Cell> = {
  mark: (row, { t }) =>
    row.marked
      ? { content: <Bookmark />, title: t('traffic.isMarked'), label: t('traffic.isMarked') }
      : { content: null },

  time: (row, context) => ({ content: timeText(row, context), title: timestamp(row.time) }),

  connection: (row, { t }) => ({
    content: (
      <>
        {row.side === 'mock' ? <Server aria-label={t('side.mock')} /> : <Cpu aria-label={t('side.device')} />}
        <span className="cut">{row.connection}</span>
      </>
    ),
    title: connectionText(row, t),
  }),

  direction: (row, { t }) => ({
    content: <Badge tone={row.direction} icon={row.direction === 'sent' ? <ArrowUpRight /> : <ArrowDownLeft />} />,
    title: t(row.direction),
    label: t(row.direction),
  }),

  channel: (row, { t }) => ({
    content: row.channel === 'quick' && <Badge tone="datagram" icon={<Zap />} />,
    title: t(row.channel),
    label: t(row.channel),
  }),

  type: (row, { t }) => {
    const type = typeText(row, t);
    return { content: <span data-tone={typeTone(row.type)}>{type}</span>, title: type };
  },

  // A reply carries none; that of its request says what it is about.
  url: (row) =>
    row.url === '' && row.pair
      ? { content: <span className="muted">{row.pair.url}</span>, title: row.pair.url }
      : { content: row.url, title: row.url },

  status: (row, { t }) => statusCell(row, t),

  seqno: (row) => ({ content: row.seqno }),

  length: (row, { t }) => ({
    content: bytes(row.length),
    title: t('exactBytes', { count: row.length, shown: exact(row.length) }),
  }),

  rtt: (row) =>
    row.pair ? { content: duration(row.pair.rttMs), title: `${exact(row.pair.rttMs)} ms` } : { content: null },

  summary: (row, { t }) => ({
    content: (
      <>
        {row.odd.length > 0 && (
          <Badge tone="warning" icon={<TriangleAlert />}>
            {row.odd.map((oddity) => t(`odd.${oddity}`)).join(t('listSeparator'))}
          </Badge>
        )}
        <span className="cut">{summaryText(row, t)}</span>
      </>
    ),
    title: row.odd.map((oddity) => t(`odd.${oddity}.why`)).join('\n') || row.preview || undefined,
  }),
};

function timeText(row: TrafficRow, { timeMode, before, reference }: CellContext): string {
  if (timeMode === 'clock') return clock(row.time);
  const from = timeMode === 'delta' ? before : (reference ?? undefined);
  return from === undefined ? '' : offset(row.time - from);
}

function summaryText(row: TrafficRow, t: Translate): string {
  if (row.preview !== '') return row.preview;
  // In the handshake the client says in its place where it hears the quick channel.
  if (row.type === 'SERVINFO' && !row.reply && row.tunnelId !== 0)
    return t('traffic.quickPort', { port: row.tunnelId });
  if (row.tunnelId !== 0) return t('traffic.tunnel', { id: row.tunnelId });
  return row.dataLength > 0 ? t('traffic.onlyData', { size: bytes(row.dataLength) }) : '';
}

/** Status has a meaning only in replies; a request that waits for one says so in its place. */
function statusCell(row: TrafficRow, t: Translate): Cell {
  if (row.unanswered) {
    return {
      content: (
        <Badge tone="warning" icon={<Hourglass />}>
          {t('traffic.noReply')}
        </Badge>
      ),
      title: t('traffic.noReply.why'),
    };
  }
  if (!row.reply || row.type === 'UNKNOWN') return { content: null };
  // An answer of a position server has no status: an empty object says that the name is not known.
  if (row.type === 'POSITION') {
    const isUnknown = row.preview.trim() === '{}';
    return { content: isUnknown && <span className="muted">{t('positions.notFound')}</span> };
  }
  const tone = statusTone(row);
  if (tone === 'control') {
    return { content: <span className="muted">{t('traffic.priority', { priority: row.status })}</span> };
  }
  const text = statusText(row.status, t);
  return {
    content: (
      <Badge tone={tone} icon={tone === 'ok' ? <CircleCheck /> : <CircleX />}>
        {text}
      </Badge>
    ),
    title: `${row.status} ${text}`,
  };
}
