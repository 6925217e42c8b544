import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { en } from '../../renderer/src/locales/en.ts';
import { zh } from '../../renderer/src/locales/zh.ts';
import { codeOf, headingsOf, linksOf, picturesOf, rowsOf, wordsOf } from './guide-page.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const read = (file: string) => fs.readFileSync(path.join(ROOT, file), 'utf8');
const pages = (language: string) => fs.readdirSync(path.join(ROOT, 'docs/guide', language)).toSorted();

/** The same page in both languages. */
const PAIRS: [string, string][] = [
  ['README.md', 'README.zh-CN.md'],
  ...pages('en').map((page): [string, string] => [`docs/guide/en/${page}`, `docs/guide/zh/${page}`]),
];

/** Where a page in one language leads to a page in it, the other one leads to its own. */
const neutral = (link: string) =>
  link.replace(/(guide\/|^\.\.\/(?:images\/)?)(?:en|zh)\//, '$1').replace(/^README(\.zh-CN)?\.md$/, 'README');

function shape(file: string) {
  const page = read(file);
  return {
    headings: headingsOf(page),
    rows: rowsOf(page),
    links: linksOf(page).map(neutral),
    pictures: picturesOf(page).map(neutral),
    code: codeOf(page),
  };
}

describe('README and guide say the same in English and Chinese', () => {
  it('there is each page in both', () => {
    expect(pages('zh')).toEqual(pages('en'));
  });

  for (const [english, chinese] of PAIRS) {
    it(`${english}: headings, tables, links, pictures, code and keys`, () => {
      expect(shape(chinese)).toEqual(shape(english));
    });
  }
});

describe('pictures of the guide', () => {
  for (const language of ['en', 'zh']) {
    const images = path.join(ROOT, 'docs/guide/images', language);
    const names = pages(language).map((page) => path.parse(page).name);

    it(`${language}: each page shows its own, with words for who does not see it`, () => {
      const without = names.filter((name) => {
        const page = read(`docs/guide/${language}/${name}.md`);
        return !new RegExp(`!\\[[^\\]]{4,}\\]\\(\\.\\./images/${language}/${name}\\.png\\)`).test(page);
      });
      expect(without).toEqual([]);
    });

    it(`${language}: there is none without a page, nor without the text that e2e/guide.spec.ts compares`, () => {
      const files = names.flatMap((name) => [`${name}.png`, `${name}.txt`]);
      expect(fs.readdirSync(images).toSorted()).toEqual(files.toSorted());
    });

    it(`${language}: each was written together with its text, and is 1200 wide at most`, () => {
      const odd = names.filter((name) => {
        const picture = fs.readFileSync(path.join(images, `${name}.png`));
        const [hash] = fs.readFileSync(path.join(images, `${name}.txt`), 'utf8').split('\n');
        // The width stands in the first chunk of a PNG.
        return hash !== createHash('sha256').update(picture).digest('hex') || picture.readUInt32BE(16) > 1_200;
      });
      expect(odd).toEqual([]);
    });
  }
});

describe('what README and guide name is there', () => {
  it('a word that the window does not say is found', () => {
    const said = [...Object.values(en), ...Object.values(zh)].flatMap(patternsOf);
    for (const word of ['Try the demo car', 'No such word at all', '没有这个词', 'Paused · 3 packets']) {
      expect(said.filter((each) => each.test(word))).toEqual([]);
    }
  });

  for (const file of PAIRS.flat()) {
    it(`${file}: files that it links to, and their headings`, () => {
      const folder = path.dirname(path.join(ROOT, file));
      const missing = [...linksOf(read(file)), ...picturesOf(read(file))].filter((link) => {
        if (/^https?:/.test(link)) return false;
        const [name = '', heading] = link.split('#');
        const target = path.join(folder, name);
        if (!fs.existsSync(target)) return true;
        return heading !== undefined && !fs.readFileSync(target, 'utf8').includes(`# ${heading}`);
      });
      expect(missing).toEqual([]);
    });

    it(`${file}: words in bold are words of the window`, () => {
      const said = Object.values(file.includes('zh') ? zh : en).flatMap(patternsOf);
      const page = read(file);
      expect(wordsOf(page).filter((word) => !said.some((each) => each.test(word)))).toEqual([]);
    });
  }

  it('keys of the guide are keys of the window', () => {
    const sources = ['window-commands', 'pane-commands', 'fixed-keys'];
    const source = sources.map((name) => read(`renderer/src/frame/${name}.ts`)).join('');
    const known = new Set([
      ...[...source.matchAll(/'([^'\s]+)'/g)].map(([, key = '']) => key.replace('Mod', 'Ctrl')),
      // Made of the place of a pane.
      ...Array.from({ length: 9 }, (_, at) => `Ctrl+${at + 1}`),
    ]);
    const named = pages('en').flatMap((page) =>
      codeOf(read(`docs/guide/en/${page}`)).filter((code) => /^(Ctrl|Alt|Shift)\+\S+$|^F\d+$/.test(code)),
    );
    expect([...new Set(named)].filter((key) => !known.has(key))).toEqual([]);
  });
});

/** What a text of the window may become: each of its plurals, with anything for its values. */
function patternsOf(message: string): RegExp[] {
  const plural = /\{\w+, plural, ((?:(?:=\d+|one|other) \{(?:[^{}]|\{\w+\})*\}\s*)+)\}/.exec(message);
  if (plural) {
    const branches = [...(plural[1] ?? '').matchAll(/(?:=\d+|one|other) \{((?:[^{}]|\{\w+\})*)\}/g)];
    return branches.flatMap(([, branch = '']) => patternsOf(message.replace(plural[0], branch.replace('#', '{n}'))));
  }
  const fixed = message.split(/\{\w+\}/);
  // A text that is nearly all values would be anything.
  if (fixed.length > 1 && fixed.join('').replace(/\P{L}/gu, '').length < 4) return [];
  return [
    new RegExp(
      `^${fixed
        .map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
        .join('.+')
        .trim()}$`,
      'u',
    ),
  ];
}
