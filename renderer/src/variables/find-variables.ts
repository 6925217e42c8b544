/** A `{{name}}` in a text that is to be sent. */
export interface FoundVariable {
  name: string;
  from: number;
  to: number;
}

const USE = /(\\*)\{\{[ \t]*(\$?[\p{L}_][\p{L}\p{N}_.-]{0,63})[ \t]*\}\}/gu;

/** As the bench finds them (testbench/requests/variables.ts); those behind a backslash are none. */
export function findVariables(text: string, part: 'url' | 'param' | 'data'): FoundVariable[] {
  return Array.from(text.matchAll(USE)).flatMap(({ 0: whole, 1: slashes = '', 2: name = '', index }) =>
    slashes.length % (part === 'param' ? 4 : 2) === 0
      ? [{ name, from: index + slashes.length, to: index + whole.length }]
      : [],
  );
}
