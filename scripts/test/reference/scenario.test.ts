import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { loadScenario } from '../../../testbench/scenario/file/load.ts';
import { commandSpec, datagramSpec, ecuSpec, faultSpec, topicSpec } from '../../../testbench/scenario/file/schema.ts';
import { generators } from '../../../testbench/scenario/values/generators.ts';
import { schemaText } from '../../reference/scenario.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');

test('every key of the schema says what it is for', () => {
  const silent: string[] = [];
  const visit = (schema: unknown, at: string) => {
    if (typeof schema !== 'object' || schema === null) return;
    for (const [key, each] of Object.entries(schema)) {
      if (key === 'properties' && !at.endsWith('/template')) {
        for (const [name, property] of Object.entries(
          each as Record<string, { description?: string; title?: string }>,
        )) {
          if (!property.description && !property.title) silent.push(`${at}/${name}`);
        }
      }
      visit(each, `${at}/${key}`);
    }
  };
  visit(JSON.parse(schemaText()), '');
  expect(silent).toEqual([]);
});

test('the examples of docs/scenario.md are scenarios without a warning', () => {
  const texts = [...read('docs/scenario.md').matchAll(/```yaml\n(scenario: 1\n[^`]*)```/g)].map(
    ([, text]) => text as string,
  );
  expect(texts.length).toBeGreaterThan(1);
  for (const text of texts) expect(loadScenario(text, 'a.yaml').problems).toEqual([]);
});

/** Each of them is loaded, and runs, in testbench/test/scenario/examples.test.ts or above. */
function examples(): unknown[] {
  const files = readdirSync(path.join(root, 'examples'), { recursive: true }).map(String);
  const texts = files.filter((name) => name.endsWith('.yaml')).map((name) => read(`examples/${name}`));
  const inPage = [...read('docs/scenario.md').matchAll(/```yaml\n([^`]*)```/g)].map(([, text = '']) => text);
  return [...texts, ...inPage].map((text) => parse(text, { merge: true }));
}

/** Every key in them, and with `kind` the kind. */
function keysOf(value: unknown, into = new Set<string>()): Set<string> {
  if (typeof value !== 'object' || value === null) return into;
  for (const [key, each] of Object.entries(value)) {
    into.add(key);
    if (key === 'kind') into.add(`kind ${String(each)}`);
    keysOf(each, into);
  }
  return into;
}

test('every kind of answer, topic, datagram, fault and generator has an example', () => {
  const shown = keysOf(examples());
  const specs = [ecuSpec, commandSpec, topicSpec, datagramSpec];
  const kinds = faultSpec.options.map(({ entries }) => `kind ${entries.kind.literal}`);
  const wanted = [...specs.flatMap(({ entries }) => Object.keys(entries)), ...kinds, ...Object.keys(generators)];
  expect(wanted.filter((name) => !shown.has(name))).toEqual([]);
});
