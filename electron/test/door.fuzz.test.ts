import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import type * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Bench } from '../../testbench/bench.ts';
import { type CommandName, commands } from '../../testbench/contract.ts';
import { toBenchError } from '../../testbench/errors.ts';
import { createDoor } from '../door.ts';

/** Of each command, requests of any shape, and requests of the shape that it wants. */
const RUNS = 25;
const CANARY = 'what-is-in-the-file-of-somebody-else';

const root = fs.mkdtempSync(path.join(os.tmpdir(), 'door-fuzz-'));
const at = (name: string) => path.join(root, name);
const outside = at('outside');
/** What a page that is up to no good would name. */
const HOSTILE = [
  outside,
  at('outside/secret.json'),
  '../outside/secret.json',
  '../../outside/secret.json',
  `${at('workspace')}/../outside/secret.json`,
  'local/../../outside/secret.json',
  '..\\outside\\secret.json',
  `file://${at('outside/secret.json')}`,
  '/etc/passwd',
  '/dev/zero',
  '\0',
  '',
  '__proto__',
  'constructor',
  'vsoa://127.0.0.1:1/a',
  'd1',
  '/a',
  '{"a":1}',
  'NaN',
  '\u{d800}',
  'x'.repeat(5_000),
];

const text = fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: 'binary', maxLength: 40 }));
const anything = fc.oneof(
  fc.anything({ withBigInt: true, withDate: true, withMap: true, withTypedArray: true, maxDepth: 3, key: text }),
  fc.jsonValue({ maxDepth: 3 }),
  text,
);

type Schema = v.GenericSchema & {
  type: string;
  entries?: Record<string, Schema>;
  wrapped?: Schema;
  item?: Schema;
  key?: Schema;
  value?: Schema;
  items?: Schema[];
  options?: unknown[];
  literal?: unknown;
  pipe?: { kind: string; type: string; requirement?: unknown }[];
};

/** Mostly values that the schema allows, as far as its checks can be guessed. */
function shaped(schema: Schema): fc.Arbitrary<unknown> {
  const { type, entries, wrapped, item, key, value, items, options, literal } = schema;
  switch (type) {
    case 'object':
    case 'strict_object':
      return fc.record(Object.fromEntries(Object.entries(entries ?? {}).map(([name, each]) => [name, shaped(each)])), {
        requiredKeys: Object.entries(entries ?? {}).flatMap(([name, each]) => (each.type === 'optional' ? [] : [name])),
      });
    case 'optional':
    case 'nullable':
    case 'nullish':
      return fc.oneof(shaped(wrapped as Schema), fc.constant(type === 'optional' ? undefined : null));
    case 'array':
      return fc.array(shaped(item as Schema), { minLength: 1, maxLength: 4 });
    case 'tuple':
      return fc.tuple(...(items ?? []).map(shaped));
    case 'record':
      return fc.dictionary(shaped(key as Schema) as fc.Arbitrary<string>, shaped(value as Schema), { maxKeys: 4 });
    case 'union':
    case 'variant':
      return fc.oneof(...(options as Schema[]).map(shaped));
    case 'picklist':
      return fc.constantFrom(...(options ?? []));
    case 'literal':
      return fc.constant(literal);
    case 'boolean':
      return fc.boolean();
    case 'number':
      return numbers(schema);
    case 'string':
      return text;
    case 'instance':
      return fc.uint8Array({ maxLength: 64 });
    case 'undefined':
      return fc.constant(undefined);
    default:
      return anything;
  }
}

function numbers({ pipe = [] }: Schema): fc.Arbitrary<unknown> {
  const bound = (check: string) => pipe.find((each) => each.type === check)?.requirement;
  const [min = 0, max = Number.MAX_SAFE_INTEGER] = [bound('min_value'), bound('max_value')] as number[];
  const near = [min, min + 1, max, Math.trunc((min + max) / 2)].filter((each) => each <= max);
  return fc.oneof(
    fc.constantFrom(...near),
    fc.integer({ min: Math.ceil(min), max: Math.floor(Math.min(max, min + 1_000)) }),
    fc.double(),
  );
}

