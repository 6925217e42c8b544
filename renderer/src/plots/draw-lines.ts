import type { SeriesCache, Span } from './series-cache.ts';
import type { Range } from './spans.ts';

export interface Line {
  cache: SeriesCache;
  span: Span;
  range: Range;
  colour: string;
  steps: boolean;
  /** Another one is looked at. */
  faded: boolean;
  focused: boolean;
}

/** Where the lines go, in pixels of the canvas. */
export interface Area {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** With fewer points than one in so many pixels, each is marked. */
const MARKED = 12;

/** Draws lines through the points, broken where there are gaps. */
export function drawLines(context: CanvasRenderingContext2D, area: Area, lines: readonly Line[], scale: number): void {
  context.save();
  context.beginPath();
  context.rect(area.left, area.top, area.width, area.height);
  context.clip();
  context.lineJoin = 'bevel';
  for (const line of lines) drawLine(context, area, line, scale);
  context.restore();
}

function drawLine(context: CanvasRenderingContext2D, area: Area, line: Line, scale: number): void {
  const { cache, span, range, colour, steps, faded, focused } = line;
  const { times, values, start, end } = cache;
  const perMs = area.width / (span.to - span.from);
  const perUnit = area.height / (range.max - range.min);
  const bottom = area.top + area.height;
  context.globalAlpha = faded ? 0.25 : 1;
  context.strokeStyle = colour;
  context.fillStyle = colour;
  const sparse = end - start < area.width / scale / MARKED;
  // Lines of one pixel are much cheaper than all others, and there are many.
  context.lineWidth = (focused ? 2 : sparse ? 1.5 : 1) * scale;
  const dot = (sparse ? 2 : 1.25) * scale;
  const dots: number[] = [];
  context.beginPath();
  let open = false;
  let y = 0;
  for (let at = start; at < end; at++) {
    const value = values[at] as number;
    // NaN is a gap.
    if (value !== value) {
      open = false;
      continue;
    }
    const x = area.left + ((times[at] as number) - span.from) * perMs;
    const before = y;
    y = bottom - (value - range.min) * perUnit;
    if (!open) context.moveTo(x, y);
    else {
      if (steps) context.lineTo(x, before);
      context.lineTo(x, y);
    }
    const alone = !open && (at + 1 === end || Number.isNaN(values[at + 1]));
    if (sparse || alone) dots.push(x, y);
    open = true;
  }
  context.stroke();
  for (let at = 0; at < dots.length; at += 2) {
    context.fillRect((dots[at] as number) - dot, (dots[at + 1] as number) - dot, dot * 2, dot * 2);
  }
}
