import * as v from 'valibot';

interface PipeStep {
  type: string;
  requirement?: unknown;
  /** Of a schema that is itself a pipe. */
  pipe?: readonly PipeStep[];
}

/** As much of a schema of valibot as is looked at here, whichever it is. */
export interface AnySchema extends v.GenericSchema {
  pipe?: readonly PipeStep[];
  wrapped?: AnySchema;
  entries?: Record<string, AnySchema>;
  item?: AnySchema;
  value?: AnySchema;
  key?: string;
  options?: readonly (AnySchema | string)[];
  literal?: string | number | boolean;
}

const MOST_SHOWN = 60;

/** What a schema expects, for people: its title, or else what it is made of. */
export function expectedBy(given: AnySchema): string {
  const schema = unwrapped(given);
  const title = v.getTitle(schema);
  if (title !== undefined) return title;
  switch (schema.type) {
    case 'string':
      return 'a text';
    case 'number':
      return numberIn(schema);
    case 'boolean':
      return 'true or false';
    case 'literal':
      return JSON.stringify(schema.literal);
    case 'picklist':
      return oneOf(schema.options as readonly string[]);
    case 'array':
      return 'a list';
    case 'record':
      return 'an object';
    case 'strict_object':
      return `an object with ${listed(Object.keys(schema.entries ?? {}), 'and')}`;
    case 'variant':
      return `an object whose ${schema.key ?? ''} is ${oneOf(kindsOf(schema))}`;
    case 'union':
      return listed((schema.options as readonly AnySchema[]).map(expectedBy), 'or');
    default:
      return 'JSON';
  }
}

/** What is there, for people. */
export function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'object' && value !== null) return 'an object';
  const text = typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? typeof value);
  return text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text;
}

/** `a`, `a or b`, `a, b or c` */
export function listed(words: readonly string[], last: 'and' | 'or'): string {
  if (words.length < 2) return words[0] ?? 'nothing';
  return `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)}`;
}

export function oneOf(words: readonly string[]): string {
  return listed(words, 'or');
}

/** The kinds of a variant, as its options have them. */
export function kindsOf(variant: AnySchema): string[] {
  const options = (variant.options ?? []) as readonly AnySchema[];
  return options.map((option) => String(option.entries?.[variant.key ?? '']?.literal));
}

/** Without `optional`. */
export function unwrapped(schema: AnySchema): AnySchema {
  return schema.wrapped === undefined ? schema : unwrapped(schema.wrapped);
}

function numberIn(schema: AnySchema): string {
  const pipe = stepsOf(schema);
  const requirement = (type: string) => pipe.findLast((each) => each.type === type)?.requirement as number | undefined;
  const what = pipe.some(({ type }) => type === 'integer' || type === 'safe_integer') ? 'a whole number' : 'a number';
  const [min, max, above] = [requirement('min_value'), requirement('max_value'), requirement('gt_value')];
  if (above !== undefined) return `${what} above ${above}`;
  if (min !== undefined && max !== undefined) return `${what} from ${min} to ${max}`;
  if (min !== undefined) return `${what}, at least ${min}`;
  return max === undefined ? what : `${what}, at most ${max}`;
}

function stepsOf({ pipe = [] }: { pipe?: readonly PipeStep[] }): PipeStep[] {
  return pipe.flatMap((step, at) => [step, ...(at === 0 ? stepsOf(step) : [])]);
}
