import type { RandomDelay } from '../file/atoms.ts';

/** ms of a delay that is not computed; never below 0. */
export function sampleDelay(delay: RandomDelay, random: () => number): number {
  if (typeof delay === 'number') return delay;
  if ('min' in delay) return delay.min + (delay.max - delay.min) * random();
  // 1 - random() is above 0, of which the logarithm is a number.
  if ('exponential' in delay) return -Math.log(1 - random()) * delay.exponential;
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return Math.max(0, delay.mean + delay.deviation * normal);
}
