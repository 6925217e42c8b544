import { describe, expect, it } from 'vitest';
import type { RequestDraft } from '../../contract.ts';
import { BenchFailure } from '../../errors.ts';
import { KnownValues } from '../../requests/known-values.ts';
import { type Lookup, resolve, resolveText, variablesIn } from '../../requests/variables.ts';
import { fastClock } from '../fast-clock.ts';

const known: Lookup = (name) =>
  ({
    speed: { kind: 'json', text: ' 9007199254740993 ' },
    object: { kind: 'json', text: '{ "a": [1] }' },
    number: { kind: 'text', text: '42' },
    quote: { kind: 'text', text: 'a "b"\n\\' },
    part: { kind: 'text', text: 'powertrain' },
    速度: { kind: 'text', text: '快' },
    inner: { kind: 'text', text: '{{number}}' },
    broken: { kind: 'json', text: '{' },
  })[name] as ReturnType<Lookup>;

const draft = (change: Partial<RequestDraft> = {}): RequestDraft => ({
  url: '/echo',
  method: 'GET',
  payload: { param: '', data: { kind: 'text', text: '' } },
  timeoutMs: 5_000,
  repeat: { count: 1, perSecond: null },
  ...change,
});

const param = (text: string, options?: { raw: boolean }) =>
  resolve(draft({ payload: { param: text, data: { kind: 'text', text: '' } } }), known, options).payload.param;

const failureOf = (work: () => unknown): BenchFailure => {
  try {
    work();
  } catch (error) {
    if (error instanceof BenchFailure) return error;
  }
  throw new Error('it did not fail');
};

describe('in a url and in data', () => {
  it('a name in braces becomes its value, spaces around it or not', () => {
    const resolved = resolve(
      draft({ url: '/{{part}}/{{ 速度 }}', payload: { param: '', data: { kind: 'hex', text: '00 {{number}}' } } }),
      known,
    );
    expect(resolved.url).toBe('/powertrain/快');
    expect(resolved.payload.data).toEqual({ kind: 'hex', text: '00 42' });
  });

  it('a backslash before the braces keeps them, two are one before a value', () => {
    expect(resolveText('\\{{part}} \\\\{{part}} \\\\\\{{part}} C:\\x', 'url', known)).toBe(
      '{{part}} \\powertrain \\{{part}} C:\\x',
    );
  });

  it('what is no name in braces stays, and a value is not looked into', () => {
    expect(resolveText('{{a b}} {{}} {{1}} {part} {{part', 'data', known)).toBe('{{a b}} {{}} {{1}} {part} {{part');
    expect(resolveText('{{inner}}', 'data', known)).toBe('{{number}}');
  });

  it('a file is left alone', () => {
    const data = { kind: 'file' as const, file: { path: '/{{part}}', name: '{{part}}', bytes: 1 } };
    expect(resolve(draft({ payload: { param: '', data } }), known).payload.data).toEqual(data);
  });
});

describe('in a param', () => {
  it('a whole string becomes the JSON value of a variable that is JSON, with all its digits, else a string', () => {
    expect(param('{"a": "{{speed}}", "b": "{{object}}", "c": "{{number}}"}')).toBe(
      '{"a": 9007199254740993, "b": {"a":[1]}, "c": "42"}',
    );
    expect(param('"{{speed}}"')).toBe('9007199254740993');
  });

  it('without quotes it is the same', () => {
    expect(param('{"a": {{speed}}, "b": {{quote}}}')).toBe('{"a": 9007199254740993, "b": "a \\"b\\"\\n\\\\"}');
  });

  it('inside a longer string, and as a key, the value is escaped', () => {
    expect(param('{"{{speed}}" : "x {{quote}} {{number}}", "\\"{{speed}}": 1}')).toBe(
      '{" 9007199254740993 " : "x a \\"b\\"\\n\\\\ 42", "\\" 9007199254740993 ": 1}',
    );
  });

  it('an escaped backslash before the braces keeps them', () => {
    expect(param('["\\\\{{number}}", "\\\\\\\\{{number}}"]')).toBe('["{{number}}", "\\\\42"]');
    expect(param('["\\{{number}}"]')).toBe('["{{number}}"]');
  });

  it('of a raw device the text is plain', () => {
    expect(param('say "{{quote}}"', { raw: true })).toBe('say "a "b"\n\\"');
  });

  it('a value that is kept as JSON and is none is told by name, not by value', () => {
    expect(failureOf(() => param('["{{broken}}"]'))).toMatchObject({
      code: 'INVALID_VARIABLE',
      part: 'param',
      position: 2,
      length: 10,
      message: 'broken is kept as JSON, and its value is none',
    });
  });
});

it('a name that nobody knows is told with its place', () => {
  expect(failureOf(() => resolve(draft({ url: '/a/{{nobody}}' }), known))).toMatchObject({
    code: 'UNKNOWN_VARIABLE',
    part: 'url',
    position: 3,
    length: 10,
  });
});

const long: Lookup = () => ({ kind: 'text', text: 'x'.repeat(65_536) });

it('many short names cannot fill the memory', () => {
  expect(failureOf(() => resolveText('{{a}}'.repeat(100_000), 'data', long)).code).toBe('PACKET_TOO_LARGE');
});

it('the variables of a text are listed with their places, escaped ones not', () => {
  expect(variablesIn('["{{a}}", "\\\\{{b}}"]', 'param')).toEqual([{ name: 'a', from: 2, to: 7 }]);
  expect(variablesIn('{{$uuid}} \\{{d}} \\\\{{e}}', 'url')).toEqual([
    { name: '$uuid', from: 0, to: 9 },
    { name: 'e', from: 19, to: 24 },
  ]);
});

it('what is always there has one value in a request and another one in the next', () => {
  const values = new KnownValues(fastClock);
  const text = '{{$uuid}} {{$counter}} {{$timestamp}} {{$randomInt}}';
  const one = values.ofOneRequest();
  const first = resolveText(text, 'data', one);
  expect(resolveText(text, 'data', one)).toBe(first);
  const second = resolveText(text, 'data', values.ofOneRequest());
  expect(first).toMatch(/^[0-9a-f-]{36} 1 \d+ \d{1,3}$/);
  expect(second.split(' ')[1]).toBe('2');
  expect(second.split(' ')[0]).not.toBe(first.split(' ')[0]);
  expect(values.ofOneRequest()('$nothing')).toBeUndefined();
});
