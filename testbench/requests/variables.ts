import type { PayloadDraft, RequestDraft, RequestPart } from '../contract.ts';
import { BenchFailure } from '../errors.ts';
import { compactJson } from '../json.ts';

/** What a name stands for. `json` is the text of one JSON value; `text` is any text, also one that looks like JSON. */
export interface VariableValue {
  kind: 'text' | 'json';
  text: string;
  /** Nobody is to see it. */
  secret?: boolean;
}

/** Undefined: there is no such variable. */
export type Lookup = (name: string) => VariableValue | undefined;

/** A `{{name}}` in a text; `from` and `to` are its places, with the braces. */
export interface VariableUse {
  name: string;
  from: number;
  to: number;
}

/** No part may become longer, so that a few short names cannot fill the memory. */
const MAX_RESOLVED = 1_048_576;

/** Also a name of a variable: what stands between braces and is none stays as it is. */
export const VARIABLE_NAME = /^[\p{L}_][\p{L}\p{N}_.-]{0,63}$/u;
const USE = /(\\*)\{\{[ \t]*(\$?[\p{L}_][\p{L}\p{N}_.-]{0,63})[ \t]*\}\}/gu;

/**
 * The draft with each `{{name}}` in its url, param, and data as text or hex replaced; `\{{name}}` stays as `{{name}}`,
 * and what is in a file stays as it is. In a param, `"{{name}}"` (with or without the quotes) as a whole value becomes
 * the JSON value where the variable is `json`, else a JSON string; inside a longer string it is escaped as JSON wants it.
 * So a param that was JSON is JSON afterwards. With `raw` the param is plain text. Values are not looked into: a
 * `{{name}}` in one stays. Throws `UNKNOWN_VARIABLE`, `INVALID_VARIABLE` (kept as JSON and is none) and
 * `PACKET_TOO_LARGE` with `part`, `position` and `length`.
 */
export function resolve(draft: RequestDraft, values: Lookup, { raw = false } = {}): RequestDraft {
  return {
    ...draft,
    url: resolveText(draft.url, 'url', values),
    payload: resolvePayload(draft.payload, values, { raw }),
  };
}

/** As `resolve`, for what is no call. */
export function resolvePayload({ param, data }: PayloadDraft, values: Lookup, { raw = false } = {}): PayloadDraft {
  return {
    param: raw ? resolveText(param, 'param', values) : resolveJson(param, values),
    data: data.kind === 'file' ? data : { ...data, text: resolveText(data.text, 'data', values) },
  };
}

/** As `resolve`, for one text, such as a url. */
export function resolveText(text: string, part: RequestPart, values: Lookup): string {
  const out = new Output(part);
  let at = 0;
  for (const use of matches(text)) {
    const pairs = use.slashes >> 1;
    out.add(text.slice(at, use.start), '\\'.repeat(pairs));
    out.add(use.slashes % 2 === 1 ? text.slice(use.from, use.to) : found(use, part, values).text);
    at = use.to;
  }
  return out.add(text.slice(at)).text;
}

/** The variables of one text. In a param `\\{{name}}`, which is JSON for `\{{name}}`, is none either. */
export function variablesIn(text: string, part: RequestPart): VariableUse[] {
  return matches(text).flatMap(({ name, from, to, slashes }) =>
    slashes % (part === 'param' ? 4 : 2) === 0 ? [{ name, from, to }] : [],
  );
}

interface Match extends VariableUse {
  /** Where the backslashes before it begin, and how many there are. */
  start: number;
  slashes: number;
}

function matches(text: string): Match[] {
  return Array.from(text.matchAll(USE), ({ 0: whole, 1: before, 2: name, index }) => {
    const slashes = (before as string).length;
    return { name: name as string, start: index, slashes, from: index + slashes, to: index + whole.length };
  });
}

/** Walks over the strings of what is, or should be, JSON; what is none stays none, for others to refuse. */
function resolveJson(param: string, values: Lookup): string {
  const out = new Output('param');
  let at = 0;
  let inString = false;
  for (const use of matches(param)) {
    const before = param.slice(at, use.start);
    // Backslashes right before the braces are left out of `before`; they cannot hide its quotes.
    inString = quotesToggle(before) !== inString;
    at = use.to;
    if (!inString) {
      out.add(before, '\\'.repeat(use.slashes));
      out.add(use.slashes > 0 ? param.slice(use.from, use.to) : asValue(use, values));
    } else if (use.slashes === 0 && isWholeString(param, use)) {
      out.add(before.slice(0, -1), asValue(use, values));
      inString = false;
      at = use.to + 1;
    } else {
      out.add(before, inJsonString(param, use, values));
    }
  }
  return out.add(param.slice(at)).text;
}

/** Whether an odd number of quotes is in a text that does not begin behind a backslash. */
function quotesToggle(text: string): boolean {
  let odd = false;
  for (let at = 0; at < text.length; at++) {
    const char = text.charCodeAt(at);
    if (char === 0x5c) at++;
    else if (char === 0x22) odd = !odd;
  }
  return odd;
}

const COLON = /[ \t\n\r]*:/y;

/** Quotes right around it, and no key of an object. */
function isWholeString(param: string, { from, to }: Match): boolean {
  if (param[from - 1] !== '"' || param[from - 2] === '\\' || param[to] !== '"') return false;
  COLON.lastIndex = to + 1;
  return !COLON.test(param);
}

function asValue(use: Match, values: Lookup): string {
  const value = found(use, 'param', values);
  if (value.kind === 'text') return JSON.stringify(value.text);
  try {
    const json = compactJson(value.text);
    if (json !== '') return json;
  } catch {
    // It is told by name below, and not what is in it.
  }
  throw failure('INVALID_VARIABLE', `${use.name} is kept as JSON, and its value is none`, use, 'param');
}

/** Two backslashes of the text are one of the string; a single one before the braces is no JSON, and means an escape too. */
function inJsonString(param: string, use: Match, values: Lookup): string {
  const decoded = use.slashes >> 1;
  const escaped = use.slashes % 2 === 1 || decoded % 2 === 1;
  const kept = use.slashes % 2 === 1 ? decoded : decoded >> 1;
  const text = escaped ? param.slice(use.from, use.to) : JSON.stringify(found(use, 'param', values).text).slice(1, -1);
  return '\\\\'.repeat(kept) + text;
}

function found(use: Match, part: RequestPart, values: Lookup): VariableValue {
  const value = values(use.name);
  if (value) return value;
  throw failure('UNKNOWN_VARIABLE', `there is no variable ${use.name}, which the ${part} uses`, use, part);
}

function failure(code: 'UNKNOWN_VARIABLE' | 'INVALID_VARIABLE', message: string, use: Match, part: RequestPart) {
  return new BenchFailure(code, message, { part, position: use.from, length: use.to - use.from, subject: use.name });
}

class Output {
  readonly #part: RequestPart;
  readonly #pieces: string[] = [];
  #length = 0;

  constructor(part: RequestPart) {
    this.#part = part;
  }

  get text(): string {
    return this.#pieces.join('');
  }

  add(...pieces: string[]): this {
    for (const piece of pieces) this.#length += piece.length;
    if (this.#length > MAX_RESOLVED) {
      const message = `with its variables the ${this.#part} has more than ${MAX_RESOLVED} characters`;
      throw new BenchFailure('PACKET_TOO_LARGE', message, { part: this.#part });
    }
    this.#pieces.push(...pieces);
    return this;
  }
}
