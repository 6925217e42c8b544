import { create } from 'zustand';
import type { BenchError, Capture, Recording, SavedFile, Task } from '../../../testbench/contract.ts';

interface Files {
  captures: Capture[];
  recording: Recording | null;
  tasks: Task[];
  /** How the last saving, opening or recording ended, until it is dismissed. */
  outcome: { saved: SavedFile } | { error: BenchError } | null;
}

/** Captures that are open, what is recorded, and work on files that goes on; `outcome` alone is the window's own. */
export const useFiles = create<Files>()(() => ({ captures: [], recording: null, tasks: [], outcome: null }));
