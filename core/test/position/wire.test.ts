import { isIP } from 'node:net';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeAnswer, encodeQuestion, readAnswer, readQuestion } from '../../src/position/wire.ts';

const seed = Number(process.env['SEED'] ?? Math.floor(Math.random() * 2 ** 31));
const asked = { name: 's1', domain: undefined };
const answer = { addr: '10.0.0.1', port: 3001, domain: 2, security: false };

function bytes(value: unknown): Buffer {
  return Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));
}

describe('a question', () => {
  test('is JSON with a name, and a domain where one is wanted', () => {
    expect(encodeQuestion(asked).toString()).toBe('{"name":"s1"}');
    expect(encodeQuestion({ name: 'é"', domain: 10 }).toString()).toBe('{"name":"é\\"","domain":10}');
  });

  test.each([
    [{ name: 's1' }, undefined],
    [{ name: 's1', domain: -1 }, undefined],
    [{ name: 's1', domain: null }, undefined],
    [{ name: 's1', domain: 2 }, 2],
    [{ name: 's1', domain: 10, more: [1] }, 10],
    [{ name: 's1', domain: 23 }, 23],
  ])('%j is read', (value, domain) => {
    expect(readQuestion(bytes(value))).toEqual({ name: 's1', domain });
  });

  test.each([
    ['nothing', ''],
    ['no JSON', 'x{'],
    ['no object', '["s1"]'],
    ['null', 'null'],
    ['no name', {}],
    ['a name that is no text', { name: 5 }],
    ['an empty name', { name: '' }],
    ['a name of 1,025 characters', { name: 'x'.repeat(1_025) }],
    ['a domain that is no number', { name: 's1', domain: '2' }],
    ['more than 8 KiB', { name: 's1', more: 'x'.repeat(8_192) }],
    ['nesting without end', `{"name":"s1","more":${'['.repeat(8_000)}`],
    // Two position servers must not go on talking about what was sent to one of them in the name of the other.
    ['an answer', { name: 's1', ...answer }],
  ])('is malformed with %s', (_, value) => {
    expect(readQuestion(bytes(value))).toBeUndefined();
  });

  test('is malformed where it is no UTF-8', () => {
    expect(readQuestion(Buffer.concat([bytes('{"name":"'), Buffer.from([0xff]), bytes('"}')]))).toBeUndefined();
  });

  test('may have a name of 1,024 characters, each of them escaped', () => {
    const name = '\u0001'.repeat(1_024);
    expect(readQuestion(encodeQuestion({ name, domain: undefined }))?.name).toBe(name);
  });
});

describe('an answer', () => {
  test('has the name as it was asked for', () => {
    const found = { host: '10.0.0.1', port: 3001, domain: 2, security: true } as const;
    expect(JSON.parse(encodeAnswer({ name: 'S1', domain: 2 }, found).toString())).toEqual({
      ...answer,
      name: 'S1',
      security: true,
    });
    expect(encodeAnswer(asked, undefined).toString()).toBe('{}');
  });

  test.each([
    [answer, { host: '10.0.0.1', port: 3001, domain: 2, security: false }],
    [
      { addr: '10.0.0.1', port: 1 },
      { host: '10.0.0.1', port: 1, domain: 2, security: false },
    ],
    [{ ...answer, name: 'S1' }, { host: '10.0.0.1' }],
    [
      { addr: '::1', port: 65_535, domain: 10, security: true },
      { host: '::1', domain: 10, security: true },
    ],
  ])('%j is read', (value, expected) => {
    expect(readAnswer(bytes(value), asked)).toMatchObject(expected);
  });

  test('{} says that the name is not known', () => {
    expect(readAnswer(bytes('{}'), asked)).toBe('unknown');
  });

  test.each([
    'x',
    '[]',
    'null',
    { name: 's1' },
    { ...answer, name: 's2' },
    { ...answer, name: 1 },
    { ...answer, addr: 1 },
    { ...answer, addr: 'a.host' },
    { ...answer, addr: '10.0.0.256' },
    { ...answer, port: 0 },
    { ...answer, port: 65_536 },
    { ...answer, port: 1.5 },
    { ...answer, port: '3001' },
    { ...answer, domain: 10 },
    { ...answer, domain: '2' },
    { ...answer, addr: '::1' },
    { ...answer, security: 1 },
    { ...answer, more: 'x'.repeat(8_192) },
  ])('%j is malformed', (value) => {
    expect(readAnswer(bytes(value), asked)).toBeUndefined();
  });

  test('of another family than was asked for is malformed', () => {
    expect(readAnswer(bytes(answer), { name: 's1', domain: 10 })).toBeUndefined();
    expect(readAnswer(bytes(answer), { name: 's1', domain: 2 })).toMatchObject({ host: '10.0.0.1' });
  });
});

describe(`random input (SEED=${seed})`, () => {
  const options = { seed, numRuns: 2_000 };
  const anything = fc.oneof(
    fc.uint8Array({ maxLength: 200 }).map((content) => Buffer.from(content)),
    fc.json().map(bytes),
    fc
      .record(
        {
          name: fc.oneof(fc.constant('s1'), fc.jsonValue()),
          domain: fc.oneof(fc.constantFrom(-1, 2, 10), fc.jsonValue()),
          addr: fc.oneof(fc.ipV4(), fc.ipV6(), fc.jsonValue()),
          port: fc.oneof(fc.integer({ min: -1, max: 65_536 }), fc.jsonValue()),
          security: fc.oneof(fc.boolean(), fc.jsonValue()),
        },
        { requiredKeys: [] },
      )
      .map(bytes),
  );

  test('never throws, and what is read is whole', () => {
    fc.assert(
      fc.property(anything, (input) => {
        const question = readQuestion(input) ?? asked;
        expect(question.name.length).toBeGreaterThan(0);
        const read = readAnswer(input, asked) ?? 'malformed';
        expect(typeof read === 'string' || (isIP(read.host) !== 0 && read.port > 0 && read.port < 65_536)).toBe(true);
      }),
      options,
    );
  });

  test('what is written is read as it was', () => {
    const names = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 100 });
    const domains = fc.constantFrom(undefined, 2, 10);
    fc.assert(
      fc.property(names, domains, (name, domain) => {
        expect(readQuestion(encodeQuestion({ name, domain }))).toEqual({ name, domain });
      }),
      options,
    );
    fc.assert(
      fc.property(names, fc.ipV6(), fc.integer({ min: 1, max: 65_535 }), fc.boolean(), (name, host, port, security) => {
        const question = { name, domain: undefined };
        const position = { host, port, domain: 10, security } as const;
        expect(readAnswer(encodeAnswer(question, position), question)).toEqual(position);
      }),
      options,
    );
  });
});
