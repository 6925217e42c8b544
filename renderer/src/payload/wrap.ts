/** A line of more characters is slow to lay out whole. */
const LONG = 10_000;

export function hasLongLine(text: string): boolean {
  let start = 0;
  while (start < text.length) {
    const end = text.indexOf('\n', start);
    const next = end < 0 ? text.length : end;
    if (next - start > LONG) return true;
    start = next + 1;
  }
  return false;
}

/** Lines of at most `columns`, of which a wide character such as a Chinese one takes two. */
export function wrap(text: string, columns: number): string[] {
  const lines: string[] = [];
  let start = 0;
  let at = 0;
  let width = 0;
  for (const character of text) {
    const room = (character.codePointAt(0) ?? 0) < FIRST_WIDE ? 1 : 2;
    if (character === '\n' || width + room > columns) {
      lines.push(text.slice(start, at));
      start = character === '\n' ? at + 1 : at;
      width = 0;
    }
    at += character.length;
    if (character !== '\n') width += room;
  }
  lines.push(text.slice(start));
  return lines;
}

/** Hangul, Chinese, Japanese and emoji lie above; the few narrow ones among them only get more room than they need. */
const FIRST_WIDE = 0x1100;
