import { BenchFailure } from './errors.ts';

const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
const LONE_SURROGATE = /\p{Cs}/u;

/**
 * JSON text without the spaces between its tokens, and otherwise as it was written: numbers keep all their digits, and
 * keys their order. '' where the text is blank. Throws `INVALID_PARAM` with the position of what is no JSON.
 */
export function compactJson(text: string): string {
  if (/^[ \t\n\r]*$/.test(text)) return '';
  return new Scanner(text).run();
}

/** Where a position is, for people: both count from 1. */
export function lineAndColumn(text: string, position: number): { line: number; column: number } {
  const before = text.slice(0, position).split('\n');
  return { line: before.length, column: (before.at(-1) as string).length + 1 };
}

type Expected = 'value' | 'value or ]' | 'key or }' | 'key' | ':' | ', or }' | ', or ]' | 'end';

/** Keeps the open brackets in an array, so that deep nesting cannot overflow the stack. */
class Scanner {
  readonly #text: string;
  readonly #tokens: string[] = [];
  readonly #open: ('{' | '[')[] = [];
  #at = 0;
  #expected: Expected = 'value';

  constructor(text: string) {
    this.#text = text;
  }

  run(): string {
    const lone = this.#text.search(LONE_SURROGATE);
    if (lone >= 0) this.#fail(lone, 'half of a character, which UTF-8 cannot hold');
    for (;;) {
      this.#skipSpace();
      if (this.#at === this.#text.length) {
        if (this.#expected !== 'end') this.#refuse();
        return this.#tokens.join('');
      }
      this.#step(this.#text.charAt(this.#at));
    }
  }

  #step(char: string): void {
    const expected = this.#expected;
    if (expected === 'key' || expected === 'key or }') {
      if (char === '"') this.#take(this.#stringEnd(), ':');
      else if (char === '}' && expected === 'key or }') this.#close();
      else this.#refuse();
    } else if (expected === ':') {
      if (char === ':') this.#take(this.#at + 1, 'value');
      else this.#refuse();
    } else if (expected === ', or }' || expected === ', or ]') {
      if (char === ',') this.#take(this.#at + 1, expected === ', or }' ? 'key' : 'value');
      else if (char === expected.at(-1)) this.#close();
      else this.#refuse();
    } else if (expected === 'end') this.#refuse();
    else if (char === ']' && expected === 'value or ]') this.#close();
    else this.#value(char);
  }

  #value(char: string): void {
    if (char === '{' || char === '[') {
      this.#open.push(char);
      this.#take(this.#at + 1, char === '{' ? 'key or }' : 'value or ]');
    } else if (char === '"') this.#take(this.#stringEnd(), this.#afterValue());
    else this.#take(this.#wordEnd(), this.#afterValue());
  }

  #close(): void {
    this.#open.pop();
    this.#take(this.#at + 1, this.#afterValue());
  }

  #afterValue(): Expected {
    const inside = this.#open.at(-1);
    if (inside === undefined) return 'end';
    return inside === '{' ? ', or }' : ', or ]';
  }

  #take(end: number, next: Expected): void {
    this.#tokens.push(this.#text.slice(this.#at, end));
    this.#at = end;
    this.#expected = next;
  }

  #wordEnd(): number {
    for (const word of ['true', 'false', 'null']) {
      if (this.#text.startsWith(word, this.#at)) return this.#at + word.length;
    }
    NUMBER.lastIndex = this.#at;
    if (!NUMBER.test(this.#text)) this.#refuse();
    return NUMBER.lastIndex;
  }

  #stringEnd(): number {
    for (let at = this.#at + 1; at < this.#text.length; at++) {
      const char = this.#text.charCodeAt(at);
      if (char === 0x22) return at + 1;
      if (char < 0x20) this.#fail(at, 'a control character in a string must be escaped');
      if (char !== 0x5c) continue;
      ESCAPE.lastIndex = at;
      if (!ESCAPE.test(this.#text)) this.#fail(at, 'no such escape in a string');
      at = ESCAPE.lastIndex - 1;
    }
    return this.#fail(this.#text.length, 'a string without its closing "');
  }

  #skipSpace(): void {
    while (this.#at < this.#text.length && ' \t\n\r'.includes(this.#text.charAt(this.#at))) this.#at++;
  }

  #refuse(): never {
    const found = this.#at < this.#text.length ? `'${this.#text.charAt(this.#at)}'` : 'the end';
    return this.#fail(this.#at, `expected ${this.#expected}, found ${found}`);
  }

  #fail(position: number, why: string): never {
    const { line, column } = lineAndColumn(this.#text, position);
    throw new BenchFailure('INVALID_PARAM', `line ${line}, column ${column}: ${why}`, { part: 'param', position });
  }
}
