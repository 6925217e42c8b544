import type { TrafficChart } from '../../../testbench/contract.ts';

/** px of a bar, its gap included. */
const BAR = 4;
const MINUTE = 60_000;

export interface Window {
  from: number | null;
  to: number | null;
  buckets: number;
}

export interface Scope {
  /** The span that the list is narrowed to; the chart then shows just that. */
  from: number | null;
  to: number | null;
  /** Of live traffic: how far back, ms; null for all of it. */
  lastMs: number | null;
}

/** What to ask for; the bench puts the buckets on a grid of time, so that bars keep their heights as they move. */
export function windowOf({ from, to, lastMs }: Scope, now: number, width: number): Window {
  const buckets = Math.max(1, Math.min(500, Math.floor(width / BAR)));
  if (from !== null || to !== null || lastMs === null) return { from, to, buckets };
  return { from: now - lastMs, to: now, buckets };
}

export const spanMs = { minute: MINUTE, tenMinutes: 10 * MINUTE, all: null } as const;

/** Time at a place from 0 to 1 across the chart. */
export function timeAt(chart: TrafficChart, part: number): number {
  return chart.from + Math.max(0, Math.min(1, part)) * chart.bucketMs * chart.packets.length;
}

export function bucketAt(chart: TrafficChart, part: number): number {
  return Math.max(0, Math.min(chart.packets.length - 1, Math.floor(part * chart.packets.length)));
}

export interface Bar {
  from: number;
  to: number;
  packets: number;
  matching: number;
  failed: number;
}

export function barOf(chart: TrafficChart, bucket: number): Bar {
  const from = chart.from + bucket * chart.bucketMs;
  return {
    from,
    to: from + chart.bucketMs,
    packets: chart.packets[bucket] ?? 0,
    matching: chart.matching[bucket] ?? 0,
    failed: chart.failed[bucket] ?? 0,
  };
}
