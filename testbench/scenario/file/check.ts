import * as v from 'valibot';
import { nearest } from './nearest.ts';
import { type AnySchema, expectedBy, kindsOf, listed, oneOf, shown, unwrapped } from './words.ts';

export type Path = readonly (string | number)[];

/** What is wrong, and where. */
interface CheckProblem {
  path: Path;
  message: string;
  /** It is about the key at `path`, not about what stands behind it. */
  ofKey?: boolean;
  /** The key that is missing, or that was perhaps meant. */
  wanted?: string | undefined;
}

export type Checked<T> = { output: T; problems?: never } | { output?: never; problems: CheckProblem[] };

/** Validates, and says what is wrong in words for people: what was expected, what is there, what was perhaps meant. */
export function check<Schema extends v.GenericSchema>(schema: Schema, value: unknown): Checked<v.InferOutput<Schema>> {
  const result = v.safeParse(schema, value);
  if (result.success) return { output: result.output };
  const problems = result.issues.flatMap((issue) => explain(schema as AnySchema, value, issue));
  return { problems: withoutDoubles(withoutMistyped(problems)) };
}

/** The same problems, with paths from further above. */
export function below<Problem extends { path: Path }>(path: Path, problems: readonly Problem[]): Problem[] {
  return problems.map((problem) => Object.assign({}, problem, { path: [...path, ...problem.path] }));
}

function explain(root: AnySchema, value: unknown, issue: v.BaseIssue<unknown>): CheckProblem[] {
  const path = (issue.path ?? []).map(({ key }) => key as string | number);
  const key = path.at(-1);
  if (issue.type === 'strict_object' && key !== undefined) {
    const parentPath = path.slice(0, -1);
    const parent = placeAt(root, value, parentPath);
    if (issue.expected === 'never') return [{ path, ...unknownKey(String(key), parent.schema), ofKey: true }];
    const missing = parent.schema?.entries?.[String(key)];
    if (issue.received === 'undefined') {
      const expected = missing === undefined ? 'something' : expectedBy(missing);
      return [{ path: parentPath, message: `${key} is missing: expected ${expected}`, wanted: String(key) }];
    }
  }
  const { schema, value: there } = placeAt(root, value, path);
  if (issue.type === 'variant') return [ofVariant(root, value, path, there)];
  if (schema === undefined) return [{ path, message: issue.message }];
  if (issue.kind === 'validation' && issue.type === 'check') return [{ path, message: issue.message }];
  if (schema.type === 'union') return ofUnion(schema, there, path);
  // `hex: 89504e47` is a number with an exponent, and `name: 12` one as well.
  const quotes = typeof there === 'number' && v.is(schema, '12') ? '; in quotes it is a text' : '';
  const wanted = `expected ${expectedBy(schema)}, got ${shown(there)}${quotes}`;
  const meant =
    schema.type === 'picklist' && typeof there === 'string' ? nearest(there, schema.options as string[]) : undefined;
  return [{ path, message: meant === undefined ? wanted : `${wanted}; did you mean ${meant}?` }];
}

/** The way of it that fits best tells what is wrong; where none fits at all, what there are. */
function ofUnion(schema: AnySchema, there: unknown, path: Path): CheckProblem[] {
  const option = optionFor(schema, there);
  if (option === undefined) return [{ path, message: `expected ${expectedBy(schema)}, got ${shown(there)}` }];
  return below(path, check(option, there).problems ?? []);
}

function ofVariant(root: AnySchema, value: unknown, path: Path, there: unknown): CheckProblem {
  const parentPath = path.slice(0, -1);
  const variant = placeAt(root, value, parentPath, false).schema;
  const kinds = variant === undefined ? [] : kindsOf(variant);
  const key = String(path.at(-1));
  if (there === undefined) return { path: parentPath, message: `${key} is missing: expected ${oneOf(kinds)}` };
  const meant = typeof there === 'string' ? nearest(there, kinds) : undefined;
  const hint = meant === undefined ? '' : `; did you mean ${meant}?`;
  return { path, message: `expected ${oneOf(kinds)}, got ${shown(there)}${hint}` };
}

function unknownKey(key: string, schema: AnySchema | undefined): { message: string; wanted: string | undefined } {
  const known = Object.keys(schema?.entries ?? {});
  const meant = nearest(key, known);
  const hint = meant === undefined ? `expected ${listed(known, 'or')}` : `did you mean ${meant}?`;
  return { message: `${shown(key)} is unknown here; ${hint}`, wanted: meant };
}

/** The schema and the value at a path; no schema where the path leads to nothing that is known. */
function placeAt(
  root: AnySchema,
  value: unknown,
  path: Path,
  chosen = true,
): { schema: AnySchema | undefined; value: unknown } {
  let schema: AnySchema | undefined = unwrapped(root);
  let there = value;
  for (const key of path) {
    schema = schema && resolved(schema, there);
    const next: AnySchema | undefined =
      schema?.type === 'array'
        ? schema.item
        : schema?.type === 'record'
          ? schema.value
          : schema?.entries?.[String(key)];
    there = typeof there === 'object' && there !== null ? (there as Record<string, unknown>)[key] : undefined;
    // The key of a variant has its kinds, and not only the one that stands there.
    schema = next && unwrapped(next);
  }
  if (chosen && schema?.type === 'variant') schema = resolved(schema, there);
  return { schema, value: there };
}

/** The option that a value means. */
function resolved(schema: AnySchema, value: unknown): AnySchema | undefined {
  if (schema.type === 'union') return optionFor(schema, value);
  if (schema.type !== 'variant') return schema;
  const kind = (value as Record<string, unknown> | null)?.[schema.key ?? ''];
  return (schema.options as readonly AnySchema[]).find(({ entries }) => entries?.[schema.key ?? '']?.literal === kind);
}

/** Of a union, what has most keys of an object; what takes a list for a list; for others none. */
function optionFor({ options = [] }: AnySchema, value: unknown): AnySchema | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const all = (options as readonly AnySchema[]).map(unwrapped);
  if (Array.isArray(value)) return all.find(({ type }) => type === 'array');
  const keys = Object.keys(value);
  let most = 0;
  let best: AnySchema | undefined;
  for (const option of all) {
    const count = keys.filter((key) => option.entries !== undefined && Object.hasOwn(option.entries, key)).length;
    if (count > most) [most, best] = [count, option];
  }
  return best;
}

/** Of a key that was mistyped it is not said too that it is missing. */
function withoutMistyped(problems: CheckProblem[]): CheckProblem[] {
  const meant = new Set(
    problems.filter(({ ofKey }) => ofKey).map(({ path, wanted }) => placeOf(path.slice(0, -1), wanted)),
  );
  return problems.filter(
    ({ ofKey, wanted, path }) => ofKey || wanted === undefined || !meant.has(placeOf(path, wanted)),
  );
}

function placeOf(path: Path, key: string | undefined): string {
  return [...path, key].join('\0');
}

function withoutDoubles(problems: CheckProblem[]): CheckProblem[] {
  const seen = new Set<string>();
  return problems.filter(({ path, message }) => {
    const key = `${path.join('\0')}\0\0${message}`;
    return !seen.has(key) && seen.add(key);
  });
}
