import { expect, test } from 'vitest';
import { Matches } from '../../src/datagrams/matches.ts';

/** Of the datagrams 0, 1, 2 … every tenth matches; a search looks at 100. */
const everyTenth = (end: () => number) => (from: number) => {
  const upTo = Math.min(end(), from + 100);
  const indexes = Array.from({ length: upTo - from }, (_, at) => from + at).filter((index) => index % 10 === 0);
  return Promise.resolve({ indexes, upTo });
};

test('matches are found as datagrams come, a stretch at a time', async () => {
  let end = 250;
  const matches = new Matches(everyTenth(() => end));
  matches.follow(0, end);
  await expect.poll(() => matches.upTo).toBe(250);
  expect([matches.first, matches.end]).toEqual([0, 25]);
  end = 300;
  matches.follow(0, end);
  await expect.poll(() => matches.end).toBe(30);
  expect(matches.indexAt(29)).toBe(290);
  expect(matches.positionOf(290)).toBe(29);
  expect(matches.positionOf(291)).toBe(-1);
});

test('what is evicted moves nothing: positions stay the same', async () => {
  const matches = new Matches(everyTenth(() => 200));
  matches.follow(0, 200);
  await expect.poll(() => matches.end).toBe(20);
  matches.follow(95, 200);
  expect([matches.first, matches.end]).toEqual([10, 20]);
  expect(matches.indexAt(10)).toBe(100);
  expect(matches.indexAt(9)).toBe(-1);
});

test('what went before it was looked at is left out', async () => {
  const asked: number[] = [];
  const find = everyTenth(() => 1_000);
  const matches = new Matches((from) => {
    asked.push(from);
    return find(from);
  });
  matches.follow(900, 1_000);
  await expect.poll(() => matches.upTo).toBe(1_000);
  expect(asked).toEqual([900]);
});
