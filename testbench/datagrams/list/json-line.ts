import { BenchFailure } from '../../errors.ts';
import { compactJson } from '../../json.ts';
import { type FieldName, type Fields, isField, MAX_DELAY, WrongLine } from './fields.ts';
import type { TextRecord } from './records.ts';

interface Span {
  from: number;
  to: number;
}

/** Reads `{"url": …, "param": …, "data": …, "quick": …, "delayMs": …}`. Throws `WrongLine`. */
export function readJsonLine({ line, text }: TextRecord): Fields {
  const value = parsed(line, text);
  const spans = spansOf(text, line);
  const at = (name: FieldName) => ({ line, column: (spans.get(name)?.from ?? 0) + 1 });
  const { url, data, quick, delayMs } = value;
  if (url === undefined) throw new WrongLine('NO_URL', 'a datagram needs a url', { line, column: 1 });
  if (typeof url !== 'string') throw new WrongLine('BAD_URL', 'a url is a text', at('url'));
  if (quick !== undefined && typeof quick !== 'boolean') {
    throw new WrongLine('BAD_QUICK', 'quick is true or false', at('quick'));
  }
  return {
    line,
    url: { value: url, ...at('url') },
    param: paramOf(text, spans.get('param'), value['param'], line),
    data: data === undefined ? undefined : dataOf(data, at('data')),
    quick,
    delayMs: delayOf(delayMs, at('delayMs')),
  };
}

/** `"29 01"`, `{"hex": …}` or `{"text": …}`. Throws `WrongLine`. */
export function dataOf(data: unknown, place: { line: number; column: number }): Fields['data'] {
  if (typeof data === 'string') return { value: { kind: 'hex', text: data }, ...place };
  const entries = typeof data === 'object' && data !== null && !Array.isArray(data) ? Object.entries(data) : [];
  const [kind, text] = entries[0] ?? [];
  if (entries.length !== 1 || (kind !== 'hex' && kind !== 'text') || typeof text !== 'string') {
    throw new WrongLine('BAD_DATA', 'data is hex, {"hex": "…"} or {"text": "…"}', place);
  }
  return { value: { kind, text }, ...place };
}

/** Throws `WrongLine`. */
export function delayOf(delayMs: unknown, place: { line: number; column: number }): number {
  if (delayMs === undefined) return 0;
  if (typeof delayMs === 'number' && delayMs >= 0 && delayMs <= MAX_DELAY) return delayMs;
  throw new WrongLine('BAD_DELAY', `delayMs is 0 to ${MAX_DELAY}`, place);
}

function parsed(line: number, text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw notJson(line, text);
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new WrongLine('NOT_AN_OBJECT', 'a line is one JSON object', { line, column: text.search(/\S/) + 1 });
}

/** Says where. */
function notJson(line: number, text: string): WrongLine {
  try {
    compactJson(text);
  } catch (error) {
    if (error instanceof BenchFailure) {
      const message = error.message.replace(/^line \d+, column \d+: /, '');
      return new WrongLine('NOT_JSON', message, { line, column: (error.position ?? 0) + 1 });
    }
  }
  return new WrongLine('NOT_JSON', 'the line is no JSON', { line, column: 1 });
}

/** As it was written, so that numbers keep all their digits. */
function paramOf(text: string, span: Span | undefined, value: unknown, line: number): Fields['param'] {
  if (span === undefined) return undefined;
  const found = text.slice(span.from, span.to);
  const written = /\s/.test(found) ? compactJson(found) : found;
  const param = { written, isJson: true, text: typeof value === 'string' ? value : null };
  return { value: param, line, column: span.from + 1 };
}

/** Where the values of an object stand; `text` is JSON. Throws `WrongLine` for a field that there is not, or twice. */
function spansOf(text: string, line: number): Map<FieldName, Span> {
  const spans = new Map<FieldName, Span>();
  let at = text.indexOf('{') + 1;
  for (;;) {
    at = skipSpace(text, at);
    if (text[at] === ',') at = skipSpace(text, at + 1);
    if (text[at] === '}') return spans;
    const keyEnd = endOfString(text, at);
    const name: unknown = JSON.parse(text.slice(at, keyEnd));
    if (typeof name !== 'string' || !isField(name) || spans.has(name)) {
      const what = typeof name === 'string' && isField(name) ? 'is there twice' : 'is no field of a datagram';
      throw new WrongLine('UNKNOWN_FIELD', `${text.slice(at, keyEnd)} ${what}`, { line, column: at + 1 });
    }
    const from = skipSpace(text, skipSpace(text, keyEnd) + 1);
    const to = endOfValue(text, from);
    spans.set(name, { from, to });
    at = to;
  }
}

function endOfValue(text: string, from: number): number {
  const first = text[from];
  if (first === '"') return endOfString(text, from);
  if (first !== '{' && first !== '[') {
    let at = from;
    while (at < text.length && !/[\s,}\]]/.test(text.charAt(at))) at += 1;
    return at;
  }
  let depth = 0;
  for (let at = from; ; ) {
    const char = text[at];
    if (char === '"') {
      at = endOfString(text, at);
      continue;
    }
    if (char === '{' || char === '[') depth += 1;
    else if (char === '}' || char === ']') depth -= 1;
    at += 1;
    if (depth === 0) return at;
  }
}

function endOfString(text: string, from: number): number {
  for (let at = from + 1; ; at += 1) {
    const char = text[at];
    if (char === '"') return at + 1;
    if (char === '\\') at += 1;
  }
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && ' \t\n\r'.includes(text.charAt(at))) at += 1;
  return at;
}
