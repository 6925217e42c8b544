import type { Key } from '../locales/en.ts';

export type ColumnId =
  | 'mark'
  | 'time'
  | 'connection'
  | 'direction'
  | 'channel'
  | 'type'
  | 'url'
  | 'status'
  | 'seqno'
  | 'length'
  | 'rtt'
  | 'summary';

export interface Column {
  id: ColumnId;
  label: Key;
  /** px; of the last one the least that it takes, for it takes what is left. */
  width: number;
  number?: boolean;
  /** Neither hidden nor sized. */
  fixed?: boolean;
}

/** Room for what is usual, padding included: at 1,440 px of window nothing but the summary is cut. */
export const columns: readonly Column[] = [
  { id: 'mark', label: 'column.mark', width: 20, fixed: true },
  { id: 'time', label: 'column.time', width: 118 },
  { id: 'connection', label: 'column.connection', width: 112 },
  { id: 'direction', label: 'column.direction', width: 24 },
  { id: 'channel', label: 'column.channel', width: 24 },
  { id: 'type', label: 'column.type', width: 128 },
  { id: 'url', label: 'column.url', width: 136 },
  { id: 'status', label: 'column.status', width: 104 },
  { id: 'seqno', label: 'column.seqno', width: 56, number: true },
  { id: 'length', label: 'column.length', width: 60, number: true },
  { id: 'rtt', label: 'column.rtt', width: 60, number: true },
  { id: 'summary', label: 'column.summary', width: 60 },
];

export const MIN_WIDTH = 20;
export const MAX_WIDTH = 2_000;

export type Widths = Partial<Record<ColumnId, number>>;

export const columnsShown = (hidden: readonly ColumnId[]): Column[] =>
  columns.filter((column) => column.fixed || !hidden.includes(column.id));

export const widthOf = (column: Column, widths: Widths): number => widths[column.id] ?? column.width;

export const clampWidth = (width: number): number => Math.round(Math.max(MIN_WIDTH, Math.min(MAX_WIDTH, width)));

/** For `grid-template-columns`: the last column takes what the others leave. */
export function template(shown: readonly Column[], widths: Widths): string {
  return shown
    .map((column, at) => {
      const width = `${widthOf(column, widths)}px`;
      return at === shown.length - 1 ? `minmax(${width}, 1fr)` : width;
    })
    .join(' ');
}

export const totalWidth = (shown: readonly Column[], widths: Widths): number =>
  shown.reduce((sum, column) => sum + widthOf(column, widths), 0);
