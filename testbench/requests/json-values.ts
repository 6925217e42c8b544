const PIECE = /"[^"\\]*(?:\\.[^"\\]*)*"|-?[0-9][0-9.eE+-]*/g;

/** A number with the digits in which it came, as a double holds only some 16 of them. */
class Digits {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** A value of JSON, with numbers that a double cannot hold as their digits. Throws where it is no JSON. */
export function parseExact(text: string): unknown {
  const plain: unknown = JSON.parse(text);
  const wide = [...text.matchAll(PIECE)].flatMap(([piece]) => (isWide(piece) ? [piece] : []));
  if (wide.length === 0) return plain;
  // Strings are marked too, so that no string of a peer can pass for a number.
  const marked = text.replace(PIECE, (piece) => {
    if (piece.startsWith('"')) return `"s${piece.slice(1)}`;
    return isWide(piece) ? `"n${piece}"` : piece;
  });
  return JSON.parse(marked, (_, value: unknown) => {
    if (typeof value === 'string') return value.startsWith('n') ? new Digits(value.slice(1)) : value.slice(1);
    return isObject(value)
      ? Object.fromEntries(Object.entries(value).map(([key, each]) => [key.slice(1), each]))
      : value;
  });
}

/** Whether two values of `parseExact` are the same JSON, whatever the order of keys. */
export function sameJson(one: unknown, other: unknown): boolean {
  if (one instanceof Digits || other instanceof Digits) {
    return one instanceof Digits && other instanceof Digits && one.text === other.text;
  }
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && one.every((each, index) => sameJson(each, other[index]));
  }
  if (!isObject(one) || !isObject(other)) return one === other;
  const keys = Object.keys(one);
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) => Object.hasOwn(other, key) && sameJson(one[key], other[key]))
  );
}

/** Less than 0 where the first is less; NaN where they cannot be compared. */
export function compareJson(one: unknown, other: unknown): number {
  if (typeof one === 'string' && typeof other === 'string') return one === other ? 0 : one < other ? -1 : 1;
  const [first, second] = [numberOf(one), numberOf(other)];
  if (typeof first === 'bigint' || typeof second === 'bigint') return first === second ? 0 : first < second ? -1 : 1;
  return first - second;
}

export function stringifyExact(value: unknown): string {
  if (value instanceof Digits) return value.text;
  if (Array.isArray(value)) return `[${value.map(stringifyExact).join(',')}]`;
  if (!isObject(value)) return JSON.stringify(value);
  return `{${Object.entries(value)
    .map(([key, each]) => `${JSON.stringify(key)}:${stringifyExact(each)}`)
    .join(',')}}`;
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Digits);
}

function isWide(piece: string): boolean {
  return /^-?[0-9]{16,}$/.test(piece) && !Number.isSafeInteger(Number(piece));
}

function numberOf(value: unknown): number | bigint {
  if (value instanceof Digits) return BigInt(value.text);
  return typeof value === 'number' ? value : Number.NaN;
}
