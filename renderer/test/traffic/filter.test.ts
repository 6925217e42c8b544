import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { FilterHelp } from '../../../testbench/contract.ts';
import { useView } from '../../src/state/traffic.ts';
import { useTrafficSettings } from '../../src/state/traffic-settings.ts';
import { applyFilter, filterText, typeFilter, useFilter } from '../../src/traffic/filter.ts';
import { answers, benchWith, view } from '../harness.ts';

/** A bench that takes every filter but those with a `?`, and completes `ty`. */
function filteringBench() {
  const shown: string[] = [];
  benchWith({
    filterHelp: ({ text }) => answers(helpFor(text)),
    setTrafficView: (wish) => {
      shown.push(wish.filter);
      return answers(view({ ...wish, id: shown.length }));
    },
    trafficRows: () => answers([]),
  });
  return shown;
}

function helpFor(text: string): FilterHelp {
  const at = text.indexOf('?');
  return {
    error: at < 0 ? null : { code: 'UNEXPECTED', found: '?', from: at, to: at + 1 },
    completions: text === 'ty' ? [{ insert: 'type', kind: 'field', from: 0, to: 2 }] : [],
  };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('a filter is applied a moment after it was typed, and not for each key', async () => {
  const shown = filteringBench();
  for (const text of ['s', 'sp', 'speed ']) typeFilter(text, text.length);
  expect(filterText()).toBe('speed ');
  await vi.advanceTimersByTimeAsync(200);
  expect(shown).toEqual(['speed']);
  expect(filterText()).toBe('speed ');
});

test('what is no filter is said to be none, and the one before stays', async () => {
  const shown = filteringBench();
  await applyFilter('quick');
  typeFilter('quick ?', 7);
  await vi.advanceTimersByTimeAsync(200);
  expect(shown).toEqual(['quick']);
  expect(useView.getState().filter).toBe('quick');
  expect(useFilter.getState()).toMatchObject({ typed: 'quick ?', error: { code: 'UNEXPECTED', from: 6, to: 7 } });
});

test('a word that may become the name of a field is not searched for at once', async () => {
  const shown = filteringBench();
  typeFilter('ty', 2);
  await vi.advanceTimersByTimeAsync(500);
  expect(shown).toEqual([]);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(shown).toEqual(['ty']);
});

test('a filter that was applied is remembered, once and newest first, but none that is empty', async () => {
  filteringBench();
  for (const text of ['a', 'b', '', ' a ']) await applyFilter(text);
  expect(useTrafficSettings.getState().filters).toEqual(['a', 'b']);
});

test('twenty filters are remembered', async () => {
  filteringBench();
  for (let n = 0; n < 30; n += 1) await applyFilter(`w${n}`);
  expect(useTrafficSettings.getState().filters).toHaveLength(20);
  expect(useTrafficSettings.getState().filters[0]).toBe('w29');
});

test('an answer for what was typed before does not count any more', async () => {
  const waiting: (() => void)[] = [];
  benchWith({
    filterHelp: ({ text }) =>
      new Promise((resolve) => {
        waiting.push(() => resolve({ ok: true, value: helpFor(text) }));
      }),
    setTrafficView: (wish) => answers(view({ ...wish, id: 1 })),
    trafficRows: () => answers([]),
  });
  typeFilter('?', 1);
  await vi.advanceTimersByTimeAsync(200);
  typeFilter('ok', 2);
  await vi.advanceTimersByTimeAsync(200);
  waiting[1]?.();
  waiting[0]?.();
  await vi.advanceTimersByTimeAsync(0);
  expect(useFilter.getState().error).toBeNull();
});
