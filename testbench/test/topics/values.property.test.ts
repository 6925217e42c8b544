import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ValueMemory } from '../../topics/value-memory.ts';
import { ValueRing } from '../../topics/value-ring.ts';

const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);

const step = fc.record({
  ring: fc.nat(3),
  param: fc.oneof({ weight: 8, arbitrary: fc.nat(400) }, { weight: 1, arbitrary: fc.nat(20_000) }),
  data: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(500) }),
  also: fc.oneof({ weight: 30, arbitrary: fc.constant('nothing') }, { weight: 1, arbitrary: fc.constant('clear') }),
});

/** Bytes that tell which value of which ring they are. */
const filled = (length: number, ring: number, number: number) =>
  Uint8Array.from({ length }, (_, at) => (ring * 71 + number * 7 + at) & 0xff);

describe(`values of several topics, seed ${seed}`, () => {
  it('are each what was added, the newest ones, within the memory', () => {
    fc.assert(
      fc.property(
        fc.array(step, { minLength: 50, maxLength: 400 }),
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 6_000, max: 60_000 }),
        (steps, perTopic, cap) => {
          const memory = new ValueMemory({ cap, perTopic });
          const rings = Array.from({ length: 4 }, () => new ValueRing(memory));
          const lengths = rings.map((): [number, number][] => []);
          let largest = 0;
          let longest = 0;
          for (const { ring: at, param, data, also } of steps) {
            const ring = rings[at] as ValueRing;
            const number = ring.end;
            ring.add(number, number % 3 === 0, filled(param, at, number), filled(data, at + 9, number));
            lengths[at]?.push([param, data]);
            if (also === 'clear') ring.keepNewest(1);
            largest = Math.max(largest, memory.used);
            longest = Math.max(longest, ring.end - ring.first);
          }
          expect(largest).toBeLessThanOrEqual(cap);
          expect(longest).toBeLessThanOrEqual(perTopic);
          rings.forEach((ring, at) => expectValues(ring, at, lengths[at] ?? []));
          for (const ring of rings) ring.free();
          expect(memory.used).toBe(0);
        },
      ),
      { seed, numRuns: 60 },
    );
  });
});

function expectValues(ring: ValueRing, at: number, lengths: [number, number][]): void {
  for (let number = ring.first; number < ring.end; number++) {
    const [param, data] = lengths[number] ?? [0, 0];
    const about = [ring.timeOf(number), ring.isQuick(number), ring.paramLength(number), ring.dataLength(number)];
    expect(about).toEqual([number, number % 3 === 0, param, data]);
    const kept = ring.param(number);
    expect(Buffer.compare(kept, filled(param, at, number).subarray(0, kept.length))).toBe(0);
    if (!ring.isWhole(number)) continue;
    expect(kept).toHaveLength(param);
    expect(Buffer.compare(ring.data(number), filled(data, at + 9, number))).toBe(0);
  }
}
