import { describe, expect, it } from 'vitest';
import { Rate } from '../rate.ts';

describe('a rate', () => {
  it('does not overshoot while the first second is not over', () => {
    const rate = new Rate(0);
    expect(rate.of(1, 33)).toBe(1);
    expect(rate.of(10, 500)).toBe(10);
  });

  it('is steady where the count grows steadily, whenever it is asked', () => {
    const rate = new Rate(0);
    for (let now = 10; now < 1_000; now += 10) rate.of(now / 10, now);
    for (let now = 1_000; now < 10_000; now += 10) expect(rate.of(now / 10, now)).toBeCloseTo(100);
  });

  it('falls to zero within two seconds of silence', () => {
    const rate = new Rate(0);
    for (let now = 0; now < 3_000; now += 100) rate.of(now, now);
    for (let now = 3_000; now < 5_000; now += 250) rate.of(3_000, now);
    expect(rate.of(3_000, 5_000)).toBe(0);
  });

  it('is the mean where it was not asked for long', () => {
    expect(new Rate(0).of(600, 60_000)).toBe(10);
  });
});
