import { describe, expect, it } from 'vitest';
import type { EventBatch } from '../../testbench/contract.ts';
import { EventPump, type PumpClock } from '../event-pump.ts';

/** A clock that stands still until it is told to go on. */
class ManualClock implements PumpClock {
  #now = 0;
  #timers: { at: number; callback: () => void }[] = [];

  now() {
    return this.#now;
  }

  after(ms: number, callback: () => void) {
    const timer = { at: this.#now + ms, callback };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((one) => one !== timer);
    };
  }

  advance(ms: number) {
    this.#now += ms;
    const due = this.#timers.filter((timer) => timer.at <= this.#now);
    this.#timers = this.#timers.filter((timer) => timer.at > this.#now);
    for (const timer of due) timer.callback();
  }

  get timers() {
    return this.#timers.length;
  }
}

function setUp() {
  const clock = new ManualClock();
  const posted: EventBatch[] = [];
  const pump = new EventPump({ clock, take: () => ({}), post: (batch) => posted.push(batch) });
  return { clock, posted, pump, happen: () => pump.changed() };
}

describe('the event pump', () => {
  it('posts the first change at once', () => {
    const { posted, happen } = setUp();
    happen();
    expect(posted).toHaveLength(1);
  });

  it('posts no second batch before the first was taken, however long that takes', () => {
    const { clock, posted, pump, happen } = setUp();
    happen();
    happen();
    clock.advance(60_000);
    expect(posted).toHaveLength(1);
    pump.taken();
    expect(posted).toHaveLength(2);
  });

  it('posts at most 30 batches a second to a page that takes each at once', () => {
    const { clock, posted, pump, happen } = setUp();
    for (let ms = 0; ms < 1_000; ms++) {
      const before = posted.length;
      happen();
      clock.advance(1);
      if (posted.length > before) pump.taken();
    }
    expect(posted.length).toBeGreaterThan(25);
    expect(posted.length).toBeLessThanOrEqual(30);
  });

  it('posts what happened while a batch was under way, without being told again', () => {
    const { clock, posted, pump, happen } = setUp();
    happen();
    happen();
    pump.taken();
    expect(posted).toHaveLength(1);
    clock.advance(34);
    expect(posted).toHaveLength(2);
  });

  it('ignores a page that says taken twice', () => {
    const { clock, posted, pump, happen } = setUp();
    happen();
    pump.taken();
    pump.taken();
    happen();
    happen();
    clock.advance(34);
    expect(posted).toHaveLength(2);
  });

  it('leaves no timer and posts nothing once it is closed', () => {
    const { clock, posted, pump, happen } = setUp();
    happen();
    pump.taken();
    happen();
    expect(clock.timers).toBe(1);
    pump.close();
    expect(clock.timers).toBe(0);
    happen();
    pump.taken();
    clock.advance(1_000);
    expect(posted).toHaveLength(1);
  });
});
