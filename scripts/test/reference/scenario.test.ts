import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { loadScenario } from '../../../testbench/scenario/file/load.ts';
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
  const examples = [...read('docs/scenario.md').matchAll(/```yaml\n(scenario: 1\n[^`]*)```/g)].map(
    ([, text]) => text as string,
  );
  expect(examples.length).toBeGreaterThan(1);
  for (const text of examples) expect(loadScenario(text, 'a.yaml').problems).toEqual([]);
});
