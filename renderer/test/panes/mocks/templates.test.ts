import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { translate } from '../../../src/i18n.ts';
import { loadTemplates, nameOf, textOf } from '../../../src/panes/mocks/templates.ts';

describe('a scenario that begins as a template', () => {
  for (const language of ['en', 'zh'] as const) {
    const t = (key: Parameters<typeof translate>[1]) => translate(language, key);

    it.each(loadTemplates())(`has the name it was chosen by, ${language}: $id`, (template) => {
      const made = parse(textOf(template, t)) as { name: string };
      expect(made).toEqual({ ...(parse(template.text) as object), name: nameOf(template, t) });
    });
  }

  it('that another one put there keeps its name, whatever is in it', () => {
    const own = { id: 'own', name: 'a: "b" #c', text: 'scenario: 1\nname: old\n' };
    expect(parse(textOf(own, (key) => key))).toEqual({ scenario: 1, name: 'a: "b" #c' });
  });
});
