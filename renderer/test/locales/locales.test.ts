import { compileMessageOrThrow } from '@lingui/message-utils/compileMessage';
import { expect, test } from 'vitest';
import { translate } from '../../src/i18n.ts';
import { en, type Key } from '../../src/locales/en.ts';
import { zh } from '../../src/locales/zh.ts';

const keys = Object.keys(en) as Key[];
const components = import.meta.glob<string>('../../src/**/*.tsx', { query: '?raw', import: 'default', eager: true });
const contract = Object.values(
  import.meta.glob<string>('../../../testbench/contract/*.ts', { query: '?raw', import: 'default', eager: true }),
).join('\n');

test('Chinese has exactly the keys of English', () => {
  expect(Object.keys(zh).toSorted()).toEqual(keys.toSorted());
});

test.each(keys)('%s is a message in both languages, with the same values', (key) => {
  expect(valuesOf(zh[key])).toEqual(valuesOf(en[key]));
});

test('every code of an error has a title, an explanation and a next step', () => {
  const codes = members('ErrorCode');
  expect(codes.length).toBeGreaterThan(20);
  const wanted = codes.flatMap((code) => ['title', 'why', 'next'].map((part) => `error.${code}.${part}`));
  expect(wanted.filter((key) => !(key in en))).toEqual([]);
});

test('every oddity says why', () => {
  const wanted = members('Oddity').flatMap((oddity) => [`odd.${oddity}`, `odd.${oddity}.why`]);
  expect(wanted.filter((key) => !(key in en))).toEqual([]);
});

test('plurals follow the language', () => {
  expect(translate('en', 'status.connections', { count: 1 })).toBe('1 connection');
  expect(translate('en', 'status.connections', { count: 2 })).toBe('2 connections');
  expect(translate('zh', 'status.connections', { count: 1 })).toBe('1 个连接');
});

test('no words for people stand in the components', () => {
  const found = Object.entries(components).flatMap(([file, text]) =>
    [...text.matchAll(jsxText), ...text.matchAll(attributeText)]
      .map((match) => match[1]?.trim() ?? '')
      .filter((words) => /\p{L}{2}/u.test(words) && !notTranslated.has(words))
      .map((words) => `${file}: ${words}`),
  );
  expect(Object.keys(components).length).toBeGreaterThan(30);
  expect(found).toEqual([]);
});

/** What stands between two tags, and in the attributes that people see or hear. */
const jsxText = /<\/?[\w.]+(?:\s[^<>]*?)?>\s*([^<>{}()=;,][^<>{}()=;]*?)\s*<\/?[A-Za-z]/g;
const attributeText = /\s(?:aria-label|title|placeholder|label|alt|text)="([^"]+)"/g;
/** Names and examples that are the same in every language. */
const notTranslated = new Set(['VSOA Testbench', 'JSON', '/echo', 'vsoa://192.168.1.10:3000']);

/** Names of the values that a message takes, through plurals. */
function valuesOf(message: string): string[] {
  const names = new Set<string>();
  const collect = (token: unknown): void => {
    if (!Array.isArray(token)) return;
    const [name, kind, format] = token as [unknown, unknown, unknown];
    if (typeof name === 'string') names.add(name);
    if (typeof kind !== 'string' || typeof format !== 'object' || format === null) return;
    for (const branch of Object.values(format)) if (Array.isArray(branch)) branch.forEach(collect);
  };
  const compiled = compileMessageOrThrow(message);
  if (Array.isArray(compiled)) compiled.forEach(collect);
  return [...names].toSorted();
}

/** The members of a union of strings in the contract; types leave nothing behind at run time. */
function members(type: string): string[] {
  const union = new RegExp(`export type ${type} =([^;]+);`).exec(contract)?.[1] ?? '';
  return [...union.matchAll(/'([A-Z_\d]+)'/g)].map((match) => match[1] ?? '');
}
