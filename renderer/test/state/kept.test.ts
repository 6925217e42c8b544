import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type * as Kept from '../../src/state/kept.ts';
import { answers, benchWith } from '../harness.ts';

// Fresh for each test, as a page that was just loaded.
let kept: typeof Kept;
let sent: { key: string; text: string | null }[];

beforeEach(async () => {
  vi.useFakeTimers();
  vi.resetModules();
  kept = await import('../../src/state/kept.ts');
  sent = [];
  benchWith({
    keptByWindow: () => answers({ layout: '{"tabs":1}' }),
    keepForWindow: (request) => (sent.push(request), answers(undefined)),
  });
  await kept.loadKept();
});
afterEach(() => vi.useRealTimers());

test('a store finds what was kept, and what it keeps goes out once, in its newest form', async () => {
  const { workspaceStorage } = kept;
  expect(workspaceStorage.getItem('layout')).toBe('{"tabs":1}');
  expect(workspaceStorage.getItem('other')).toBeNull();
  workspaceStorage.setItem('draft', '1');
  workspaceStorage.setItem('draft', '12');
  workspaceStorage.setItem('layout', '{"tabs":1}');
  expect(sent).toEqual([]);
  await vi.advanceTimersByTimeAsync(200);
  expect(sent).toEqual([{ key: 'draft', text: '12' }]);
  workspaceStorage.removeItem('draft');
  await vi.advanceTimersByTimeAsync(200);
  expect(sent.at(-1)).toEqual({ key: 'draft', text: null });
});

test('what waits goes out when the page goes', () => {
  kept.workspaceStorage.setItem('draft', '1');
  window.dispatchEvent(new Event('pagehide'));
  expect(sent).toEqual([{ key: 'draft', text: '1' }]);
});

test('on the way to another workspace nothing of this one is kept there', async () => {
  kept.freezeKept();
  kept.workspaceStorage.setItem('draft', '1');
  window.dispatchEvent(new Event('pagehide'));
  await vi.advanceTimersByTimeAsync(1_000);
  expect(sent).toEqual([]);
});

test('of drafts the newest are kept whole as long as there is room, and of the older ones what is short', () => {
  const drafts = { old: 'o'.repeat(50), long: 'l'.repeat(80), new: 'n'.repeat(40) };
  expect(kept.keptDrafts(drafts, 100, (draft) => draft.slice(0, 1))).toEqual({
    old: drafts.old,
    long: 'l',
    new: drafts.new,
  });
  expect(Object.keys(kept.keptDrafts(drafts, 100, (draft) => draft))).toEqual(['old', 'long', 'new']);
});
