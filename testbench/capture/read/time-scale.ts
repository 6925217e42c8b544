/** How an interface counts time. */
export interface TimeScale {
  ticksPerSecond: bigint;
  offsetSeconds: number;
}

const NANOSECONDS = 1_000_000_000n;
export const DEFAULT_TICKS = 1_000_000n;
const TWO_TO_32 = 0x1_0000_0000;
/** Epoch ms. */
const LAST_DATE = 8.64e15;

/** `if_tsresol`: a power of 10, or with the top bit of 2. */
export function readResolution(value: number): bigint {
  const exponent = BigInt(value & 0x7f);
  return value & 0x80 ? 2n ** exponent : 10n ** exponent;
}

/** Epoch ms of the two halves of a count of ticks; what no `Date` can hold is the last, or first, that one can. */
export function toEpochMs(high: number, low: number, scale: TimeScale): number {
  return Math.max(-LAST_DATE, Math.min(LAST_DATE, unboundedMs(high, low, scale)));
}

function unboundedMs(high: number, low: number, { ticksPerSecond, offsetSeconds }: TimeScale): number {
  const offset = offsetSeconds * 1_000;
  // The product of high and 2^32 is more than a number holds exactly, so the ms in 2^32 ns are taken out of it first.
  if (ticksPerSecond === NANOSECONDS) return offset + high * 4_294 + (high * 967_296 + low) / 1_000_000;
  if (ticksPerSecond === DEFAULT_TICKS) return offset + (high * TWO_TO_32 + low) / 1_000;
  const ticks = BigInt(high) * BigInt(TWO_TO_32) + BigInt(low);
  const seconds = ticks / ticksPerSecond;
  return offset + Number(seconds) * 1_000 + (Number(ticks - seconds * ticksPerSecond) / Number(ticksPerSecond)) * 1_000;
}
