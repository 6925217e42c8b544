import * as v from 'valibot';
import { type ReadFile, readFileText, VERSION, writeFileText } from './file-text.ts';
import { VARIABLE_NAME } from './variables.ts';

/** A variable as it is kept in a file: of a secret only that it is one. */
interface KeptVariable {
  name: string;
  kind: 'text' | 'json' | 'secret';
  value: string;
}

const MAX_VARIABLES = 500;

const name = v.pipe(v.string(), v.regex(VARIABLE_NAME, 'no name of a variable'));
const value = v.pipe(v.string(), v.maxLength(65_536));

/** By hand one may leave out that it is text. */
const variable = v.union([
  v.object({ name, kind: v.literal('secret') }),
  v.object({ name, kind: v.optional(v.picklist(['text', 'json']), 'text'), value }),
]);

const schema = v.object({
  version: v.number(),
  variables: v.pipe(
    v.array(variable),
    v.maxLength(MAX_VARIABLES),
    v.check((all) => new Set(all.map((each) => each.name)).size === all.length, 'two variables have the same name'),
  ),
});

const KNOWN = new Set(Object.keys(schema.entries));

export interface EnvironmentFile {
  variables: KeptVariable[];
  /** As in `RequestFile`. */
  others: ReadonlyMap<string, string>;
}

export function writeEnvironment({ variables, others }: EnvironmentFile): string {
  const written = variables.map(({ name: called, kind, value: text }) =>
    kind === 'secret' ? { name: called, kind } : { name: called, kind, value: text },
  );
  return writeFileText([
    ['version', JSON.stringify(VERSION)],
    ['variables', JSON.stringify(written, null, 2)],
    ...others,
  ]);
}

export function readEnvironment(text: string): ReadFile<EnvironmentFile> {
  const found = readFileText(text, schema);
  if (found.value === null) return found;
  const { output, fields } = found.value;
  return {
    value: {
      variables: output.variables.map((each) =>
        each.kind === 'secret' ? { name: each.name, kind: 'secret', value: '' } : each,
      ),
      others: new Map([...fields].filter(([key]) => !KNOWN.has(key))),
    },
    problem: found.problem,
  };
}
