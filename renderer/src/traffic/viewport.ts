/**
 * Where a list of millions of rows of one height stands. `top` is a row index with a fraction, counted as the log counts:
 * rows that are evicted at the start of the log move nothing. The scroll bar follows from it. A browser lays out some
 * 33 million px at most, so a taller list gets a scroll bar that stands for it in scale.
 */

export const ROW_HEIGHT = 24;
export const MAX_SCROLL = 8_000_000;

export interface Span {
  /** Oldest row held, and one past the newest. */
  first: number;
  end: number;
  /** Of the viewport, px. */
  height: number;
}

export const scrollHeight = ({ first, end }: Span): number => Math.min((end - first) * ROW_HEIGHT, MAX_SCROLL);

export const isScaled = ({ first, end }: Span): boolean => (end - first) * ROW_HEIGHT > MAX_SCROLL;

/** The top at which the newest row is in full view. */
export const lastTop = ({ first, end, height }: Span): number => Math.max(first, end - height / ROW_HEIGHT);

export const clampTop = (span: Span, top: number): number => Math.max(span.first, Math.min(lastTop(span), top));

export function scrollOf(span: Span, top: number): number {
  if (!isScaled(span)) return (top - span.first) * ROW_HEIGHT;
  return ((top - span.first) / (lastTop(span) - span.first)) * (MAX_SCROLL - span.height);
}

export function topOf(span: Span, scroll: number): number {
  if (!isScaled(span)) return clampTop(span, span.first + scroll / ROW_HEIGHT);
  return clampTop(span, span.first + (scroll / (MAX_SCROLL - span.height)) * (lastTop(span) - span.first));
}

/** Rows at least partly in view: from, and up to but not including. */
export function rowsInView(span: Span, top: number): { from: number; to: number } {
  return {
    from: Math.max(span.first, Math.floor(top)),
    to: Math.min(span.end, Math.ceil(top + span.height / ROW_HEIGHT)),
  };
}

/** The top nearest to `top` at which a row is in full view. */
export function revealed(span: Span, top: number, row: number): number {
  const room = span.height / ROW_HEIGHT;
  return clampTop(span, Math.max(row + 1 - room, Math.min(row, top)));
}
