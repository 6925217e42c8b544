import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import { steps } from './steps.ts';

interface TourState {
  /** Offered in a start of the app: no other start offers it unasked. */
  offered: boolean;
  /** Where it was left; the one it begins with. */
  step: number;
}

/** What this person has seen of the tour, whatever workspace is open: kept in the window's local storage. */
export const useTour = create<TourState>()(
  persist((): TourState => ({ offered: false, step: 0 }), { name: 'tour', version: 1 }),
);

/** Not kept: a window that was closed in the midst of it opens without it. */
export const useTourOpen = create<{ open: boolean; offer: boolean }>()(() => {
  const { offered } = useTour.getState();
  if (!offered) useTour.setState({ offered: true });
  return { open: false, offer: !offered };
});

/** From where it was left. */
export function startTour(): void {
  useTourOpen.setState({ open: true, offer: false });
}

export function skipTour(): void {
  useTourOpen.setState({ open: false, offer: false });
}

/** Past the last one it ends, and begins with the first the next time. */
export function goBy(by: 1 | -1): void {
  const next = Math.max(0, useTour.getState().step + by);
  if (next < steps.length) {
    useTour.setState({ step: next });
    return;
  }
  useTour.setState({ step: 0 });
  skipTour();
}
