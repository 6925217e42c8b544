import { expect, it } from 'vitest';
import { Tally } from '../tally.ts';

it('more replies than a function takes arguments are summed up', () => {
  const tally = new Tally();
  for (let n = 0; n < 300_000; n++) tally.add({ status: n % 3 === 0 ? 1 : 0, rtt: 1 + (n % 3) });
  expect(tally.describe(300_000)).toBe(
    '300000 of 300000 calls answered, 200000 with success, round trip min/avg/max 1/2/3 ms',
  );
});

it('no reply has no times', () => {
  expect(new Tally().describe(3)).toBe('0 of 3 calls answered, 0 with success');
});
