import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import type { Press } from './keys.ts';

/** Of the palette's entries that were used. */
const MOST_RECENT = 12;

interface FrameSettings {
  /** Keys that the user gave to commands, by their ids; an empty list: none. */
  keys: Readonly<Record<string, readonly Press[]>>;
  /** Times the size that ships. */
  zoom: number;
  /** Ids of what was used last in the palette, newest first. */
  recent: readonly string[];
  setKeys: (changes: Record<string, readonly Press[] | null>) => void;
  resetKeys: () => void;
  setZoom: (zoom: number) => void;
  used: (id: string) => void;
}

/** How this person works with this window, whatever workspace is open: kept in the window's local storage. */
export const useFrameSettings = create<FrameSettings>()(
  persist(
    (set) => ({
      keys: {},
      zoom: 1,
      recent: [],
      setKeys: (changes) => set(({ keys }) => ({ keys: changed(keys, changes) })),
      resetKeys: () => set({ keys: {} }),
      setZoom: (zoom) => set({ zoom }),
      used: (id) =>
        set(({ recent }) => ({ recent: [id, ...recent.filter((each) => each !== id)].slice(0, MOST_RECENT) })),
    }),
    { name: 'frame', version: 1 },
  ),
);

/** Null takes the user's keys away, so that those that ship are in force again. */
function changed(keys: FrameSettings['keys'], changes: Record<string, readonly Press[] | null>): FrameSettings['keys'] {
  const entries = Object.entries({ ...keys, ...changes });
  return Object.fromEntries(entries.filter((entry): entry is [string, readonly Press[]] => entry[1] !== null));
}
