import { expect, test } from 'vitest';
import { progressLine } from '../progress.ts';

test('progress has a bar, the share, the rate and the time that is left where the whole is known', () => {
  expect(progressLine(25_000_000, 100_000_000, 5_000)).toBe(
    '[######..................] 25 %  25.0 MB  5.0 MB/s  15 s left',
  );
  expect(progressLine(25_000_000, null, 5_000)).toBe('25.0 MB  5.0 MB/s');
  expect(progressLine(0, 100, 0)).toBe('[........................] 0 %  0.0 MB  0.0 MB/s');
});
