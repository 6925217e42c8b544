import { expect, test } from 'vitest';
import { readResolution, toEpochMs } from '../../capture/read/time-scale.ts';

test('ticks of any resolution are epoch ms', () => {
  const second = { offsetSeconds: 10, ticksPerSecond: readResolution(0) };
  expect(toEpochMs(0, 5, second)).toBe(15_000);
  expect(toEpochMs(0, 3, { offsetSeconds: 0, ticksPerSecond: readResolution(0x81) })).toBe(1_500);
});

test('a time that no date can hold is the last that one can', () => {
  const time = toEpochMs(0xffff_ffff, 0xffff_ffff, { offsetSeconds: 0, ticksPerSecond: readResolution(0) });
  expect(new Date(time).toISOString()).toBe('+275760-09-13T00:00:00.000Z');
});
