import { useState } from 'react';

/** What the list of values stands at: it follows the newest, or is held at an end that stays. */
interface View {
  held: { end: number; by: 'pause' | 'scroll' | 'choice' } | null;
  /** The number of the value that is looked at; null: the newest. */
  chosen: number | null;
  /** What it is compared with; null: the one before. */
  base: number | null;
}

const FOLLOWS: View = { held: null, chosen: null, base: null };

/** How one looks at the values of a topic. */
export function useTopicView() {
  const [view, setView] = useState(FOLLOWS);
  return {
    ...view,
    follow: () => setView(FOLLOWS),
    pause: (end: number) => setView((before) => ({ ...before, held: { end: before.held?.end ?? end, by: 'pause' } })),
    choose: (number: number, end: number) =>
      setView((before) => ({ ...before, chosen: number, held: before.held ?? { end, by: 'choice' } })),
    compareWith: (base: number | null) => setView((before) => ({ ...before, base })),
    /** Away from the newest the list stands still, and follows again when one comes back. */
    scrolled: (away: boolean, end: number) =>
      setView((before) => {
        if (away && before.held === null) return { ...before, held: { end, by: 'scroll' } };
        if (!away && before.held?.by === 'scroll' && before.chosen === null) return FOLLOWS;
        return before;
      }),
  };
}

export type TopicView = ReturnType<typeof useTopicView>;
