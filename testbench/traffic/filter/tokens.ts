import { FilterError } from './ast.ts';

export interface Token {
  kind: 'word' | 'text' | 'regex' | 'symbol' | 'end';
  /** As it was written, but of a text what it says. */
  text: string;
  from: number;
  to: number;
}

const SPACE = /\s*/y;
const SYMBOL = /&&|\|\||==|!=|<=|>=|=~|[()!<>{},=&|~]/y;
const REGEX = /\/(?:\\.|\[(?:\\.|[^\]\\])*\]|[^/\\[])+\/[a-zA-Z]*/y;
const TEXT = /"(?:\\.|[^"\\])*"/sy;
/** Keys of a JSON path may be quoted, and then hold anything. */
const WORD = /(?:\["(?:\\.|[^"\\])*"\]|[^\s()!<>{},=&|~"])+/sy;
const ESCAPE = /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|(.))/gs;
const CONTROLS: Record<string, string> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f', 0: '\0' };

/** The tokens up to the first error; without one the last of them is `end`. */
export function scan(text: string): { tokens: Token[]; error: FilterError | null } {
  const tokens: Token[] = [];
  let at = 0;
  for (;;) {
    at = endOf(SPACE, text, at);
    if (at === text.length) {
      tokens.push({ kind: 'end', text: '', from: at, to: at });
      return { tokens, error: null };
    }
    const token = tokenAt(text, at, tokens.at(-1)?.text === '=~');
    if (!token) return { tokens, error: new FilterError('UNCLOSED_TEXT', text.slice(at), at, text.length) };
    tokens.push(token);
    at = token.to;
  }
}

export function quote(text: string): string {
  return JSON.stringify(text);
}

function tokenAt(text: string, from: number, regexFollows: boolean): Token | undefined {
  const token = (kind: Token['kind'], to: number): Token => ({ kind, text: text.slice(from, to), from, to });
  if (regexFollows && text[from] === '/') {
    const to = endOf(REGEX, text, from);
    return to > from ? token('regex', to) : undefined;
  }
  if (text[from] === '"') {
    const to = endOf(TEXT, text, from);
    return to > from ? { ...token('text', to), text: unescape(text.slice(from + 1, to - 1)) } : undefined;
  }
  const symbolEnd = endOf(SYMBOL, text, from);
  if (symbolEnd > from) return token('symbol', symbolEnd);
  return token('word', endOf(WORD, text, from));
}

function unescape(text: string): string {
  return text.replace(ESCAPE, (_, hex?: string, unicode?: string, other = '') => {
    const code = hex ?? unicode;
    return code === undefined ? (CONTROLS[other] ?? other) : String.fromCharCode(Number.parseInt(code, 16));
  });
}

/** Where a match at `at` ends; `at` itself where there is none. */
function endOf(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}
