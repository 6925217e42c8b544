import { describe, expect, test } from 'vitest';
import { type Clock, Timer } from '../../src/index.ts';
import { FakeClock } from '../fake-clock.ts';

function started(ms: number, interval?: number) {
  const clock = new FakeClock();
  const timer = new Timer({ clock });
  const calls: number[] = [];
  timer.start(ms, () => calls.push(clock.now()), { interval });
  return { clock, timer, calls };
}

describe('a timer', () => {
  test('calls once, and is then no longer started', () => {
    const { clock, timer, calls } = started(10);
    expect(timer.isStarted).toBe(true);
    clock.advance(9);
    expect(calls).toEqual([]);
    clock.advance(1_000);
    expect(calls).toEqual([10]);
    expect(timer.isStarted).toBe(false);
    expect(clock.timers).toBe(0);
  });

  test('with an interval calls first after ms, then each interval, until it is stopped', () => {
    const { clock, timer, calls } = started(5, 20);
    clock.advance(50);
    expect(calls).toEqual([5, 25, 45]);
    expect(timer.isStarted).toBe(true);
    timer.stop();
    clock.advance(100);
    expect(calls).toEqual([5, 25, 45]);
    expect(timer.isStarted).toBe(false);
  });

  test('that is stopped before its time does not call, and can be stopped twice and started again', () => {
    const { clock, timer, calls } = started(10);
    timer.stop();
    timer.stop();
    clock.advance(100);
    expect(calls).toEqual([]);
    timer.start(1, () => calls.push(clock.now()));
    clock.advance(1);
    expect(calls).toEqual([101]);
  });

  test('that is started again forgets its earlier start', () => {
    const { clock, timer, calls } = started(10, 10);
    clock.advance(5);
    timer.start(100, () => calls.push(-1));
    clock.advance(200);
    expect(calls).toEqual([-1]);
  });

  test('can be stopped and started anew by its own callback', () => {
    const clock = new FakeClock();
    const timer = new Timer({ clock });
    const calls: string[] = [];
    timer.start(
      1,
      () => {
        calls.push('first');
        timer.start(7, () => calls.push(`second at ${clock.now()}`));
      },
      { interval: 1 },
    );
    clock.advance(100);
    expect(calls).toEqual(['first', 'second at 8']);
    timer.start(1, () => timer.stop(), { interval: 1 });
    clock.advance(100);
    expect(timer.isStarted).toBe(false);
  });

  test('goes on with its interval after its callback has thrown', () => {
    const clock = new FakeClock();
    const timer = new Timer({ clock });
    let calls = 0;
    const fail = () => {
      calls += 1;
      throw new Error('of the test');
    };
    timer.start(1, fail, { interval: 1 });
    expect(() => clock.advance(1)).toThrow('of the test');
    expect(() => clock.advance(1)).toThrow('of the test');
    expect(calls).toBe(2);
  });

  test('leaves out the calls that the program was too busy for, and keeps its beat', () => {
    const { clock, calls, timer } = started(10, 10);
    clock.advance(10);
    // The loop is blocked from 10 to 57, in which four calls would have been due.
    clock.block(47);
    clock.advance(13);
    expect(calls).toEqual([10, 57, 60, 70]);
    timer.stop();
  });

  test('does not call twice where the timer of the system comes a little early', () => {
    let now = 0;
    let pending: { callback: () => void; ms: number } | undefined;
    const clock: Clock = {
      now: () => now,
      time: () => now,
      setTimeout: (callback, ms) => {
        pending = { callback, ms };
        return 1;
      },
      clearTimeout: () => undefined,
    };
    const delays: number[] = [];
    new Timer({ clock }).start(10, () => undefined, { interval: 10 });
    for (let call = 0; call < 3; call += 1) {
      const { callback, ms } = pending ?? { callback: () => undefined, ms: 0 };
      delays.push(ms);
      now += ms - 0.5;
      callback();
    }
    expect(delays).toEqual([10, 10.5, 10.5]);
  });

  test.each([
    [-1, undefined],
    [Number.NaN, undefined],
    [1, -1],
    [1, Number.NaN],
  ])('refuses the times %s and %s, and keeps what was started', (ms, interval) => {
    const { clock, timer, calls } = started(10);
    expect(() => timer.start(ms, () => undefined, { interval })).toThrow(
      expect.objectContaining({ code: 'INVALID_ARGUMENT' }),
    );
    clock.advance(10);
    expect(calls).toEqual([10]);
  });

  test('runs on the time of the system by default', async () => {
    const timer = new Timer();
    await new Promise<void>((resolve) => timer.start(0, resolve));
    expect(timer.isStarted).toBe(false);
  });
});
