import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../../core/test/fake-clock.ts';
import { type Spoke, Wheel } from '../../scenario/wheel.ts';

function start(): { clock: FakeClock; wheel: Wheel; errors: unknown[] } {
  const clock = new FakeClock();
  const errors: unknown[] = [];
  return { clock, wheel: new Wheel(clock, (error) => errors.push(error)), errors };
}

describe('the wheel', () => {
  it('runs what is due in the order of its times, by one timer', () => {
    const { clock, wheel } = start();
    const ran: number[] = [];
    for (const due of [50, 10, 30, 20, 40]) wheel.at(due, () => ran.push(due));
    expect(clock.timers).toBe(1);
    clock.advance(30);
    expect(ran).toEqual([10, 20, 30]);
    expect(wheel.size).toBe(2);
    clock.advance(20);
    expect(ran).toEqual([10, 20, 30, 40, 50]);
    expect(clock.timers).toBe(0);
  });

  it('keeps the order whatever is put in and taken out (seed printed)', () => {
    let seed = Date.now() % 2_147_483_647;
    console.log(`seed ${seed}`);
    const random = () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
    const { clock, wheel } = start();
    const ran: number[] = [];
    const waiting = new Map<Spoke, number>();
    for (let step = 0; step < 5_000; step++) {
      const due = Math.floor(clock.now() + 1 + random() * 1_000);
      const spoke: Spoke = wheel.at(due, () => {
        expect(Math.round(clock.now())).toBe(due);
        ran.push(due);
        waiting.delete(spoke);
      });
      waiting.set(spoke, due);
      if (random() < 0.3) {
        const [victim] = [...waiting.keys()].slice(Math.floor(random() * waiting.size));
        if (victim !== undefined) {
          wheel.cancel(victim);
          wheel.cancel(victim);
          waiting.delete(victim);
        }
      }
      if (random() < 0.2) clock.advance(random() * 50);
      expect(wheel.size).toBe(waiting.size);
    }
    clock.advance(2_000);
    expect(waiting.size).toBe(0);
    expect(ran).toEqual(ran.toSorted((one, other) => one - other));
    expect(clock.timers).toBe(0);
  });

  it('goes on after one that throws, and tells it', () => {
    const { clock, wheel, errors } = start();
    const ran: string[] = [];
    wheel.at(1, () => {
      throw new Error('no');
    });
    wheel.at(2, () => ran.push('next'));
    clock.advance(5);
    expect(ran).toEqual(['next']);
    expect(errors).toEqual([new Error('no')]);
  });

  it('leaves no timer behind where all is cancelled, or it is closed', () => {
    const { clock, wheel } = start();
    wheel.cancel(wheel.at(5, () => undefined));
    expect(clock.timers).toBe(0);
    wheel.at(5, () => undefined);
    wheel.close();
    expect(clock.timers).toBe(0);
    expect(wheel.size).toBe(0);
  });
});
