import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react';
import { lastTop, ROW_HEIGHT, scrollOf, topOf } from '../../../traffic/viewport.ts';
import type { DatagramList } from './use-list.ts';

/** Keeps the native scroll bar and the list in step, in both directions. */
export function useScrollBar(scroller: RefObject<HTMLElement | null>, list: DatagramList): void {
  const latest = useRef(list);
  const set = useRef(-1);
  const wanted = scrollOf(list.span, list.top);

  useLayoutEffect(() => {
    latest.current = list;
    const element = scroller.current;
    if (!element || Math.abs(element.scrollTop - wanted) < 1) return;
    set.current = scrolled(element, wanted);
  });

  useEffect(() => {
    const element = scroller.current;
    if (!element) return undefined;
    const onScroll = () => {
      if (Math.abs(element.scrollTop - set.current) < 1) return;
      set.current = -1;
      const { span, follow, scrollTo } = latest.current;
      const next = topOf(span, element.scrollTop);
      if (next >= lastTop(span) - 0.5 / ROW_HEIGHT) follow();
      else scrollTo(next);
    };
    element.addEventListener('scroll', onScroll, { passive: true });
    return () => element.removeEventListener('scroll', onScroll);
  }, [scroller]);
}

/** Where the browser put it: it rounds to what the screen can show. */
function scrolled(element: HTMLElement, to: number): number {
  element.scrollTop = to;
  return element.scrollTop;
}
