import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete';
import { branchesOf, type Schema, schemasAt, type Written } from './json-schema.ts';
import { type Place, placeAt } from './place.ts';

const nothing: Written = new Map();
/** After a key of these, what follows stands in lines of its own. */
const INDENT = '  ';

/** Keys and values that the schema knows for where the cursor is. */
export function completeFrom(root: Schema, json: boolean) {
  return ({ state, pos, explicit }: CompletionContext): CompletionResult | null => {
    const text = state.doc.toString();
    const place = placeAt(text, pos, json);
    if (!place || (place.from === pos && !explicit && place.kind === 'key' && !isAfterDash(text, pos))) return null;
    const schemas = schemasAt(root, place.path, (length) => place.written.get(length) ?? nothing);
    const options = place.kind === 'key' ? keysOf(root, schemas, place, json) : valuesOf(schemas, json);
    return options.length === 0 ? null : { from: place.from, options, validFor: /^["']?[\w$./-]*$/ };
  };
}

function isAfterDash(text: string, pos: number): boolean {
  return text.slice(Math.max(0, pos - 2), pos) === '- ';
}

function keysOf(root: Schema, schemas: Schema[], { path, written, indent }: Place, json: boolean): Completion[] {
  const here = written.get(path.length) ?? nothing;
  const found = new Map<string, Completion>();
  for (const schema of schemas) {
    for (const [key, of] of Object.entries(schema.properties ?? {})) {
      if (here.has(key) || found.has(key)) continue;
      const branches = branchesOf(root, of, nothing);
      found.set(key, {
        label: key,
        type: 'property',
        detail: detailOf(branches),
        ...(of.description !== undefined && { info: of.description }),
        apply: json ? `"${key}": ` : key + after(branches, indent),
        boost: schema.required?.includes(key) ? 1 : 0,
      });
    }
  }
  return [...found.values()];
}

/** What follows a key: a value, or lines that are indented further. */
function after(branches: Schema[], indent: number | null): string {
  const [only] = branches;
  if (indent === null || branches.length !== 1 || !only) return ': ';
  const further = `\n${' '.repeat(indent)}${INDENT}`;
  if (only.type === 'array') return `:${further}- `;
  return only.type === 'object' && only.properties ? `:${further}` : ': ';
}

function valuesOf(schemas: Schema[], json: boolean): Completion[] {
  const values = schemas.flatMap((schema) => [
    ...(schema.const !== undefined ? [schema.const] : []),
    ...(schema.enum ?? []),
    ...(schema.type === 'boolean' && schema.const === undefined ? [true, false] : []),
  ]);
  return [...new Set(values)].map((value) => ({
    label: String(value),
    type: 'enum',
    apply: json ? JSON.stringify(value) : String(value),
  }));
}

function detailOf(branches: Schema[]): string {
  const kinds = branches.map(({ type, const: only, enum: some }) => {
    if (only !== undefined) return JSON.stringify(only);
    if (some) return some.map((each) => String(each)).join(' | ');
    return Array.isArray(type) ? type.join(' | ') : type;
  });
  return [...new Set(kinds.filter((kind) => kind !== undefined))].join(' | ').slice(0, 60);
}
