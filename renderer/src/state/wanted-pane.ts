import type { PaneId } from '../frame/dock-model.ts';

type Open = (id: PaneId) => void;

let opener: Open | undefined;

/** Brings a pane to the front from wherever something leads to it. */
export function wantPane(id: PaneId): void {
  opener?.(id);
}

/** The frame says how panes are opened; answers how to take that back. */
export function opensPanes(open: Open): () => void {
  opener = open;
  return () => {
    if (opener === open) opener = undefined;
  };
}
