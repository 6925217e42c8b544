import type { Key } from '../../locales/en.ts';

export const HEADER_HEIGHT = 24;

type ColumnId =
  | 'time'
  | 'connection'
  | 'direction'
  | 'channel'
  | 'type'
  | 'url'
  | 'status'
  | 'seqno'
  | 'length'
  | 'summary';

interface Column {
  id: ColumnId;
  label: Key;
  number?: boolean;
}

/** The widths are in style/traffic.css, `.traffic-row`. */
export const columns: Column[] = [
  { id: 'time', label: 'column.time' },
  { id: 'connection', label: 'column.connection' },
  { id: 'direction', label: 'column.directionShort' },
  { id: 'channel', label: 'column.channel' },
  { id: 'type', label: 'column.type' },
  { id: 'url', label: 'column.url' },
  { id: 'status', label: 'column.status' },
  { id: 'seqno', label: 'column.seqno', number: true },
  { id: 'length', label: 'column.length', number: true },
  { id: 'summary', label: 'column.summary' },
];
