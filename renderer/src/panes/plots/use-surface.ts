import { type PointerEvent, type RefObject, useEffect, useRef, useState } from 'react';
import type { Span } from '../../plots/series-cache.ts';
import { panned } from '../../plots/spans.ts';
import { type AxisName, pan, shownSpan, showSpan, zoom } from '../../state/plot-views.ts';

interface SurfaceOptions {
  plotId: string;
  hasRight: boolean;
  /** From 0 to 1 of the time; null where the pointer has left. */
  onHover: (fraction: number | null) => void;
  /** Fractions of the time, in whichever order. */
  onZoomTime: (one: number, other: number) => void;
  /** Fractions of the height from the top, in whichever order. */
  onZoomAxis: (axis: AxisName, one: number, other: number) => void;
}

interface Drag {
  axis: 'time' | AxisName;
  start: number;
  end: number;
}

type Held = { kind: 'zoom'; drag: Drag } | { kind: 'pan'; at: number; span: Span };

/** Less than this is a click, px. */
const LEAST = 4;
const WHEEL_ZOOM = 0.0015;
const WHEEL_PAN = 0.001;

/**
 * Dragging over the lines zooms into the time, beside them into the axis there; with Shift or the middle button it moves
 * the time. The wheel zooms around the pointer, with Shift it moves the time.
 */
export function useSurface(surface: RefObject<HTMLElement | null>, options: SurfaceOptions) {
  const [shade, setShade] = useState<Drag | null>(null);
  const held = useRef<Held | null>(null);
  const { plotId } = options;
  useWheel(surface, plotId);
  const hold = (next: Held | null) => {
    held.current = next;
    setShade(next?.kind === 'zoom' ? next.drag : null);
  };

  const place = (event: PointerEvent<HTMLElement>) => {
    const { left, top, width, height } = (surface.current as HTMLElement).getBoundingClientRect();
    return { x: (event.clientX - left) / width, y: within((event.clientY - top) / height), width, height };
  };
  const handlers = {
    onPointerDown(event: PointerEvent<HTMLElement>) {
      if (event.button > 1) return;
      const { x, y } = place(event);
      surface.current?.setPointerCapture(event.pointerId);
      const axis = axisAt(x, options.hasRight);
      if (event.button === 1 || event.shiftKey) {
        event.preventDefault();
        hold({ kind: 'pan', at: x, span: shownSpan(plotId) });
      } else if (axis === 'time') hold({ kind: 'zoom', drag: { axis, start: within(x), end: within(x) } });
      else hold({ kind: 'zoom', drag: { axis, start: y, end: y } });
    },
    onPointerMove(event: PointerEvent<HTMLElement>) {
      const { x, y } = place(event);
      options.onHover(x < 0 || x > 1 ? null : x);
      const current = held.current;
      if (!current) return;
      if (current.kind === 'pan') showSpan(plotId, panned(current.span, current.at - x));
      else hold({ kind: 'zoom', drag: { ...current.drag, end: current.drag.axis === 'time' ? within(x) : y } });
    },
    onPointerUp(event: PointerEvent<HTMLElement>) {
      const current = held.current;
      hold(null);
      if (current?.kind !== 'zoom') return;
      const { width, height } = place(event);
      const { axis, start, end } = current.drag;
      if (Math.abs(end - start) * (axis === 'time' ? width : height) < LEAST) return;
      if (axis === 'time') options.onZoomTime(start, end);
      else options.onZoomAxis(axis, start, end);
    },
    onPointerCancel: () => hold(null),
    onPointerLeave: () => options.onHover(null),
  };
  return { shade, handlers };
}

/** Not by React, whose listeners for the wheel cannot keep the pane from scrolling. */
function useWheel(surface: RefObject<HTMLElement | null>, plotId: string): void {
  const element = useRef<HTMLElement | null>(null);
  useEffect(() => {
    element.current = surface.current;
    const target = element.current;
    if (!target) return undefined;
    const onWheel = (event: WheelEvent) => {
      if (event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      const { left, width } = target.getBoundingClientRect();
      const sideways = event.shiftKey ? event.deltaY || event.deltaX : event.deltaX;
      if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) pan(plotId, sideways * WHEEL_PAN);
      else zoom(plotId, Math.exp(event.deltaY * WHEEL_ZOOM), within((event.clientX - left) / width));
    };
    target.addEventListener('wheel', onWheel, { passive: false });
    return () => target.removeEventListener('wheel', onWheel);
  }, [surface, plotId]);
}

const within = (fraction: number): number => Math.max(0, Math.min(1, fraction));

/** The surface reaches over the axes beside the lines, whose parts of it lie before 0 and behind 1. */
function axisAt(x: number, hasRight: boolean): 'time' | AxisName {
  if (x < 0) return 'left';
  return x > 1 && hasRight ? 'right' : 'time';
}
