import type { StateStorage } from 'zustand/middleware';
import { bench, value } from '../bench.ts';

/** What is typed goes out in one piece a moment later, ms. */
const PAUSE = 200;

/**
 * Drafts by their tabs, the last edited ones last, as they are kept for the next start: all together no more than `most`
 * characters of JSON, as the bench takes no longer text. Of the older ones beyond that there is what `shortened` leaves.
 */
export function keptDrafts<Draft>(
  drafts: Record<string, Draft>,
  most: number,
  shortened: (draft: Draft) => Draft,
): Record<string, Draft> {
  let left = most;
  const kept = Object.entries(drafts)
    .toReversed()
    .map(([tab, draft]): [string, Draft] => {
      const length = JSON.stringify(draft).length;
      if (length > left) return [tab, shortened(draft)];
      left -= length;
      return [tab, draft];
    });
  return Object.fromEntries(kept.toReversed());
}

let texts: Record<string, string> = {};
const unsaved = new Set<string>();
let timer: ReturnType<typeof setTimeout> | undefined;
let frozen = false;

/** Reads what was kept in the workspace; to be called before a store that keeps something in it is made. */
export async function loadKept(): Promise<void> {
  texts = await value(bench().keptByWindow(undefined));
  window.addEventListener('pagehide', () => void flushKept());
}

/** For `persist` of zustand: what a store keeps is part of the workspace, not of the computer. */
export const workspaceStorage: StateStorage = {
  getItem: (key) => texts[key] ?? null,
  setItem: (key, text) => keep(key, text),
  removeItem: (key) => keep(key, null),
};

/** Resolves when the bench has all that is to be kept. */
export async function flushKept(): Promise<void> {
  clearTimeout(timer);
  timer = undefined;
  const keys = [...unsaved];
  unsaved.clear();
  await Promise.all(keys.map((key) => bench().keepForWindow({ key, text: texts[key] ?? null })));
}

/** Keeps nothing any more: the page is about to show another workspace. */
export function freezeKept(): void {
  frozen = true;
}

function keep(key: string, text: string | null): void {
  if (frozen || (texts[key] ?? null) === text) return;
  if (text === null) delete texts[key];
  else texts[key] = text;
  unsaved.add(key);
  timer ??= setTimeout(() => void flushKept(), PAUSE);
}
