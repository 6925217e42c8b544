export interface NumericField {
  path: (string | number)[];
  value: number | boolean;
}

/** More of them nobody looks through; the path can be written as well. */
const MOST = 1_000;
const DEEPEST = 64;

/** The fields of a param that can be plotted, in the order in which they came. Undefined where the text is no JSON. */
export function numericFields(text: string): NumericField[] | undefined {
  try {
    const found: NumericField[] = [];
    collect(JSON.parse(text), [], found);
    return found;
  } catch {
    return undefined;
  }
}

function collect(value: unknown, path: (string | number)[], found: NumericField[]): void {
  if (found.length >= MOST) return;
  if (typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value))) found.push({ path, value });
  if (typeof value !== 'object' || value === null || path.length >= DEEPEST) return;
  if (Array.isArray(value)) for (const [at, item] of value.entries()) collect(item, [...path, at], found);
  else for (const [key, item] of Object.entries(value)) collect(item, [...path, key], found);
}

/** `wheels[0].speed`, `["a b"].c`; undefined where it is no path. Empty: the param itself. */
export function parsePath(text: string): (string | number)[] | undefined {
  const path: (string | number)[] = [];
  // The first key has no dot before it, every other one has.
  const part = /(?:(?:^|(?<!^)\.)([\p{L}_$][\p{L}\p{N}_$-]*)|\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\])/uy;
  while (part.lastIndex < text.length) {
    const found = part.exec(text);
    if (!found) return undefined;
    const [, key, index, quoted] = found;
    if (key !== undefined) path.push(key);
    else if (index !== undefined) path.push(Number(index));
    else if (quoted !== undefined) {
      try {
        path.push(String(JSON.parse(quoted)));
      } catch {
        return undefined;
      }
    }
  }
  return path;
}
