import { bench, describe } from 'vitest';
import { Track } from '../../plots/track.ts';

const HOUR = 3_600_000;
const WIDTH = 1_000;
const START = Date.UTC(2026, 0, 1);

/** What it costs to draw a series that was kept for an hour at 1 kHz. Run by hand: npx vitest bench. */
describe('an hour at 1 kHz, 1,000 buckets', () => {
  const track = new Track();
  for (let at = 0; at < HOUR; at++) track.append(START + at, Math.sin(at / 1_000) + Math.random());
  for (const span of [HOUR, HOUR / 6, 60_000, 10_000]) {
    const [from, to] = [START + HOUR - span, START + HOUR];
    bench(`read ${span / 1_000} s`, () => void track.read({ from, to, bucketMs: span / WIDTH, edges: true }));
    bench(`sum up ${span / 1_000} s`, () => void track.summarize(from, to));
  }
});

describe('keeping 1,000 points', () => {
  let track = new Track();
  let time = START;
  bench('append', () => {
    if (track.points > HOUR) track = new Track();
    for (let at = 0; at < 1_000; at++) track.append((time += 1), at % 100);
  });
});
