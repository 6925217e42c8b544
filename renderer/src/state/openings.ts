import { create } from 'zustand';
import type { Opening } from '../../../testbench/contract.ts';

export type Link = Extract<Opening, { kind: 'link' }>;

interface Openings {
  /** How many the bench has that were not taken. */
  waiting: number;
  /** The link that the user is asked about. */
  link: Link | null;
  /** How many links there were: two of them may be the same. */
  links: number;
}

/** What the system asks the app to open. */
export const useOpenings = create<Openings>()(() => ({ waiting: 0, link: null, links: 0 }));
