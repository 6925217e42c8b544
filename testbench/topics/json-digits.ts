/** JSON as values in which a number keeps its digits: numbers are `n1.10`, texts `sabc`, and keys have an `s` before them. */
export type ExactJson = string | boolean | null | ExactJson[] | { [key: string]: ExactJson };

const TOKEN = /"([^"\\]*(?:\\.[^"\\]*)*)"|-?\d[\d.eE+-]*/g;

/** Undefined where the text is no JSON. */
export function parseExactly(text: string): ExactJson | undefined {
  try {
    JSON.parse(text);
    return JSON.parse(
      text.replaceAll(
        TOKEN,
        (token, inside: string | undefined) => `"${inside === undefined ? `n${token}` : `s${inside}`}"`,
      ),
    ) as ExactJson;
  } catch {
    return undefined;
  }
}

export function writeExactly(value: ExactJson): string {
  if (typeof value === 'string') return value.startsWith('n') ? value.slice(1) : JSON.stringify(value.slice(1));
  if (typeof value !== 'object' || value === null) return String(value);
  if (Array.isArray(value)) return `[${value.map(writeExactly).join(',')}]`;
  const entries = Object.entries(value).map(([key, item]) => `${JSON.stringify(key.slice(1))}:${writeExactly(item)}`);
  return `{${entries.join(',')}}`;
}
