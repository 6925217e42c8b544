import type { TrafficChart } from '../contract.ts';
import type { Chunk } from './chunk.ts';
import type { Selection } from './selection.ts';
import type { Source } from './source.ts';

export interface ChartSpan {
  /** Epoch ms; null: as far as there are packets. */
  from: number | null;
  to: number | null;
  buckets: number;
}

/**
 * Counts packets over time. Nothing is kept for it: within a chunk packets are nearly always in the order of their
 * times, so that the end of a bucket is found by halving, and the cost is that of chunks and buckets, not of packets.
 */
export function readChart(source: Source, matching: Selection | null, span: ChartSpan): TrafficChart {
  const { log } = source;
  const held = log.span ?? { from: 0, to: 0 };
  const low = span.from ?? held.from;
  const high = Math.max(span.to ?? held.to, low);
  const bucketMs = niceStep((high - low) / span.buckets, low, high, span.buckets);
  const from = Math.floor(low / bucketMs) * bucketMs;
  const axis = { from, bucketMs, count: Math.min(span.buckets, Math.floor((high - from) / bucketMs) + 1) };
  const packets = counts(axis, log.chunks, null);
  return {
    from,
    bucketMs,
    packets,
    matching: matching === null ? packets : countSelected(axis, matching),
    failed: countSelected(axis, source.failed),
  };
}

interface Axis {
  from: number;
  bucketMs: number;
  count: number;
}

/** 1, 2 or 5 times a power of ten, so that buckets stay where they are while the traffic goes on. */
function niceStep(least: number, low: number, high: number, buckets: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(least, 1)));
  const steps = [1, 2, 5, 10, 20].map((factor) => factor * power);
  const fits = (step: number) => step >= least && Math.floor(high / step) - Math.floor(low / step) < buckets;
  return steps.find(fits) ?? power * 50;
}

function countSelected(axis: Axis, selection: Selection): number[] {
  const chunks = selection.parts.map(({ chunk }) => chunk);
  const rows = new Map(selection.parts.map(({ chunk, rows: selected, count }) => [chunk, selected.subarray(0, count)]));
  return counts(axis, chunks, rows);
}

function counts(axis: Axis, chunks: readonly Chunk[], rows: ReadonlyMap<Chunk, Uint16Array> | null): number[] {
  const buckets = Array.from<number>({ length: axis.count }).fill(0);
  const end = axis.from + axis.count * axis.bucketMs;
  for (const chunk of chunks) {
    if (chunk.latest < axis.from || chunk.earliest >= end) continue;
    const selected = rows?.get(chunk);
    const length = selected?.length ?? chunk.count;
    const { time } = chunk.columns;
    const timeOf = (at: number) => time[selected?.[at] ?? at] as number;
    if (chunk.ordered) addRuns(buckets, axis, timeOf, length);
    else for (let at = 0; at < length; at++) add(buckets, axis, timeOf(at), 1);
  }
  return buckets;
}

/** Of ascending times, from the end of one bucket to that of the next. */
function addRuns(buckets: number[], axis: Axis, timeOf: (at: number) => number, length: number): void {
  let at = 0;
  while (at < length) {
    const time = timeOf(at);
    const bucketEnd = axis.from + (Math.floor((time - axis.from) / axis.bucketMs) + 1) * axis.bucketMs;
    const next = firstNotBefore(timeOf, Math.max(bucketEnd, axis.from), at + 1, length);
    add(buckets, axis, time, next - at);
    at = next;
  }
}

function add(buckets: number[], axis: Axis, time: number, count: number): void {
  const bucket = Math.floor((time - axis.from) / axis.bucketMs);
  if (bucket >= 0 && bucket < axis.count) buckets[bucket] = (buckets[bucket] as number) + count;
}

function firstNotBefore(timeOf: (at: number) => number, limit: number, from: number, to: number): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (timeOf(middle) < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
