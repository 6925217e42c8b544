import { transformWithOxc } from 'vite';
import { expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { blocksOf, pages, read } from './pages.ts';

/** What the blocks of a language have to be; others are not looked into. */
const PARSERS: Record<string, (text: string) => unknown> = {
  json: (text) => JSON.parse(text),
  jsonl: (text) =>
    text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line)),
  yaml: (text) => {
    for (const { errors } of parseAllDocuments(text)) if (errors[0]) throw errors[0];
  },
  js: (text) => transformWithOxc(text, 'block.mjs'),
  ts: (text) => transformWithOxc(text, 'block.ts'),
};
/** Languages that other tests look into, or nobody has to. */
const OTHERS = new Set(['sh', 'text', 'csv', 'hex', 'mermaid', '']);

const blocks = pages().flatMap((page) =>
  blocksOf(read(page)).map(({ language, text, line }) => ({ language, text, at: `${page}:${line}` })),
);

it('every block says its language, one that is known here', () => {
  const strange = blocks.filter(({ language }) => !(language in PARSERS) && !OTHERS.has(language));
  expect(strange.map(({ at, language }) => `${at} ${language}`)).toEqual([]);
});

it.each(blocks.filter(({ language }) => language in PARSERS))('$at is $language', async ({ language, text }) => {
  const parsing = (async () => PARSERS[language]?.(text))();
  await expect(parsing.then(() => 'parsed', String)).resolves.toBe('parsed');
});
