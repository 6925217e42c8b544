import { go, type SnapshotKeys, snapshot } from 'fuzzysort';
import type { PaletteItem } from './provider.ts';

/** More would not be read. */
const MOST = 60;
/** From 0, anything, to 1, the same text. */
const GOOD_ENOUGH = 0.25;
/** What was used lately is likely meant again. */
const RECENT_BONUS = 1.15;

export type Index = SnapshotKeys<PaletteItem>;

export const indexOf = (items: readonly PaletteItem[]): Index =>
  snapshot(items, { keys: ['text', (item) => item.other, (item) => item.detail] });

/** Best first. */
export function search(index: Index, typed: string, recent: readonly string[]): PaletteItem[] {
  const found = go(typed.trim(), index, {
    limit: MOST,
    threshold: GOOD_ENOUGH,
    scoreFn: ({ score, obj }) => score * (recent.includes(obj.id) ? RECENT_BONUS : 1),
  });
  return found.map(({ obj }) => obj);
}
