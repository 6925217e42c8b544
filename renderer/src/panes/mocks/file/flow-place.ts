import type { Written } from './json-schema.ts';
import type { Place } from './place.ts';

interface Bracket {
  list: boolean;
  index: number;
  key: string | null;
  keys: Map<string, string | null>;
}

const TOKEN = /"(?:[^"\\]|\\.)*"?|'[^']*'?|[[\]{},:]|\s+|[^\s[\]{},:"']+/g;

/**
 * Inside of brackets, of which the first begins at `start`; `path` and `written` lead to it. Null where nothing of a
 * scenario can be written.
 */
export function flowPlace(
  text: string,
  start: number,
  path: (string | number)[],
  written: Map<number, Written>,
  offset = 0,
): Place | null {
  const open: Bracket[] = [];
  let token = '';
  let from = text.length;
  for (const { 0: piece, index } of text.slice(start).matchAll(TOKEN)) {
    const top = open.at(-1);
    if (piece === '{' || piece === '[') open.push({ list: piece === '[', index: 0, key: null, keys: new Map() });
    else if (piece === '}' || piece === ']') open.pop();
    else if (piece === ',' && top) {
      if (top.key !== null) top.keys.set(top.key, unquoted(token));
      top.index += 1;
      top.key = null;
    } else if (piece === ':' && top && !top.list) {
      top.key = unquoted(token);
      top.keys.set(top.key, null);
    } else if (piece.trim() !== '') {
      token = piece;
      from = start + index;
      continue;
    } else {
      // Of several words the last one is being written.
      if (token !== '' && top?.key === null) continue;
      if (token !== '') continue;
    }
    if (piece.trim() !== '') token = '';
    from = text.length;
  }
  const top = open.at(-1);
  if (!top || (token !== '' && /^["'].*["']$/.test(token) && token.length > 1)) return null;
  const steps = open.slice(0, -1).map(stepOf);
  for (const [at, bracket] of open.entries()) if (!bracket.list) written.set(path.length + at, bracket.keys);
  const isValue = top.list || top.key !== null;
  return {
    path: [...path, ...steps, ...(isValue ? [stepOf(top)] : [])],
    kind: isValue ? 'value' : 'key',
    from: offset + (token === '' ? text.length : from),
    written,
    indent: null,
  };
}

const stepOf = ({ list, index, key }: Bracket): string | number => (list ? index : (key ?? ''));
const unquoted = (token: string): string => token.replace(/^(["'])(.*?)\1?$/, '$2');
