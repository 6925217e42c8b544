import { describe, expect, it } from 'vitest';
import { PageRecovery } from '../page-recovery.ts';

/** A page and its recovery, with a clock that goes by hand. */
function page() {
  const events: string[] = [];
  let now = 0;
  let timers: { at: number; run: () => void }[] = [];
  const recovery = new PageRecovery({
    reload: () => events.push('reload'),
    kill: () => events.push('kill'),
    happened: (trouble, detail) => events.push(`${trouble}: ${detail}`),
    giveUp: () => events.push('give up'),
    clock: {
      now: () => now,
      after(ms, run) {
        const timer = { at: now + ms, run };
        timers.push(timer);
        return () => {
          timers = timers.filter((each) => each !== timer);
        };
      },
    },
  });
  const wait = (ms: number) => {
    now += ms;
    const due = timers.filter(({ at }) => at <= now);
    timers = timers.filter(({ at }) => at > now);
    for (const { run } of due) run();
  };
  return { recovery, events, wait, timers: () => timers.length };
}

describe('a page', () => {
  it('that crashed is loaded again', () => {
    const { recovery, events } = page();
    recovery.gone('oom');
    expect(events).toEqual(['page-crashed: oom', 'reload']);
  });

  it('that crashes for the third time within a minute is not loaded again, and what comes after is quiet', () => {
    const { recovery, events, wait } = page();
    for (let times = 0; times < 3; times++) {
      recovery.gone('oom');
      wait(20_000);
    }
    expect(events.slice(-2)).toEqual(['page-crashed: oom', 'give up']);
    recovery.gone('oom');
    recovery.unresponsive();
    wait(60_000);
    expect(events.filter((each) => each === 'give up')).toHaveLength(1);
    expect(events.filter((each) => each === 'reload')).toHaveLength(2);
  });

  it('that crashes now and then is loaded again each time', () => {
    const { recovery, events, wait } = page();
    for (let times = 0; times < 20; times++) {
      recovery.gone('oom');
      wait(31_000);
    }
    expect(events.filter((each) => each === 'reload')).toHaveLength(20);
  });

  it('that does not answer for 10 s is ended and loaded again', () => {
    const { recovery, events, wait } = page();
    recovery.unresponsive();
    wait(9_999);
    expect(events).toEqual([]);
    wait(1);
    expect(events).toEqual(['kill']);
    recovery.gone('killed');
    expect(events).toEqual(['kill', 'page-hung: killed', 'reload']);
  });

  it('that answers in time is left alone', () => {
    const { recovery, events, wait } = page();
    recovery.unresponsive();
    wait(5_000);
    recovery.responsive();
    wait(60_000);
    expect(events).toEqual([]);
  });

  it('that crashes while it is waited for is not ended once more', () => {
    const { recovery, events, wait, timers } = page();
    recovery.unresponsive();
    recovery.gone('crashed');
    wait(60_000);
    expect(events).toEqual(['page-crashed: crashed', 'reload']);
    expect(timers()).toBe(0);
  });

  it('whose window was closed is left alone', () => {
    const { recovery, events, wait } = page();
    recovery.unresponsive();
    recovery.close();
    recovery.gone('killed');
    wait(60_000);
    expect(events).toEqual([]);
  });
});
