import { type RefObject, useLayoutEffect, useState } from 'react';

/** Below this width of its pane the list of requests lies over the editor, px. */
const NARROW = 760;

/** Whether the pane that an element stands in has no room for one thing more. */
export function useNarrow(ref: RefObject<HTMLElement | null>): boolean {
  const [narrow, setNarrow] = useState(false);
  useLayoutEffect(() => {
    const pane = ref.current?.closest('.pane');
    if (!pane) return undefined;
    const measure = () => setNarrow(pane.clientWidth > 0 && pane.clientWidth < NARROW);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(pane);
    return () => observer.disconnect();
  }, [ref]);
  return narrow;
}
