import { create } from 'zustand';
import { createJSONStorage, persist } from 'zustand/middleware';
import type { TopicMemory } from '../../../testbench/contract.ts';
import { workspaceStorage } from './kept.ts';

/** How often a value that is shown may change, ms; null: as often as the window draws. */
export const displayPeriods = [null, 100, 250, 1_000, 5_000] as const;
export type DisplayPeriod = (typeof displayPeriods)[number];

/** Folded branches that are remembered, over all devices. */
const MOST_FOLDED = 2_000;

interface TopicSettings {
  layout: 'tree' | 'flat';
  displayPeriod: DisplayPeriod;
  /** Values that the bench keeps of each topic; null: what it takes by itself. */
  perTopic: number | null;
  /** Paths of branches that are folded, each behind the id of its device. */
  folded: string[];
  fold: (deviceId: string, paths: readonly string[], folded: boolean) => void;
}

/** How topics are shown and kept, as it was left. */
export const useTopicSettings = create<TopicSettings>()(
  persist(
    (set) => ({
      layout: 'tree',
      displayPeriod: null,
      perTopic: null,
      folded: [],
      fold: (deviceId, paths, isFolded) => {
        const named = paths.map((path) => foldedName(deviceId, path));
        set(({ folded }) => {
          const others = folded.filter((each) => !named.includes(each));
          return { folded: isFolded ? [...others, ...named].slice(-MOST_FOLDED) : others };
        });
      },
    }),
    { name: 'topics', version: 1, storage: createJSONStorage(() => workspaceStorage) },
  ),
);

export const foldedName = (deviceId: string, path: string): string => `${deviceId} ${path}`;

/** The memory of the bench for values. Written by its events. */
export const useTopicMemory = create<TopicMemory>()(() => ({ perTopic: 0, used: 0, cap: 0, crowdedOut: 0 }));
