import { readFileSync } from 'node:fs';
import path from 'node:path';
import { makeProgram } from '../../cli/program.ts';
import { version } from '../../package.json' with { type: 'json' };
import { commandList, commandReference } from './cli.ts';
import { errorTable, fieldTable, keywordTable, operatorTable } from './filter.ts';
import { withPart } from './part.ts';
import { oddTable, packetTypeTable, statusTable } from './protocol.ts';
import { schemaText, withReference } from './scenario.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');

/** Every file that is made from the code, or has parts that are, as it must be now. */
export function written(): Record<string, string> {
  const program = makeProgram(version, () => undefined);
  return {
    'scenario.schema.json': schemaText(),
    'docs/scenario.md': withReference(read('docs/scenario.md')),
    'docs/cli.md': withParts('docs/cli.md', { commands: commandList(program), reference: commandReference(program) }),
    'docs/filter.md': withParts('docs/filter.md', {
      fields: fieldTable(),
      operators: operatorTable(),
      keywords: keywordTable(),
      errors: errorTable(),
    }),
    'docs/protocol.md': withParts('docs/protocol.md', {
      types: packetTypeTable(),
      statuses: statusTable(),
      odd: oddTable(),
    }),
  };
}

function withParts(file: string, parts: Record<string, string>): string {
  return Object.entries(parts).reduce((text, [name, part]) => withPart(text, name, part), read(file));
}

function read(file: string): string {
  return readFileSync(path.join(ROOT, file), 'utf8');
}
