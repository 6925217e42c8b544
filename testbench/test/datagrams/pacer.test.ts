import { describe, expect, it } from 'vitest';
import { pacerOf } from '../../datagrams/pacer.ts';

/** How many a sender would send that looks every `step` ms, for `ms`. */
function sentIn(ms: number, step: number, pace: Parameters<typeof pacerOf>[0]) {
  const pacer = pacerOf(pace, 0);
  let sent = 0;
  let late = 0;
  for (let now = 0; now < ms; now += step) {
    late += pacer.skip(now);
    while (pacer.due(0) <= now) {
      sent += 1;
      pacer.done(0);
    }
  }
  return { sent, late };
}

describe('a rate', () => {
  it('does not drift, however coarse the timer is', () => {
    for (const step of [0.3, 1, 1.7, 16, 250]) {
      const { sent, late } = sentIn(600_000, step, { kind: 'rate', perSecond: 333 });
      expect(late).toBe(0);
      // What becomes due after the last look is not sent any more.
      expect(Math.abs(sent - 333 * 600)).toBeLessThanOrEqual(Math.ceil((step / 1_000) * 333) + 1);
    }
  });

  it('is kept at a hundred thousand a second, and at one in a thousand seconds', () => {
    expect(sentIn(10_000, 1, { kind: 'rate', perSecond: 100_000 }).sent).toBe(999_901);
    expect(sentIn(3_000_000, 100, { kind: 'rate', perSecond: 0.001 }).sent).toBe(3);
  });

  it('leaves out what is late by more than a second, and counts it', () => {
    const pacer = pacerOf({ kind: 'rate', perSecond: 1_000 }, 0);
    expect(pacer.skip(900)).toBe(0);
    expect(pacer.skip(60_000)).toBe(59_000);
    expect(pacer.due(0)).toBe(59_000);
  });

  it('begins anew after a pause', () => {
    const pacer = pacerOf({ kind: 'rate', perSecond: 10 }, 0);
    pacer.done(0);
    pacer.restart(5_000);
    expect(pacer.due(0)).toBe(5_000);
  });
});

describe('delays', () => {
  it('count from when the one before was due, not from when it was sent', () => {
    const pacer = pacerOf({ kind: 'delays' }, 100);
    expect(pacer.due(50)).toBe(150);
    pacer.done(50);
    expect(pacer.due(20)).toBe(170);
  });

  it('leave nothing out where they are late: the rest of the list moves', () => {
    const pacer = pacerOf({ kind: 'delays' }, 0);
    expect(pacer.skip(10_000)).toBe(0);
    expect(pacer.due(5)).toBe(9_005);
  });
});
