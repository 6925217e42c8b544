/** Marks where a value of the environment is put in when the payload is sent. */
const VARIABLE = /\{\{[^{}\n]*\}\}/y;
const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const WORD = /true|false|null/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
const SPACE = /[ \t\n\r]*/y;

/** What the text should have had at the place where it is no JSON. */
export type Wanted =
  | 'value'
  | 'valueOrEnd'
  | 'keyOrEnd'
  | 'key'
  | 'colon'
  | 'commaOrBrace'
  | 'commaOrBracket'
  | 'end'
  | 'quote'
  | 'escape'
  | 'noControl';

export interface JsonProblem {
  position: number;
  wanted: Wanted;
}

export interface JsonToken {
  text: string;
  from: number;
}

export interface Scanned {
  /** Up to the problem, where there is one. */
  tokens: JsonToken[];
  problem: JsonProblem | null;
}

/**
 * The tokens of JSON in which `{{variables}}` may stand in strings and in place of values. Blank text is fine: no value
 * at all. Open brackets are kept in an array, so that deep nesting cannot overflow the stack.
 */
export function scanJson(text: string): Scanned {
  const scan: Scan = { text, tokens: [], open: [], wanted: 'value', at: lengthAt(SPACE, text, 0), problem: null };
  if (scan.at === text.length) return { tokens: [], problem: null };
  while (scan.problem === null && scan.at < text.length) {
    step(scan);
    scan.at += lengthAt(SPACE, text, scan.at);
  }
  if (scan.problem === null && scan.wanted !== 'end') fail(scan, scan.wanted);
  return { tokens: scan.tokens, problem: scan.problem };
}

interface Scan {
  text: string;
  tokens: JsonToken[];
  open: ('{' | '[')[];
  wanted: Wanted;
  at: number;
  problem: JsonProblem | null;
}

function step(scan: Scan): void {
  const char = scan.text.charAt(scan.at);
  switch (scan.wanted) {
    case 'key':
    case 'keyOrEnd':
      if (char === '"') takeString(scan, 'colon');
      else if (char === '}' && scan.wanted === 'keyOrEnd') close(scan);
      else fail(scan, scan.wanted);
      return;
    case 'colon':
      if (char === ':') take(scan, 1, 'value');
      else fail(scan, 'colon');
      return;
    case 'commaOrBrace':
      if (char === ',') take(scan, 1, 'key');
      else if (char === '}') close(scan);
      else fail(scan, 'commaOrBrace');
      return;
    case 'commaOrBracket':
      if (char === ',') take(scan, 1, 'value');
      else if (char === ']') close(scan);
      else fail(scan, 'commaOrBracket');
      return;
    case 'value':
    case 'valueOrEnd':
      if (char === ']' && scan.wanted === 'valueOrEnd') close(scan);
      else takeValue(scan, char);
      return;
    case 'end':
    case 'quote':
    case 'escape':
    case 'noControl':
      fail(scan, scan.wanted);
  }
}

function takeValue(scan: Scan, char: string): void {
  const { text, at } = scan;
  const variable = lengthAt(VARIABLE, text, at);
  if (variable > 0) take(scan, variable, afterValue(scan));
  else if (char === '{' || char === '[') {
    scan.open.push(char);
    take(scan, 1, char === '{' ? 'keyOrEnd' : 'valueOrEnd');
  } else if (char === '"') takeString(scan, afterValue(scan));
  else {
    const length = lengthAt(NUMBER, text, at) || lengthAt(WORD, text, at);
    if (length > 0) take(scan, length, afterValue(scan));
    else fail(scan, scan.wanted);
  }
}

function takeString(scan: Scan, next: Wanted): void {
  const { text } = scan;
  for (let at = scan.at + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x22) {
      take(scan, at + 1 - scan.at, next);
      return;
    }
    if (code < 0x20) {
      scan.problem = { position: at, wanted: code === 0x0a || code === 0x0d ? 'quote' : 'noControl' };
      return;
    }
    if (code !== 0x5c) continue;
    const escape = lengthAt(ESCAPE, text, at);
    if (escape === 0) {
      scan.problem = { position: at, wanted: 'escape' };
      return;
    }
    at += escape - 1;
  }
  scan.problem = { position: text.length, wanted: 'quote' };
}

function close(scan: Scan): void {
  scan.open.pop();
  take(scan, 1, afterValue(scan));
}

function afterValue({ open }: Scan): Wanted {
  const inside = open.at(-1);
  if (inside === undefined) return 'end';
  return inside === '{' ? 'commaOrBrace' : 'commaOrBracket';
}

function take(scan: Scan, length: number, next: Wanted): void {
  scan.tokens.push({ text: scan.text.slice(scan.at, scan.at + length), from: scan.at });
  scan.at += length;
  scan.wanted = next;
}

function fail(scan: Scan, wanted: Wanted): void {
  scan.problem = { position: scan.at, wanted };
}

function lengthAt(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0].length ?? 0;
}
