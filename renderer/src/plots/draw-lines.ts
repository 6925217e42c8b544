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
/** With more points than so many in a pixel, lines are drawn by columns. */
const DENSE = 2;

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
  const { cache, colour, faded, focused } = line;
  context.globalAlpha = faded ? 0.25 : 1;
  context.strokeStyle = colour;
  context.fillStyle = colour;
  if (cache.end - cache.start > area.width * DENSE) {
    context.lineWidth = focused ? 2 : 1;
    drawColumns(context, area, line);
  } else drawPoints(context, area, line, scale);
}

/** Where there are several points to a pixel: one upright stroke for each column of them, which is much cheaper. */
function drawColumns(context: CanvasRenderingContext2D, area: Area, { cache, span, range }: Line): void {
  const { times, values, start, end } = cache;
  const perMs = area.width / (span.to - span.from);
  const perUnit = area.height / (range.max - range.min);
  const bottom = area.top + area.height;
  context.beginPath();
  let column = Number.NaN;
  let low = 0;
  let high = 0;
  let before = 0;
  for (let at = start; at < end; at++) {
    const value = values[at] as number;
    // NaN is a gap, and not itself.
    if (value !== value) {
      stroke(context, column, low, high);
      column = Number.NaN;
      continue;
    }
    const x = Math.floor(area.left + ((times[at] as number) - span.from) * perMs);
    const y = bottom - (value - range.min) * perUnit;
    if (x === column) {
      low = Math.min(low, y);
      high = Math.max(high, y);
    } else {
      stroke(context, column, low, high);
      // A column reaches to where the one before has ended; over empty ones there is a line.
      const joined = x === column + 1;
      if (x > column + 1) {
        context.moveTo(column + 0.5, before);
        context.lineTo(x + 0.5, y);
      }
      low = joined ? Math.min(y, before) : y;
      high = joined ? Math.max(y, before) : y;
      column = x;
    }
    before = y;
  }
  stroke(context, column, low, high);
  context.stroke();
}

/** Never less than a pixel high; no column is NaN. */
function stroke(context: CanvasRenderingContext2D, column: number, low: number, high: number): void {
  if (column !== column) return;
  context.moveTo(column + 0.5, low - 0.5);
  context.lineTo(column + 0.5, Math.max(high, low) + 0.5);
}

function drawPoints(context: CanvasRenderingContext2D, area: Area, line: Line, scale: number): void {
  const { cache, span, range, steps, focused } = line;
  const { times, values, start, end } = cache;
  const perMs = area.width / (span.to - span.from);
  const perUnit = area.height / (range.max - range.min);
  const bottom = area.top + area.height;
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
