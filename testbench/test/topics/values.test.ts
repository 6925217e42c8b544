import { describe, expect, it, vi } from 'vitest';
import { ValueMemory } from '../../topics/value-memory.ts';
import { ValueRing } from '../../topics/value-ring.ts';

const NOTHING = new Uint8Array();

function fill(ring: ValueRing, count: number, length: number): void {
  for (let n = 0; n < count; n++) ring.add(n, false, new Uint8Array(length), NOTHING);
}

const countOf = (ring: ValueRing) => ring.end - ring.first;

describe('the values of topics', () => {
  it('are the last of each, and keep their numbers', () => {
    const ring = new ValueRing(new ValueMemory({ perTopic: 3 }));
    for (let n = 0; n < 10; n++) ring.add(1_000 + n, n % 2 === 0, Uint8Array.of(n), Uint8Array.of(n, n));
    expect([ring.first, ring.end]).toEqual([7, 10]);
    expect([ring.timeOf(8), ring.isQuick(8), ring.param(8), ring.data(8)]).toEqual([
      1_008,
      true,
      Uint8Array.of(8),
      Uint8Array.of(8, 8),
    ]);
    expect([ring.has(6), ring.has(7), ring.has(9), ring.has(10)]).toEqual([false, true, true, false]);
  });

  it('of which many go are counted by nobody but by memory, where that is why', () => {
    const memory = new ValueMemory({ perTopic: 10 });
    fill(new ValueRing(memory), 100, 50);
    expect(memory.crowdedOut).toBe(0);
  });

  it('of the largest topic go first when another needs room', () => {
    const memory = new ValueMemory({ cap: 75_000, perTopic: 1_000 });
    const large = new ValueRing(memory);
    fill(large, 1_000, 500);
    const before = countOf(large);
    const small = new ValueRing(memory);
    fill(small, 100, 20);
    expect(countOf(small)).toBe(100);
    expect(countOf(large)).toBeLessThan(before);
    expect(memory.crowdedOut).toBeGreaterThan(0);
    expect(memory.used).toBeLessThanOrEqual(75_000);
  });

  it('do not take memory from each other for ever', () => {
    const memory = new ValueMemory({ cap: 200_000, perTopic: 1_000 });
    const rings = Array.from({ length: 8 }, () => new ValueRing(memory));
    const resized = vi.spyOn(memory, 'resized');
    for (let n = 0; n < 20_000; n++) rings[n % 8]?.add(n, false, new Uint8Array(200), NOTHING);
    expect(resized.mock.calls.length).toBeLessThan(200);
    for (const ring of rings) expect(countOf(ring)).toBeGreaterThan(20);
  });

  it('too large for the memory keep their start, and the others stay', () => {
    const memory = new ValueMemory({ cap: 20_000, perTopic: 100 });
    const ring = new ValueRing(memory);
    fill(ring, 5, 100);
    ring.add(5, false, new Uint8Array(50_000).fill(7), NOTHING);
    expect([countOf(ring), ring.isWhole(5), ring.paramLength(5)]).toEqual([6, false, 50_000]);
    expect(ring.param(5)).toEqual(new Uint8Array(4_000).fill(7));
  });

  it('are forgotten but for the newest', () => {
    const memory = new ValueMemory();
    const ring = new ValueRing(memory);
    fill(ring, 400, 1_000);
    const before = memory.used;
    ring.keepNewest(1);
    expect([ring.first, ring.end]).toEqual([399, 400]);
    expect(ring.param(399)).toHaveLength(1_000);
    expect(memory.used).toBeLessThan(before / 100);
  });
});
