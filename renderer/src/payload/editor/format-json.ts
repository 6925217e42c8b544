import { type JsonToken, scanJson } from './json-scan.ts';

const INDENT = '  ';

/**
 * JSON with a line for each value, and otherwise as it was written: numbers keep their digits, keys their order.
 * Null where the text is no JSON, and stays as it is.
 */
export function formatJson(text: string): string | null {
  const { tokens, problem } = scanJson(text);
  if (problem !== null) return null;
  const parts: string[] = [];
  let depth = 0;
  for (const [at, token] of tokens.entries()) {
    const before = tokens[at - 1]?.text;
    const isOpen = token.text === '{' || token.text === '[';
    const isClose = token.text === '}' || token.text === ']';
    if (isClose) depth -= 1;
    if (before !== undefined) parts.push(gap(before, token, depth));
    parts.push(token.text);
    if (isOpen) depth += 1;
  }
  return parts.join('');
}

/** What stands between two tokens. */
function gap(before: string, { text }: JsonToken, depth: number): string {
  const newLine = `\n${INDENT.repeat(depth)}`;
  if (before === ':') return ' ';
  if (before === ',') return newLine;
  if (before === '{' || before === '[') return text === '}' || text === ']' ? '' : newLine;
  return text === '}' || text === ']' ? newLine : '';
}
