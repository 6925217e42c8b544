import { moved } from './list-keys.ts';
import type { TypeAhead } from './type-ahead.ts';

/** What a key does in a tree: goes to a row, folds or unfolds the one it is at, or does what that row is for. */
export type TreeMove = { kind: 'go'; to: number } | { kind: 'fold'; folded: boolean } | { kind: 'enter' };

interface TreeRow {
  level: number;
  /** Null: nothing is below it. */
  open: boolean | null;
}

interface TreeKeyEvent {
  key: string;
  timeStamp: number;
}

/** As WAI-ARIA has it for trees. Null for keys that are not the tree's; `at` is -1 where no row is chosen. */
export function treeMove(
  { key, timeStamp }: TreeKeyEvent,
  rows: readonly TreeRow[],
  at: number,
  page: number,
  typeAhead: TypeAhead,
  nameOf: (index: number) => string,
): TreeMove | null {
  const row = rows[at];
  if (key === 'Enter') return row ? { kind: 'enter' } : null;
  if (key === 'ArrowRight' && row) {
    if (row.open === null) return null;
    return row.open ? { kind: 'go', to: at + 1 } : { kind: 'fold', folded: false };
  }
  if (key === 'ArrowLeft' && row) {
    if (row.open) return { kind: 'fold', folded: true };
    const parent = rows.slice(0, at).findLastIndex(({ level }) => level < row.level);
    return parent < 0 ? null : { kind: 'go', to: parent };
  }
  const to = moved(key, at, rows.length, page) ?? typeAhead.find(key, at, rows.length, nameOf, timeStamp);
  return to === null ? null : { kind: 'go', to };
}
