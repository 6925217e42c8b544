/** What stood in the filter before, to be brought back. A field whose value is set by us has no undo of its own. */
export interface Texts {
  past: readonly string[];
  future: readonly string[];
  /** The last change, while the next one may belong to it. */
  last: { grew: boolean; at: number } | null;
}

export const noTexts: Texts = { past: [], future: [], last: null };

const MOST = 100;
/** What is typed in one go is taken back in one go. */
const ONE_GO_MS = 1_000;

/** After a change by a key, at that time in ms, or of the text as a whole by a menu or a button (null). */
export function changed(texts: Texts, before: string, after: string, typedAt: number | null): Texts {
  if (before === after) return texts;
  const { past, last } = texts;
  const grew = after.length > before.length;
  const now = typedAt === null ? null : { grew, at: typedAt };
  const goesOn = now !== null && last !== null && last.grew === grew && now.at - last.at < ONE_GO_MS;
  return { past: goesOn ? past : [...past, before].slice(-MOST), future: [], last: now };
}

/** The text before `current`, or with `forth` the one that was taken back last; null where there is none. */
export function broughtBack(texts: Texts, current: string, forth: boolean): { text: string; texts: Texts } | null {
  const { past, future } = texts;
  const text = (forth ? future : past).at(-1);
  if (text === undefined) return null;
  const left = forth
    ? { past: [...past, current], future: future.slice(0, -1) }
    : { past: past.slice(0, -1), future: [...future, current] };
  return { text, texts: { ...left, last: null } };
}
