import * as v from 'valibot';
import { schemaOf } from '../../testbench/scenario/file/json-schema.ts';
import {
  answer,
  authSpec,
  commandSpec,
  datagramSpec,
  ecuSpec,
  expectationSpec,
  faultSpec,
  positionsSpec,
  scenarioSpec,
  topicSpec,
} from '../../testbench/scenario/file/schema.ts';
import { type AnySchema, expectedBy, unwrapped } from '../../testbench/scenario/file/words.ts';
import { generators } from '../../testbench/scenario/values/generators.ts';

const BEGIN = '<!-- reference: written by scripts/reference.mjs -->';
const SECTIONS = [
  ['The file', scenarioSpec],
  ['ecus', ecuSpec],
  ['commands', commandSpec],
  ['answers in sequence and random', answer],
  ['topics', topicSpec],
  ['datagrams', datagramSpec],
  ['auth', authSpec],
  ['positions', positionsSpec],
  ['expect', expectationSpec],
] as const;

/** The text of scenario.schema.json. */
export function schemaText(): string {
  return `${JSON.stringify(schemaOf(), null, 2)}\n`;
}

/** docs/scenario.md with its last part, the reference, as the schema has it now. */
export function withReference(doc: string): string {
  const at = doc.indexOf(BEGIN);
  return `${(at < 0 ? doc : doc.slice(0, at)).trimEnd()}\n\n${BEGIN}\n\n${reference()}`;
}

function reference(): string {
  const sections = SECTIONS.map(([title, schema]) => `### ${title}\n\n${table(schema as AnySchema)}`);
  return ['## Reference', ...sections, `### faults\n\n${faults()}`, `### Generators\n\n${generatorTable()}`].join(
    '\n\n',
  );
}

function table({ entries = {} }: AnySchema): string {
  return ['| key | value | |', '| --- | --- | --- |', ...rowsOf(entries, '')].join('\n');
}

function rowsOf(entries: Record<string, AnySchema>, head: string): string[] {
  const all: string[] = [];
  for (const [key, schema] of Object.entries(entries)) all.push(row(head + key, schema), ...inner(head + key, schema));
  return all;
}

/** The keys of an object, or of those in a list, that have no section of their own. */
function inner(key: string, given: AnySchema): string[] {
  const schema = unwrapped(given);
  const [object, head] = schema.item ? [unwrapped(schema.item), `${key}[].`] : [schema, `${key}.`];
  const hasSection = SECTIONS.some(([, each]) => (each as AnySchema).entries === object.entries);
  if (object.type !== 'strict_object' || object.entries === undefined || hasSection) return [];
  return head === 'random[].'
    ? [row('random[].weight', object.entries['weight'] as AnySchema)]
    : rowsOf(object.entries, head);
}

function row(key: string, schema: AnySchema): string {
  const required = schema.type === 'optional' ? '' : ' (required)';
  return `| \`${key}\`${required} | ${cell(expectedBy(schema))} | ${cell(v.getDescription(unwrapped(schema)) ?? '')} |`;
}

function faults(): string {
  const options = faultSpec.options as readonly AnySchema[];
  const common = Object.keys(options.at(-2)?.entries ?? {});
  const kinds = options.map(({ entries = {} }) => {
    const own = Object.entries(entries).filter(([key]) => !common.includes(key));
    const keys = own.map(([key, schema]) => `\`${key}\`: ${v.getDescription(unwrapped(schema)) ?? expectedBy(schema)}`);
    const { kind } = entries as { kind: AnySchema };
    return `| \`${String(kind.literal)}\` | ${cell(v.getDescription(kind) ?? '')} | ${cell(keys.join(' '))} |`;
  });
  const all = table({ entries: withoutKind(options.at(-2)?.entries ?? {}) } as AnySchema);
  return [
    '| kind | what happens | its own keys |',
    '| --- | --- | --- |',
    ...kinds,
    '',
    'All of them have:',
    '',
    all,
  ].join('\n');
}

function withoutKind({ kind: _kind, ...others }: Record<string, AnySchema>): Record<string, AnySchema> {
  return others;
}

function generatorTable(): string {
  const rows = Object.entries(generators).map(([key, options]) => {
    const schema = options as AnySchema;
    const keys = Object.entries(schema.entries ?? {}).map(([name, each]) => {
      const says = v.getDescription(unwrapped(each)) ?? expectedBy(each);
      return `\`${name}\`${each.type === 'optional' ? '?' : ''}: ${says}`;
    });
    return `| \`${key}\` | ${cell(keys.join('; ') || expectedBy(schema))} | ${cell(v.getDescription(schema) ?? '')} |`;
  });
  return ['| generator | options | its value |', '| --- | --- | --- |', ...rows, ''].join('\n');
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}
