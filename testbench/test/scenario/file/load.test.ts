import { expect, test } from 'vitest';
import { loadScenario } from '../../../scenario/file/load.ts';

test('a scenario is read from YAML and from JSON', () => {
  const yaml =
    'scenario: 1\necus:\n  - name: body\n    commands:\n      - url: /doors\n        param: { open: false }\n';
  const loaded = loadScenario(yaml, 'a.yaml');
  expect(loaded.problems).toEqual([]);
  expect(loaded.spec?.ecus[0]?.name).toBe('body');
  expect(loadScenario(JSON.stringify(loaded.spec), 'a.json').spec).toEqual(loaded.spec);
});
