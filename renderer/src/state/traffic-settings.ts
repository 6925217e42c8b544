import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import type { ColumnId } from '../traffic/columns.ts';

/** What the column of times shows: the time of day, the time since a packet, or since the row before. */
export type TimeMode = 'clock' | 'relative' | 'delta';
export type ChartSpan = 'minute' | 'tenMinutes' | 'all';

/** Filters that were used, newest first, at most this many. */
const MAX_FILTERS = 20;

interface TrafficSettings {
  hidden: ColumnId[];
  /** px, of those whose width was changed. */
  widths: Partial<Record<ColumnId, number>>;
  timeMode: TimeMode;
  chartOpen: boolean;
  chartSpan: ChartSpan;
  filters: string[];
  /** Bytes of memory for live traffic; null: what the bench takes by itself. */
  cap: number | null;
  recording: { maxFileMiB: number; maxFiles: number; syncMs: number };
  toggleColumn: (id: ColumnId) => void;
  setWidth: (id: ColumnId, width: number) => void;
  resetColumns: () => void;
  rememberFilter: (filter: string) => void;
}

/** How the traffic is shown and kept, as it was left. */
export const useTrafficSettings = create<TrafficSettings>()(
  persist(
    (set) => ({
      hidden: ['seqno'],
      widths: {},
      timeMode: 'clock',
      chartOpen: true,
      chartSpan: 'minute',
      filters: [],
      cap: null,
      recording: { maxFileMiB: 256, maxFiles: 20, syncMs: 1_000 },
      toggleColumn: (id) =>
        set(({ hidden }) => ({ hidden: hidden.includes(id) ? hidden.filter((each) => each !== id) : [...hidden, id] })),
      setWidth: (id, width) => set(({ widths }) => ({ widths: { ...widths, [id]: width } })),
      resetColumns: () => set({ hidden: ['seqno'], widths: {}, timeMode: 'clock' }),
      rememberFilter: (filter) =>
        set(({ filters }) => ({
          filters: [filter, ...filters.filter((each) => each !== filter)].slice(0, MAX_FILTERS),
        })),
    }),
    { name: 'traffic', version: 1 },
  ),
);
