import type { Delay } from '../file/atoms.ts';

/** What is quicker than this took no time of the device, but of the network and of the bench, ms. */
const AT_ONCE = 5;
const LONGEST = 86_400_000;
/** So many of the distances are about as long as the one in the middle where something is regular. */
const REGULAR = 0.8;

/** How long a device took for its answers; undefined where it answered at once. */
export function delayOf(roundTrips: readonly number[]): Delay | undefined {
  const middle = quantile(roundTrips, 0.5);
  if (!(middle >= AT_ONCE)) return undefined;
  const [min, max] = [quantile(roundTrips, 0.1), quantile(roundTrips, 0.9)].map(rounded) as [number, number];
  const isFixed = roundTrips.length < 5 || max - min <= Math.max(2, middle * 0.2);
  return isFixed ? rounded(middle) : { min, max };
}

export interface Period {
  /** ms */
  every: number;
  /** Whether nearly all came in that distance. */
  isRegular: boolean;
}

/** Undefined where something came only once, or all at one time. */
export function periodOf(times: readonly number[]): Period | undefined {
  const distances = times.slice(1).map((time, index) => time - (times[index] as number));
  const middle = quantile(distances, 0.5);
  if (!(middle >= 0.5)) return undefined;
  const slack = Math.max(5, middle * 0.3);
  const near = distances.filter((distance) => Math.abs(distance - middle) <= slack);
  // Late ones come before early ones, so that their mean is nearer to what was meant than one of them.
  const mean = near.reduce((sum, distance) => sum + distance, 0) / near.length;
  return { every: niceMs(mean), isRegular: distances.length >= 2 && near.length >= distances.length * REGULAR };
}

/** NaN of nothing. */
function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.floor((sorted.length - 1) * part)] ?? Number.NaN;
}

/** What somebody would have written who meant about so much. */
function niceMs(ms: number): number {
  for (const digits of [1, 2]) {
    const nice = Number(ms.toPrecision(digits));
    if (Math.abs(nice - ms) <= ms * 0.03) return clamp(nice);
  }
  return clamp(rounded(ms));
}

function rounded(ms: number): number {
  return Math.min(LONGEST, Math.max(0, ms >= 20 ? Math.round(ms) : Math.round(ms * 10) / 10));
}

function clamp(ms: number): number {
  return Math.min(LONGEST, Math.max(1, ms));
}
