import type { JsonValue } from '../payload.ts';

/** Beyond these a value is not learned, or not written by what was. */
const MAX_KEYS = 64;
const MAX_DEPTH = 8;
const MAX_TEXT = 512;
/** More than a key and a value that is no object can take. */
const ROOM = 8_192;

const COMMA = 0x2c;
const ZERO = 0x30;
const OPENING_BRACKET = 0x5b;
const CLOSING_BRACKET = 0x5d;
const CLOSING_BRACE = 0x7d;
const MAX_SMALL = 2 ** 31 - 1;
const TRUE = bytesOf('true');
const FALSE = bytesOf('false');
const NULL = bytesOf('null');

type JsonObject = { [key: string]: JsonValue };

/** One key of an object that comes often. */
interface Field {
  readonly key: string;
  /** As it stands in the text, with what is before it and its colon. */
  readonly before: Uint8Array;
  /** The last string that was its value, and how that stands in the text: most stay the same. */
  text: string | undefined;
  quoted: Uint8Array;
  /** Of an object that is its value. */
  readonly nested: ObjectWriter | undefined;
}

/** Writes plain objects that have the same keys in the same order as JSON, in less than half the time of `JSON.stringify`. */
export class ObjectWriter {
  readonly #fields: readonly Field[];

  private constructor(fields: readonly Field[]) {
    this.#fields = fields;
  }

  /** For objects like this one; `undefined` where that is not worth it. */
  static for(value: unknown, depth: number = 0): ObjectWriter | undefined {
    if (depth > MAX_DEPTH || !isPlain(value)) return undefined;
    const keys = Object.keys(value);
    if (keys.length === 0 || keys.length > MAX_KEYS) return undefined;
    const fields: Field[] = [];
    for (const [index, key] of keys.entries()) {
      if (key.length > MAX_TEXT) return undefined;
      const member: unknown = value[key];
      const nested = isObject(member) && !Array.isArray(member) ? ObjectWriter.for(member, depth + 1) : undefined;
      const before = bytesOf(`${index === 0 ? '{' : ','}${JSON.stringify(key)}:`);
      fields.push({ key, before, text: undefined, quoted: NULL, nested });
    }
    return new ObjectWriter(fields);
  }

  /**
   * Writes the text that `JSON.stringify` makes of `value` to `target` from `offset` on, and answers its end; -1 where this
   * is no object of its kind, or there may be too little room: then what it has written means nothing.
   */
  write(value: object, target: Uint8Array, offset: number): number {
    if (!isPlain(value)) return -1;
    const fields = this.#fields;
    let at = offset;
    let index = 0;
    for (const key in value) {
      const field = fields[index];
      if (field === undefined || key !== field.key || target.length - at < ROOM) return -1;
      index += 1;
      at = put(field.before, target, at);
      const member: unknown = value[key];
      if (typeof member === 'string') {
        if (member !== field.text) {
          if (member.length > MAX_TEXT) return -1;
          field.quoted = bytesOf(JSON.stringify(member));
          field.text = member;
        }
        at = put(field.quoted, target, at);
      } else if (typeof member === 'number') {
        at = putNumber(member, target, at);
      } else if (isObject(member)) {
        at = Array.isArray(member) ? putArray(member, target, at) : (field.nested?.write(member, target, at) ?? -1);
      } else {
        at = putWord(member, target, at);
      }
      if (at === -1) return -1;
    }
    if (index !== fields.length) return -1;
    target[at] = CLOSING_BRACE;
    return at + 1;
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** Whether `JSON.stringify` would write its own keys, and nothing else. */
function isPlain(value: unknown): value is JsonObject {
  if (!isObject(value) || Object.getPrototypeOf(value) !== Object.prototype) return false;
  return !('toJSON' in value);
}

/** An array of numbers, booleans and nulls. */
function putArray(values: readonly unknown[], target: Uint8Array, offset: number): number {
  if ('toJSON' in values || Object.getPrototypeOf(values) !== Array.prototype) return -1;
  let at = offset;
  target[at++] = OPENING_BRACKET;
  for (let index = 0; index < values.length; index += 1) {
    if (target.length - at < ROOM) return -1;
    if (index > 0) target[at++] = COMMA;
    const value = values[index];
    at = typeof value === 'number' ? putNumber(value, target, at) : putWord(value, target, at);
    if (at === -1) return -1;
  }
  target[at] = CLOSING_BRACKET;
  return at + 1;
}

function putNumber(value: number, target: Uint8Array, offset: number): number {
  if (value >= 0 && value <= MAX_SMALL && (value | 0) === value) return putDigits(value | 0, target, offset);
  if (!Number.isFinite(value)) return put(NULL, target, offset);
  const text = `${value}`;
  for (let index = 0; index < text.length; index += 1) target[offset + index] = text.charCodeAt(index);
  return offset + text.length;
}

function putDigits(value: number, target: Uint8Array, offset: number): number {
  let digits = 1;
  for (let power = 10; value >= power; power *= 10) digits += 1;
  let rest = value;
  for (let at = offset + digits - 1; at >= offset; at -= 1) {
    const tenth = (rest / 10) | 0;
    target[at] = ZERO + rest - tenth * 10;
    rest = tenth;
  }
  return offset + digits;
}

function putWord(value: unknown, target: Uint8Array, offset: number): number {
  if (value === true) return put(TRUE, target, offset);
  if (value === false) return put(FALSE, target, offset);
  return value === null ? put(NULL, target, offset) : -1;
}

function put(bytes: Uint8Array, target: Uint8Array, offset: number): number {
  for (let index = 0; index < bytes.length; index += 1) target[offset + index] = bytes[index]!;
  return offset + bytes.length;
}

function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text));
}
