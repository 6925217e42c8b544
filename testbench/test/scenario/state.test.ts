import type { JsonValue } from '@vsoa-testbench/core';
import { describe, expect, it } from 'vitest';
import { mergePatch, patchBetween } from '../../scenario/merge-patch.ts';
import { EcuState } from '../../scenario/state.ts';

/** Appendix A of RFC 7396: target, patch, result. */
const RFC_7396: [string, string, string][] = [
  ['{"a":"b"}', '{"a":"c"}', '{"a":"c"}'],
  ['{"a":"b"}', '{"b":"c"}', '{"a":"b","b":"c"}'],
  ['{"a":"b"}', '{"a":null}', '{}'],
  ['{"a":"b","b":"c"}', '{"a":null}', '{"b":"c"}'],
  ['{"a":["b"]}', '{"a":"c"}', '{"a":"c"}'],
  ['{"a":"c"}', '{"a":["b"]}', '{"a":["b"]}'],
  ['{"a":{"b":"c"}}', '{"a":{"b":"d","c":null}}', '{"a":{"b":"d"}}'],
  ['{"a":[{"b":"c"}]}', '{"a":[1]}', '{"a":[1]}'],
  ['["a","b"]', '["c","d"]', '["c","d"]'],
  ['{"a":"b"}', '["c"]', '["c"]'],
  ['{"a":"foo"}', 'null', 'null'],
  ['{"a":"foo"}', '"bar"', '"bar"'],
  ['{"e":null}', '{"a":1}', '{"e":null,"a":1}'],
  ['[1,2]', '{"a":"b","c":null}', '{"a":"b"}'],
  ['{}', '{"a":{"bb":{"ccc":null}}}', '{"a":{"bb":{}}}'],
];

describe('a merge patch', () => {
  it.each(RFC_7396)('makes of %s with %s: %s', (target, patch, result) => {
    expect(mergePatch(JSON.parse(target), JSON.parse(patch))).toEqual(JSON.parse(result));
  });

  it('has __proto__ as a key like any other', () => {
    const merged = mergePatch({}, JSON.parse('{"__proto__":{"polluted":true}}'));
    expect(JSON.stringify(merged)).toBe('{"__proto__":{"polluted":true}}');
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it('is refused where it is deeper than the stack', () => {
    expect(() => mergePatch({}, JSON.parse(`${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`))).toThrow(RangeError);
  });

  it('is found between two objects', () => {
    const from = { a: 1, b: { c: 2, d: [1] }, gone: true };
    const to = { a: 1, b: { c: 3, d: [1] }, come: {} };
    expect(patchBetween(from, to)).toEqual({ gone: null, b: { c: 3 }, come: {} });
    expect(mergePatch(from, patchBetween(from, to))).toEqual(to);
  });
});

describe('the state of an ECU', () => {
  it('is another object after each change, and the one before is as it was', () => {
    let changes = 0;
    const state = new EcuState({ doors: { left: 'closed' } }, () => (changes += 1));
    const before = state.value;
    state.patch({ doors: { left: 'open' } });
    expect(before).toEqual({ doors: { left: 'closed' } });
    expect(state.value).toEqual({ doors: { left: 'open' } });
    state.replace({ other: 1 });
    expect(state.value).toEqual({ other: 1 });
    expect(changes).toBe(2);
  });

  it('refuses what is no object, and what would be too large', () => {
    const state = new EcuState({}, () => undefined);
    expect(() => state.patch([1] as JsonValue)).toThrow(RangeError);
    const large = 'x'.repeat(1_000_000);
    for (const key of ['a', 'b', 'c', 'd']) state.patch({ [key]: large });
    expect(() => state.patch({ e: large })).toThrow(RangeError);
    expect(Object.keys(state.value)).toHaveLength(4);
    // The same again and again is not growth.
    for (let round = 0; round < 10; round++) state.patch({ a: large });
  });
});
