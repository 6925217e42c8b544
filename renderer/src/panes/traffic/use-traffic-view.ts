import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState, useSyncExternalStore } from 'react';
import { bench, value } from '../../bench.ts';
import { useTraffic } from '../../state/traffic.ts';
import { RowCache } from '../../traffic/row-cache.ts';
import {
  clampTop,
  isScaled,
  lastTop,
  ROW_HEIGHT,
  rowsInView,
  type Span,
  scrollOf,
  topOf,
} from '../../traffic/viewport.ts';

const cache = new RowCache((from, to) => value(bench().trafficRows({ from, to })));

/** Rows kept ready above and below the view. */
const MARGIN = 32;

/** What part of the log the list shows, and how that follows the log, the pause and the scroll bar. */
export function useTrafficView(scroller: RefObject<HTMLElement | null>, height: number) {
  const first = useTraffic((stats) => stats.first);
  const newest = useTraffic((stats) => stats.end);
  useSyncExternalStore(cache.subscribe, cache.version);
  const [pausedAt, setPausedAt] = useState<number | null>(null);
  const [following, setFollowing] = useState(true);
  const [top, setTop] = useState(0);
  const live = pausedAt === null && following;
  const rows = Math.ceil(height / ROW_HEIGHT) + 1;
  useEffect(() => {
    if (live) void cache.follow(newest, rows);
  }, [live, newest, rows]);

  const end = pausedAt ?? (following ? Math.min(newest, Math.max(first, cache.readyEnd())) : newest);
  const span: Span = { first: Math.min(first, end), end, height };
  const shownTop = following ? lastTop(span) : clampTop(span, top);
  const view = rowsInView(span, shownTop);

  useEffect(() => {
    if (view.to > view.from)
      cache.want(Math.max(span.first, view.from - MARGIN), Math.min(end, view.to + MARGIN), newest);
  });

  const scrollTo = useCallback((next: number) => {
    setFollowing(false);
    setTop(next);
  }, []);
  const follow = useCallback(() => setFollowing(true), []);
  useScrollBar(scroller, span, shownTop, scrollTo, follow);

  const togglePause = useCallback(() => {
    setPausedAt((paused) => (paused === null ? end : null));
  }, [end]);

  return {
    span,
    top: shownTop,
    view,
    row: (index: number) => cache.row(index),
    following,
    paused: pausedAt !== null,
    waiting: pausedAt === null && !following ? newest - view.to : newest - end,
    scrollTo,
    follow,
    togglePause,
    clear: async () => {
      setPausedAt(null);
      setFollowing(true);
      await bench().clearTraffic(undefined);
      cache.clear();
    },
  };
}

/** Keeps the native scroll bar and `top` in step, in both directions. */
function useScrollBar(
  scroller: RefObject<HTMLElement | null>,
  span: Span,
  top: number,
  scrollTo: (top: number) => void,
  follow: () => void,
): void {
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
  }, [scroller, scrollTo, follow]);
}

const atEnd = (element: HTMLElement): boolean => element.scrollTop + element.clientHeight >= element.scrollHeight - 1;

/** Where the browser put it: it rounds to what the screen can show. */
function scrolled(element: HTMLElement, to: number): number {
  element.scrollTop = to;
  return element.scrollTop;
}
