import type { JsonValue } from '../payload.ts';

/** Beyond these a text is not learned: what is kept of one stays under some 30 KiB. */
const MAX_BYTES = 2_048;
const MAX_PARTS = 128;
const MAX_DEPTH = 8;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const CLOSING_BRACKET = 0x5d;
const CLOSING_BRACE = 0x7d;

/** An object or array of the text. */
export interface Holder {
  /** Copied for each value, so that all have the same hidden class. */
  readonly model: JsonValue[] | { [key: string]: JsonValue };
  /** Its holder, by number, and its place there; -1 of the outermost. */
  readonly parent: number;
  readonly key: string | number;
}

/** A number, string, boolean or null. */
export interface Leaf {
  /** The bytes between the leaf before and this one: brackets, keys, colons, commas, white space. */
  readonly before: Uint8Array;
  readonly holder: number;
  readonly key: string | number;
  /** The last string here, as it stood in the text; the model has what it means. Most strings of a topic stay the same. */
  raw: Uint8Array;
}

/** Takes a JSON text to pieces. Throws where `bytes` hold none, or more than is worth to be kept. */
export class Learner {
  readonly holders: Holder[] = [];
  readonly leaves: Leaf[] = [];
  /** The bytes after the last leaf. */
  readonly after: Uint8Array;
  readonly #bytes: Buffer;
  #at = 0;
  /** Start of what belongs before the next leaf. */
  #from = 0;

  constructor(bytes: Buffer) {
    if (bytes.length > MAX_BYTES) throw new RangeError('too long');
    this.#bytes = bytes;
    const model: JsonValue = JSON.parse(bytes.toString());
    if (model === null || typeof model !== 'object') throw new RangeError('too little');
    this.#hold(model, -1, '', 0);
    this.after = Uint8Array.from(bytes.subarray(this.#from));
  }

  #part(model: JsonValue, holder: number, key: string | number, depth: number): void {
    if (model !== null && typeof model === 'object') {
      this.#hold(model, holder, key, depth);
      return;
    }
    const before = Uint8Array.from(this.#bytes.subarray(this.#from, this.#at));
    const scalar = this.#scalar();
    this.#from = this.#at;
    const raw = Uint8Array.from(typeof model === 'string' ? scalar : []);
    this.leaves.push({ before, holder, key, raw });
  }

  /** Takes the object or array that begins here. */
  #hold(model: JsonValue[] | { [key: string]: JsonValue }, parent: number, key: string | number, depth: number): void {
    if (depth > MAX_DEPTH) throw new RangeError('too deep');
    const holder = this.holders.push({ model, parent, key }) - 1;
    const seen = new Set<string>();
    this.#skipSpace();
    this.#at += 1;
    for (let index = 0; ; index += 1) {
      this.#skipSpace();
      const byte = this.#bytes[this.#at];
      if (byte === COMMA) this.#at += 1;
      if (byte === CLOSING_BRACE || byte === CLOSING_BRACKET) break;
      if (this.leaves.length + this.holders.length > MAX_PARTS) throw new RangeError('too many parts');
      this.#skipSpace();
      if (Array.isArray(model)) {
        this.#part(model[index]!, holder, index, depth + 1);
      } else {
        const name = this.#key(seen);
        this.#part(model[name]!, holder, name, depth + 1);
      }
    }
    this.#at += 1;
  }

  /** Goes on to the value of the key that begins here. */
  #key(seen: Set<string>): string {
    const key = String(JSON.parse(this.#scalar().toString()));
    if (key === '__proto__' || seen.has(key)) throw new RangeError('a key that is not worth its trouble');
    seen.add(key);
    this.#skipSpace();
    this.#at += 1; // The colon.
    this.#skipSpace();
    return key;
  }

  /** The number, string or word that begins here. */
  #scalar(): Buffer {
    const start = this.#at;
    if (this.#bytes[start] === QUOTE) {
      this.#at += 1;
      while (this.#bytes[this.#at] !== QUOTE) this.#at += this.#bytes[this.#at] === BACKSLASH ? 2 : 1;
      this.#at += 1;
    } else {
      while (this.#at < this.#bytes.length && !isEndOfWord(this.#bytes[this.#at]!)) this.#at += 1;
    }
    return this.#bytes.subarray(start, this.#at);
  }

  #skipSpace(): void {
    while (isSpace(this.#bytes[this.#at])) this.#at += 1;
  }
}

/** Whether a number, or a word, has ended before `byte`. */
export function isEndOfWord(byte: number): boolean {
  return byte === COMMA || byte === CLOSING_BRACKET || byte === CLOSING_BRACE || isSpace(byte);
}

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}
