import type { IJsonModel } from 'flexlayout-react';
import { create } from 'zustand';
import { createJSONStorage, persist } from 'zustand/middleware';
import { workspaceStorage } from './kept.ts';

interface Layout {
  /** The docked panes as they were left; null for the arrangement that ships. */
  layout: IJsonModel | null;
  setLayout: (layout: IJsonModel | null) => void;
}

export const useLayout = create<Layout>()(
  persist((set) => ({ layout: null, setLayout: (layout) => set({ layout }) }), {
    name: 'layout',
    version: 1,
    storage: createJSONStorage(() => workspaceStorage),
  }),
);
