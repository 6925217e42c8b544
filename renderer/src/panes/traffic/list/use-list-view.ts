import { type RefObject, useEffect, useLayoutEffect, useRef, useSyncExternalStore } from 'react';
import { useView } from '../../../state/traffic.ts';
import { follow, scrollTo, spanOf, useList } from '../../../traffic/list.ts';
import { rowCache } from '../../../traffic/rows.ts';
import {
  clampTop,
  isScaled,
  lastTop,
  ROW_HEIGHT,
  rowsInView,
  type Span,
  scrollOf,
  topOf,
} from '../../../traffic/viewport.ts';

/** Rows kept ready above and below the view. */
const MARGIN = 32;

/** What part of the view the list shows, and how that follows the view, the pause and the scroll bar. */
export function useListView(scroller: RefObject<HTMLElement | null>) {
  const shown = useView();
  const list = useList();
  useSyncExternalStore(rowCache.subscribe, rowCache.version);
  const { id, end: newest, total } = shown;
  const { following, paused, height } = list;
  const live = following && !paused;
  const rows = Math.ceil(height / ROW_HEIGHT) + 1;
  useEffect(() => {
    if (live) void rowCache.follow(newest, rows);
    // oxlint-disable-next-line react/exhaustive-effect-dependencies -- another view is followed anew
  }, [live, newest, rows, id]);

  const span = spanOf(shown, list);
  const top = following ? lastTop(span) : clampTop(span, list.top);
  const view = rowsInView(span, top);

  useEffect(() => {
    const from = Math.max(span.first, view.from - MARGIN);
    if (view.to > view.from) rowCache.want({ from, to: Math.min(span.end, view.to + MARGIN), end: newest, total });
  });
  useScrollBar(scroller, span, top);

  return { span, top, view, waiting: paused || following ? newest - span.end : newest - view.to };
}

/** Keeps the native scroll bar and `top` in step, in both directions. */
function useScrollBar(scroller: RefObject<HTMLElement | null>, span: Span, top: number): void {
  const latest = useRef({ span, top });
  const set = useRef(-1);
  const wanted = scrollOf(span, top);

  useLayoutEffect(() => {
    latest.current = { span, top };
    const element = scroller.current;
    if (!element || Math.abs(element.scrollTop - wanted) < 1) return;
    set.current = scrolled(element, wanted);
  });

  useEffect(() => {
    const element = scroller.current;
    if (!element) return undefined;
    const settle = (next: number) => {
      const { span: now } = latest.current;
      if (next >= lastTop(now) - 0.5 / ROW_HEIGHT && now.end > now.first) follow();
      else scrollTo(next);
    };
    const onScroll = () => {
      if (Math.abs(element.scrollTop - set.current) < 1) return;
      set.current = -1;
      // A view that grows is pushed to the end by the browser, before its new height is known here.
      if (atEnd(element)) follow();
      else settle(topOf(latest.current.span, element.scrollTop));
    };
    // One notch of the wheel is a few rows, also where one px of a scaled scroll bar is hundreds of them.
    const onWheel = (event: WheelEvent) => {
      if (!isScaled(latest.current.span) || event.deltaY === 0 || event.shiftKey) return;
      event.preventDefault();
      settle(clampTop(latest.current.span, latest.current.top + event.deltaY / ROW_HEIGHT));
    };
    element.addEventListener('scroll', onScroll, { passive: true });
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => {
      element.removeEventListener('scroll', onScroll);
      element.removeEventListener('wheel', onWheel);
    };
  }, [scroller]);
}

const atEnd = (element: HTMLElement): boolean => element.scrollTop + element.clientHeight >= element.scrollHeight - 1;

/** Where the browser put it: it rounds to what the screen can show. */
function scrolled(element: HTMLElement, to: number): number {
  element.scrollTop = to;
  return element.scrollTop;
}
