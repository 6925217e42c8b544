import type { PlotData } from '../../../testbench/contract.ts';
import type { Span } from './series-cache.ts';

/** What a plot shows of the time: the newest of it, or a part that stands still since somebody said so. */
export type TimeView = { kind: 'live' } | ({ kind: 'still'; since: number } & Span);

export const LIVE: TimeView = { kind: 'live' };

/** Nothing is to be seen in less, ms. */
const SHORTEST = 5;
/** What is shown while there is nothing. */
const EMPTY_SPAN = 10_000;

/** `spanMs` null: all there is. */
export function spanOf(view: TimeView, spanMs: number | null, data: PlotData): Span {
  if (view.kind === 'still') return view;
  const to = data.newest ?? Math.ceil(Date.now() / 1_000) * 1_000;
  const from = spanMs === null ? (data.oldest ?? to - EMPTY_SPAN) : to - spanMs;
  return { from: Math.min(from, to - SHORTEST), to };
}

/**
 * The size of buckets for so many pixels: powers of two, so that it stays the same while "all there is" grows. From one
 * to two buckets a pixel.
 */
export function bucketMsOf({ from, to }: Span, pixels: number): number {
  return 2 ** Math.floor(Math.log2((to - from) / Math.max(1, pixels)));
}

/** Makes the span `factor` times as long; what is at `fraction` of it stays there. */
export function zoomed({ from, to }: Span, factor: number, fraction = 0.5): Span {
  const length = Math.max(SHORTEST, (to - from) * factor);
  const at = from + (to - from) * fraction;
  return { from: at - length * fraction, to: at + length * (1 - fraction) };
}

/** Moves it by a part of its length. */
export function panned({ from, to }: Span, fraction: number): Span {
  const by = (to - from) * fraction;
  return { from: from + by, to: to + by };
}

/** From one fraction of it to another, in whichever order. */
export function partOf({ from, to }: Span, one: number, other: number): Span {
  const [low, high] = [Math.min(one, other), Math.max(one, other)];
  const length = Math.max(SHORTEST, (to - from) * (high - low));
  return { from: from + (to - from) * low, to: from + (to - from) * low + length };
}

export interface Range {
  min: number;
  max: number;
}

/** A range for an axis with some room around, on round numbers: it changes seldom while the values do. */
export function axisRange(extent: Range | null): Range {
  if (!extent) return { min: 0, max: 1 };
  const { min, max } = extent;
  const length = max - min;
  if (length === 0) {
    const room = Math.abs(min) * 0.1 || 1;
    return { min: min - room, max: max + room };
  }
  const step = niceStep(length / 20);
  const padding = length * 0.04;
  return { min: Math.floor((min - padding) / step) * step, max: Math.ceil((max + padding) / step) * step };
}

/** 1, 2 or 5 times a power of ten, at least as large. */
function niceStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  const factor = [1, 2, 5, 10].find((each) => each * power >= least) ?? 10;
  return factor * power;
}
