import { type RefObject, useEffect, useRef } from 'react';
import type { Plot } from '../../../../testbench/contract.ts';
import { Picture, roomOf } from '../../plots/picture.ts';
import { pictures } from '../../plots/pictures.ts';
import { plotReader } from '../../plots/reader.ts';
import type { Span } from '../../plots/series-cache.ts';
import { shownSpan, usePlotViews } from '../../state/plot-views.ts';
import { usePlots } from '../../state/plots.ts';

interface Parts {
  /** Where the canvas goes. */
  host: RefObject<HTMLElement | null>;
  /** Is laid over the lines. */
  surface: RefObject<HTMLElement | null>;
  /** Called after each picture. */
  onPaint: (span: Span) => void;
}

/** Keeps a picture of a plot up to date as long as it is in view. */
export function usePicture(plot: Plot, { host, surface, onPaint }: Parts): RefObject<Picture | null> {
  const picture = useRef<Picture | null>(null);
  const painted = useRef(onPaint);
  useEffect(() => {
    painted.current = onPaint;
  }, [onPaint]);
  const { id } = plot;
  useEffect(() => {
    const element = host.current;
    if (!element) return undefined;
    const made = new Picture(element);
    picture.current = made;
    pictures.set(id, made);
    const size = { width: 0, height: 0 };
    const observer = new ResizeObserver(() => {
      size.width = element.clientWidth;
      size.height = element.clientHeight;
      plotReader.redraw();
    });
    observer.observe(element);
    const unmount = plotReader.mount({
      plotId: id,
      width: () => (size.height < 40 ? 0 : size.width),
      paint: (span, caches) => {
        const { plots } = usePlots.getState().sheet;
        const now = plots.find((each) => each.id === id);
        if (!now) return;
        const { ranges, focused } = usePlotViews.getState();
        made.show(size, { plot: now, room: roomOf(plots), span, caches, ranges: ranges[id] ?? {}, focused });
        if (surface.current) lay(surface.current, made.area);
        painted.current(span);
      },
    });
    const unfollow = followInputs();
    return () => {
      unmount();
      unfollow();
      observer.disconnect();
      made.close();
      picture.current = null;
      if (pictures.get(id) === made) pictures.delete(id);
    };
  }, [id, host, surface]);
  return picture;
}

let followers = 0;
let unfollowAll = () => {};

/** What plots show depends on the data, the views, the plots themselves and the theme: followed once for all plots. */
function followInputs(): () => void {
  followers += 1;
  if (followers === 1) {
    const unfollow = [usePlots.subscribe(change), usePlotViews.subscribe(followLook)];
    const themed = new MutationObserver(() => plotReader.redraw());
    themed.observe(document.documentElement, { attributeFilter: ['data-theme'] });
    unfollowAll = () => {
      for (const end of unfollow) end();
      themed.disconnect();
    };
  }
  return () => {
    followers -= 1;
    if (followers === 0) unfollowAll();
  };
}

const change = (): void => plotReader.changed();

type Views = ReturnType<typeof usePlotViews.getState>;

/** The cursor and the numbers in legends move without a new picture. */
function followLook(now: Views, before: Views): void {
  const same =
    now.all === before.all && now.own === before.own && now.ranges === before.ranges && now.focused === before.focused;
  if (!same) change();
}

/** The style is set where it has changed only: to set it is work for the page. */
function lay(
  element: HTMLElement,
  { left, top, width, height }: Record<'left' | 'top' | 'width' | 'height', number>,
): void {
  const place = `${left} ${top} ${width} ${height}`;
  if (element.dataset['place'] === place) return;
  element.dataset['place'] = place;
  Object.assign(element.style, { left: `${left}px`, top: `${top}px`, width: `${width}px`, height: `${height}px` });
}

/** Where in the span a time is, from 0 to 1. */
export const fractionOf = (plotId: string, time: number): number => {
  const { from, to } = shownSpan(plotId);
  return (time - from) / (to - from);
};
