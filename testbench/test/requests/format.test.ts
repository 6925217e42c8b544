import { readFile } from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { ChosenFile, SavedRequest } from '../../contract.ts';
import { readEnvironment, writeEnvironment } from '../../requests/environment-format.ts';
import { type RequestFile, readRequest, writeRequest } from '../../requests/request-format.ts';

const seed = Number(process.env['FUZZ_SEED'] ?? Date.now() % 2 ** 31);
const fileAt = (name: string): ChosenFile => ({ path: name, name, bytes: 0 });
const pathOf = (chosen: ChosenFile) => chosen.path;
const write = (file: RequestFile) => writeRequest(file, pathOf);
const read = (text: string) => readRequest(text, fileAt);

const request = (change: Partial<SavedRequest['draft']> = {}): SavedRequest => ({
  draft: {
    url: '/climate/set-temperature',
    method: 'SET',
    payload: { param: '{\n  "celsius": 21.50\n}', data: { kind: 'text', text: '' } },
    timeoutMs: 5_000,
    repeat: { count: 1, perSecond: null },
    ...change,
  },
  expect: { status: 0, rttMs: null, param: [{ path: '.celsius', is: 'equal', value: '21.5' }] },
});

const file = (change: Partial<RequestFile> = {}): RequestFile => ({
  order: 'V',
  request: request(),
  others: new Map(),
  ...change,
});

it('a request is a file that people can read, param and all', () => {
  expect(write(file())).toBe(`{
  "version": 1,
  "order": "V",
  "method": "SET",
  "url": "/climate/set-temperature",
  "param": {
    "celsius": 21.50
  },
  "timeoutMs": 5000,
  "expect": {
    "status": 0,
    "param": [
      {
        "path": ".celsius",
        "is": "equal",
        "value": 21.5
      }
    ]
  }
}
`);
});

it('a param that is no JSON yet is kept line by line', () => {
  const payload = { param: '{\n  "a": {{speed}}\n}', data: { kind: 'hex' as const, text: '00\nff' } };
  const text = write(file({ request: request({ payload }) }));
  expect(JSON.parse(text)).toMatchObject({ paramText: ['{', '  "a": {{speed}}', '}'], data: { hex: ['00', 'ff'] } });
  expect(read(text).value?.request.draft.payload).toEqual(payload);
});

const json = fc
  .json()
  .chain((text) => fc.constantFrom(text, JSON.stringify(JSON.parse(text), null, 2), ` \n${text}\n`));
const draft = fc.record({
  url: fc.string({ maxLength: 20 }),
  method: fc.constantFrom('GET' as const, 'SET' as const),
  payload: fc.record({
    param: fc.oneof(json, fc.string({ unit: fc.constantFrom('{', '"', '\n', ' ', 'a', ':') })),
    data: fc.oneof(
      fc.record({ kind: fc.constantFrom('text' as const, 'hex' as const), text: fc.string() }),
      fc.record({ kind: fc.constant('file' as const), file: fc.string({ minLength: 1 }).map(fileAt) }),
    ),
  }),
  timeoutMs: fc.integer({ min: 1, max: 3_600_000 }),
  repeat: fc.record({ count: fc.integer({ min: 1, max: 9 }), perSecond: fc.constantFrom(null, 5) }),
});
const expectation = fc.record({
  status: fc.constantFrom(null, 0, 3),
  rttMs: fc.constantFrom(null, 0, 5),
  param: fc.array(
    fc.record({
      path: fc.string(),
      is: fc.constantFrom('equal' as const, 'there' as const),
      value: fc.oneof(fc.json(), fc.string()),
    }),
    { maxLength: 3 },
  ),
});

it(`what is saved comes back, and saving it again changes nothing, also with other line ends (FUZZ_SEED=${seed})`, () => {
  fc.assert(
    fc.property(draft, expectation, (one, two) => {
      const before = file({ request: { draft: one, expect: two } });
      const text = write(before);
      const after = read(text);
      expect(after.problem).toBeNull();
      const trimmed = { ...one.payload, param: after.value?.request.draft.payload.param ?? '' };
      expect(trimmed.param.trim()).toBe(one.payload.param.trim());
      const empty = one.payload.data.kind !== 'file' && one.payload.data.text === '';
      if (empty) trimmed.data = { kind: 'text', text: '' };
      expect(after.value?.request).toEqual({ draft: { ...one, payload: trimmed }, expect: two });
      expect(write(after.value as RequestFile)).toBe(text);
      expect(write(read(`\uFEFF${text.replaceAll('\n', '\r\n')}`).value as RequestFile)).toBe(text);
    }),
    { seed, numRuns: 250 },
  );
});

it('fields of which this version knows nothing are kept as they are', () => {
  const text = write(file()).replace('\n}\n', ',\n  "owner": {\n    "id": 12345678901234567890\n  }\n}\n');
  expect(write(read(text).value as RequestFile)).toBe(text);
});

it.each([
  ['{\n  "version": 1,\n  oops\n}', { kind: 'broken', line: 3, column: 3 }],
  ['', { kind: 'broken', line: 1, column: 1 }],
  ['[]', { kind: 'broken', line: 1, column: 1 }],
  ['{"version": 1,\n "method": "PUT"}', { kind: 'broken', line: 2, column: 12 }],
  ['{\n<<<<<<< HEAD\n  "version": 1\n=======\n>>>>>>> theirs\n}', { kind: 'conflict', line: 2 }],
  ['['.repeat(200_000), { kind: 'broken', line: 1, column: 200_001 }],
])('%j says what is wrong, and where', (text, problem) => {
  expect(read(text)).toEqual({ value: null, problem: expect.objectContaining(problem) });
});

it('of a newer version what is understood is shown', () => {
  expect(read('{"version": 2, "url": "/a", "loop": true}')).toMatchObject({
    value: { request: { draft: { url: '/a' } } },
    problem: { kind: 'newer' },
  });
  expect(read('{"version": 2, "url": {"path": "/a"}}')).toEqual({ value: null, problem: { kind: 'newer' } });
});

it('an environment is a list of variables, in the order of the user, with no secret in it', () => {
  const text = writeEnvironment({
    variables: [
      { name: 'vin', kind: 'text', value: '42' },
      { name: 'limit', kind: 'json', value: '12345678901234567890' },
      { name: 'token', kind: 'secret', value: 'hunter2' },
    ],
    others: new Map(),
  });
  expect(text).not.toContain('hunter2');
  const found = readEnvironment(text).value;
  expect(found?.variables.map(({ name, value }) => [name, value])).toEqual([
    ['vin', '42'],
    ['limit', '12345678901234567890'],
    ['token', ''],
  ]);
  expect(found && writeEnvironment(found)).toBe(text);
});

const variables = (names: string[]) =>
  JSON.stringify({ version: 1, variables: names.map((name) => ({ name, value: '' })) });

it('two variables of one name, and names that are none, make an environment broken', () => {
  for (const names of [['a', 'a'], ['a b'], ['$uuid']]) {
    expect(readEnvironment(variables(names)).problem).toMatchObject({ kind: 'broken' });
  }
});

it('the examples of the documentation are a request and an environment', async () => {
  const text = await readFile(path.join(import.meta.dirname, '../../../docs/requests.md'), 'utf8');
  const [first = '', second = ''] = Array.from(text.matchAll(/```json\n([^`]*)```/g), ([, example]) => example);
  expect(read(first).problem).toBeNull();
  expect(read(first).value?.request.expect.param[0]?.value).toBe('21.5');
  expect(readEnvironment(second).value?.variables).toHaveLength(3);
});
