import fc from 'fast-check';
import { expect, it } from 'vitest';
import { junitOf } from '../../scenario/junit.ts';
import type { ExpectationResult } from '../../scenario/types.ts';

const options = { name: 'vehicle', since: Date.UTC(2026, 0, 2, 3, 4, 5), durationMs: 2_500, seed: 7 };
const passed: ExpectationResult = { title: 'lights', passed: true, message: '', afterMs: 1_234 };
const failed: ExpectationResult = { title: 'doors', passed: false, message: 'a < b & "c"\nd', afterMs: null };

it('has a test case for each expectation, with its time, its failure and the seed', () => {
  const suites = parseXml(junitOf([passed, failed], { ...options, notes: ['body vsoa://127.0.0.1:3005'] }));
  checkSchema(suites);
  const [suite] = suites.children;
  expect(suite?.attributes).toEqual({
    name: 'vehicle',
    tests: '2',
    failures: '1',
    errors: '0',
    skipped: '0',
    time: '2.500',
    timestamp: '2026-01-02T03:04:05',
    hostname: 'localhost',
  });
  const [, lights, doors, output] = suite?.children ?? [];
  expect(lights?.attributes).toEqual({ name: 'lights', classname: 'vehicle', time: '1.234' });
  expect(doors?.attributes).toEqual({ name: 'doors', classname: 'vehicle', time: '2.500' });
  expect(doors?.children[0]).toMatchObject({ attributes: { message: failed.message }, text: failed.message });
  expect(output?.text).toBe('seed 7\nbody vsoa://127.0.0.1:3005');
});

it('is valid whatever stands in titles and messages, and keeps what XML can hold', () => {
  const text = fc.string({
    unit: fc.oneof(
      fc.string({ unit: 'binary', maxLength: 1 }),
      fc.constantFrom('<', '>', '&', '"', "'", '\n', '\t', '\r', ']', '\0', '\x1b', '\ud800', '\uffff'),
    ),
  });
  const result = fc.record({
    title: text,
    passed: fc.boolean(),
    message: text,
    afterMs: fc.option(fc.double({ noNaN: true, min: 0, max: 1e9 })),
  });
  fc.assert(
    fc.property(fc.array(result, { maxLength: 4 }), text, (results, name) => {
      const suites = parseXml(junitOf(results, { ...options, name }));
      checkSchema(suites);
      const cases = (suites.children[0] as Element).children.filter((one) => one.name === 'testcase');
      expect(cases.map(({ attributes }) => attributes['name'])).toEqual(results.map(({ title }) => kept(title)));
      expect(cases.flatMap(({ children }) => children.map((one) => one.text))).toEqual(
        results.filter((one) => !one.passed).map(({ message }) => kept(message)),
      );
    }),
  );
});

/** Of a text, what XML 1.0 can hold. */
function kept(text: string): string {
  return Array.from(text)
    .map((char) => {
      const code = char.codePointAt(0) as number;
      const allowed = code >= 0x20 || [9, 10, 13].includes(code);
      return allowed && !(code >= 0xd800 && code < 0xe000) && code !== 0xfffe && code !== 0xffff ? char : '\ufffd';
    })
    .join('');
}

interface Element {
  name: string;
  attributes: Record<string, string>;
  children: Element[];
  text: string;
}

/** The schema that Jenkins, GitLab and others agree on: which elements in which order, which attributes of which form. */
function checkSchema(suites: Element): void {
  expect(suites.name).toBe('testsuites');
  for (const suite of suites.children) {
    expect(suite.name).toBe('testsuite');
    for (const name of ['tests', 'failures', 'errors', 'skipped']) expect(suite.attributes[name]).toMatch(/^\d+$/);
    expect(suite.attributes['time']).toMatch(/^\d+\.\d{3}$/);
    expect(suite.attributes['timestamp']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/);
    expect(suite.attributes['hostname']).toBeTruthy();
    const names = suite.children.map(({ name }) => name).join(' ');
    expect(names).toMatch(/^properties( testcase)*( system-out)?( system-err)?$/);
    const cases = suite.children.filter(({ name }) => name === 'testcase');
    expect(cases).toHaveLength(Number(suite.attributes['tests']));
    for (const one of cases) {
      expect(Object.keys(one.attributes)).toEqual(['name', 'classname', 'time']);
      expect(one.children.map(({ name }) => name)).toEqual(one.children.length > 0 ? ['failure'] : []);
      for (const failure of one.children) expect(Object.keys(failure.attributes)).toEqual(['message', 'type']);
    }
    const failures = cases.filter(({ children }) => children.length > 0);
    expect(failures).toHaveLength(Number(suite.attributes['failures']));
  }
}

/** Strict, as far as it goes: throws at everything that XML 1.0 does not allow. */
function parseXml(text: string): Element {
  const head = '<?xml version="1.0" encoding="UTF-8"?>\n';
  expect(text.startsWith(head)).toBe(true);
  // eslint-disable-next-line no-control-regex
  expect(text).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Cs}/u);
  const root: Element = { name: '', attributes: {}, children: [], text: '' };
  const open = [root];
  const token = /<([\w-]+)((?: [\w-]+="[^"<]*")*)(\/?)>|<\/([\w-]+)>|([^<>]+)/y;
  token.lastIndex = head.length;
  while (token.lastIndex < text.length) {
    const at = token.lastIndex;
    const found = token.exec(text);
    if (!found) throw new Error(`no XML at ${text.slice(at, at + 40)}`);
    const [, name, attributes = '', empty, closed, content] = found;
    const top = open.at(-1) as Element;
    if (content !== undefined) top.text += unescaped(content);
    else if (closed !== undefined) {
      const isMixed = top.children.length > 0 && top.text.trim() !== '';
      if (closed !== top.name || isMixed) throw new Error(`${top.name} ends with ${closed} and has ${top.text}`);
      open.pop();
    } else {
      const pairs = [...attributes.matchAll(/ ([\w-]+)="([^"]*)"/g)].map(([, key, value]) => [
        key,
        unescaped(value as string),
      ]);
      const element = { name: name as string, attributes: Object.fromEntries(pairs), children: [], text: '' };
      top.children.push(element);
      if (empty === '') open.push(element);
    }
  }
  expect(open).toEqual([root]);
  expect(root.children).toHaveLength(1);
  return root.children[0] as Element;
}

function unescaped(text: string): string {
  const names: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"' };
  expect(text.replace(/&(?:amp|lt|gt|quot|#\d+);/g, '')).not.toContain('&');
  return text.replace(/&(?:#(\d+)|(\w+));/g, (_, code?: string, name?: string) =>
    code ? String.fromCodePoint(Number(code)) : (names[name as string] as string),
  );
}