/** Every file under a folder with what is in it. */
function contents(folder: string): Record<string, string> {
  const files = fs.readdirSync(folder, { recursive: true, withFileTypes: true }).filter((each) => each.isFile());
  return Object.fromEntries(
    files.map((each) => path.join(each.parentPath, each.name)).map((file) => [file, fs.readFileSync(file, 'utf8')]),
  );
}

describe('any request of a page', () => {
  const refused: string[] = [];
  const broken: string[] = [];
  const answered = new Set<CommandName>();
  const uncaught: unknown[] = [];
  const onUncaught = (error: unknown) => uncaught.push(error);
  let bench: Bench;
  let door: ReturnType<typeof createDoor>;

  beforeAll(() => {
    for (const folder of ['outside', 'chosen', 'workspace']) fs.mkdirSync(at(folder));
    fs.writeFileSync(at('outside/secret.json'), JSON.stringify({ CANARY }));
    let count = 0;
    // A user that chooses a new file in one folder each time, and never one to read.
    const chooseSave = async () => path.join(at('chosen'), `file-${count++}`);
    const dialogs = {
      chooseSave,
      chooseOpen: async () => null,
      chooseFolder: async () => null,
      showInFolder: () => undefined,
    };
    bench = new Bench({ workspace: at('workspace'), dialogs, trafficCap: 16_777_216 });
    bench.onChange(() => queueMicrotask(() => bench.takeEvents()));
    door = createDoor({
      handlers: () => bench.handlers,
      toError: toBenchError,
      refused: (reason) => refused.push(reason),
      broke: (defect) => broken.push(defect),
      answered: (name, outcome) => outcome === 'ok' && answered.add(name),
    });
    process.on('uncaughtException', onUncaught);
    process.on('unhandledRejection', onUncaught);
  });

  afterAll(async () => {
    await bench.close();
    process.off('uncaughtException', onUncaught);
    process.off('unhandledRejection', onUncaught);
    fs.rmSync(root, { recursive: true, force: true });
  });

  /** What must not be, if anything. */
  const wrongWith = async (name: CommandName, payload: unknown): Promise<string | null> => {
    const answer = await door({ ours: true, name, payload });
    if (!answer.ok) return answer.error.code === 'INTERNAL' ? answer.error.message : null;
    return (JSON.stringify(answer.value) ?? '').includes(CANARY) ? 'it answers with the file of somebody else' : null;
  };

  it.each(Object.keys(commands) as CommandName[])('%s is answered or refused', async (name) => {
    const schema = commands[name].request as Schema;
    // It takes what the preload, and not the page, has read from a dropped file.
    const payloads = name === 'takeDroppedFile' ? anything : fc.oneof(anything, shaped(schema), shaped(schema));
    // fast-check names the seed where it fails.
    await fc.assert(
      fc.asyncProperty(payloads, async (payload) => {
        expect(await wrongWith(name, payload)).toBeNull();
      }),
      { numRuns: RUNS },
    );
  });

  it('has left every file alone that the user did not choose', () => {
    expect(contents(outside)).toEqual({ [at('outside/secret.json')]: JSON.stringify({ CANARY }) });
    expect(fs.readdirSync(root).toSorted()).toEqual(['chosen', 'outside', 'workspace']);
    const written = Object.entries({ ...contents(at('chosen')), ...contents(at('workspace')) });
    expect(written.filter(([, content]) => content.includes(CANARY))).toEqual([]);
  });

  it('has broken nothing: the bench answers, and no error went its own way', async () => {
    expect((await door({ ours: true, name: 'snapshot', payload: undefined })).ok).toBe(true);
    expect(uncaught).toEqual([]);
    expect(broken).toEqual([]);
    expect(refused.length).toBeGreaterThan(100);
    // It has come through the door, not only to it.
    expect(answered.size).toBeGreaterThan(Object.keys(commands).length / 3);
  });
});
