const URL_TEXT = /^\/[^\s"\\]{1,255}$/u;
const MAX_VISITED = 5_000;

/** Texts in JSON that look like urls of VSOA, such as a server lists them in an answer or in its info. */
export function urlsIn(text: string | null): string[] {
  if (text?.includes('"/') !== true) return [];
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return [];
  }
  const found = new Set<string>();
  const open: unknown[] = [value];
  for (let visited = 0; open.length > 0 && visited < MAX_VISITED; visited += 1) {
    const next = open.pop();
    if (typeof next === 'string' && URL_TEXT.test(next)) found.add(next);
    else if (Array.isArray(next)) open.push(...next.slice(0, MAX_VISITED));
    else if (typeof next === 'object' && next !== null) {
      const entries = Object.entries(next).slice(0, MAX_VISITED);
      open.push(...entries.flat());
    }
  }
  return [...found];
}
