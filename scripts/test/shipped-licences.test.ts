import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { licencesOf } from '../shipped-licences.mjs';

let root: string;

beforeEach(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), 'licences-'));
});

afterEach(() => fs.rmSync(root, { recursive: true, force: true }));

/** Puts a package there, and answers a module of it. */
function module(name: string, license: unknown, text: string | null = 'Do as you like.', inside = 'node_modules') {
  const folder = path.join(root, inside, name);
  fs.mkdirSync(folder, { recursive: true });
  const author = 'Ada <ada@example.org> (https://example.org)';
  fs.writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ name, version: '1.2.3', license, author }));
  if (text !== null) fs.writeFileSync(path.join(folder, 'LICENSE.md'), `${text}\n`);
  return path.join(folder, 'dist', 'index.js');
}

describe('the licences of what ships', () => {
  test('are of the packages that modules of the build come from, each once, by name', () => {
    const modules = [module('zod', 'MIT'), `\0${module('@scope/one', 'ISC')}?commonjs`, module('zod', 'MIT')];
    expect(licencesOf([...modules, path.join(root, 'renderer/src/main.tsx'), '\0rolldown/runtime.js'])).toEqual([
      { name: '@scope/one', version: '1.2.3', licence: 'ISC', author: 'Ada', text: 'Do as you like.' },
      { name: 'zod', version: '1.2.3', licence: 'MIT', author: 'Ada', text: 'Do as you like.' },
    ]);
  });

  test('are of the innermost package, where one holds another', () => {
    const inner = module('inner', 'MIT', 'Of the inner one.', 'node_modules/outer/node_modules');
    expect(licencesOf([inner]).map(({ name }: { name: string }) => name)).toEqual(['inner']);
  });

  test('may be one of several to choose from', () => {
    expect(licencesOf([module('either', '(GPL-3.0 OR MIT)')])).toHaveLength(1);
  });

  test.each([['GPL-3.0'], ['(MIT AND GPL-3.0)'], [undefined], [{ type: 'MIT' }]])(
    'end the build where a package is under %s',
    (license) => {
      expect(() => licencesOf([module('other', license)])).toThrow(/other 1\.2\.3 must not ship: its licence is/);
    },
  );

  test('end the build where a package holds no text of its licence', () => {
    expect(() => licencesOf([module('silent', 'MIT', null)])).toThrow(
      'silent 1.2.3 must not ship: it holds no licence',
    );
  });
});
