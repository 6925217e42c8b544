import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import { loadScenario, loadScenarioInTurns } from '../../../scenario/file/load.ts';

const HEAD = 'scenario: 1\necus:\n  - name: body\n';

/** `line:column-line:column severity path message` of each. */
function told(text: string, fileName = 'a.yaml'): string[] {
  return loadScenario(text, fileName).problems.map(
    ({ line, column, endLine, endColumn, severity, path, message }) =>
      `${line}:${column}-${endLine}:${endColumn} ${severity} ${path}: ${message}`,
  );
}

test('a scenario is read from YAML and from JSON', () => {
  const loaded = loadScenario(`${HEAD}    commands:\n      - url: /doors\n        param: { open: false }\n`, 'a.yaml');
  expect(loaded.problems).toEqual([]);
  expect(loaded.spec?.ecus[0]?.name).toBe('body');
  expect(loadScenario(JSON.stringify(loaded.spec, null, '\t'), 'a.json')).toEqual(loaded);
});

test('what anchors name is used again, also merged', () => {
  const text = `${HEAD}    topics:\n      - &fast { url: /a, every: 10, quick: true }\n      - { <<: *fast, url: /b }\n`;
  expect(loadScenario(text, 'a.yaml').spec?.ecus[0]?.topics).toEqual([
    { url: '/a', every: 10, quick: true },
    { url: '/b', every: 10, quick: true },
  ]);
});

test.each<[string, string[]]>([
  [
    '',
    [
      '1:1-1:1 error : expected an object with $schema, scenario, name, description, seed, ecus, positions and expect, got null',
    ],
  ],
  ['scenario: 2\necus: [{name: a}]', ['1:11-1:12 error scenario: expected 1, got 2']],
  ['scenario: 1', ['1:1-1:12 error : ecus is missing: expected a list']],
  ['scenario: 1\necus: []', ['2:7-2:9 error ecus: expected a list, got an empty list']],
  [`${HEAD}    port: x\n`, ['4:11-4:12 error ecus[0].port: expected a whole number from 0 to 65535, got "x"']],
  [`${HEAD}    comands: []\n`, ['4:5-4:12 error ecus[0].comands: "comands" is unknown here; did you mean commands?']],
  [
    `${HEAD}    commands:\n      - url: 5\n`,
    ['5:14-5:15 error ecus[0].commands[0].url: expected a url that begins with /, got 5'],
  ],
  [
    `${HEAD}    commands:\n      - param: 5\n`,
    ['5:9-5:17 error ecus[0].commands[0]: url is missing: expected a url that begins with /'],
  ],
  [
    `${HEAD}    commands: [{ url: /a, method: get }]\n`,
    ['4:35-4:38 error ecus[0].commands[0].method: expected GET or SET, got "get"; did you mean GET?'],
  ],
  [
    `${HEAD}    faults: [{ kind: dorp }]\n`,
    [
      '4:22-4:26 error ecus[0].faults[0].kind: expected delay, drop, duplicate, corrupt, cut, status, refuse, freeze, disconnect, reset, wrong-seqno, oversized, slow-reading, quick-loss or quick-reorder, got "dorp"; did you mean drop?',
    ],
  ],
  [
    `${HEAD}    faults: [{ kind: drop, byts: 2 }]\n`,
    [
      '4:28-4:32 error ecus[0].faults[0].byts: "byts" is unknown here; expected kind, direction, name, enabled, probability, times, url, type or quick',
    ],
  ],
  [
    `${HEAD}    commands: [{ url: /a, delay: { min: 1 } }]\n`,
    ['4:34-4:44 error ecus[0].commands[0].delay: max is missing: expected milliseconds from 0 to 86400000'],
  ],
  [
    `${HEAD}    commands: [{ url: /a, data: { hex: abc } }]\n`,
    ['4:40-4:43 error ecus[0].commands[0].data.hex: expected two hex digits for each byte'],
  ],
  [
    `${HEAD}    commands: [{ url: /a, data: { file: ../x } }]\n`,
    [
      '4:41-4:45 error ecus[0].commands[0].data.file: expected a path in the folder of this file: not absolute, without ..',
    ],
  ],
  [
    `${HEAD}    commands: [{ url: /a, data: { file: "C:\\\\x" } }]\n`,
    [
      '4:41-4:48 error ecus[0].commands[0].data.file: expected a path in the folder of this file: not absolute, without ..',
    ],
  ],
  ['scenario: 1\necus: [{name: a}]\nname: x\nname: y', ['4:1-4:5 error : "name" is there twice']],
  ['scenario: 1\necus: *all', ['2:7-2:11 error : *all is unknown: an anchor (&all) stands before its use']],
  ['scenario: 1\n---\nscenario: 1', ['2:1-2:4 error : expected one document; a second one begins here']],
])('%j is told by its place and what was expected', (text, problems) => {
  expect(told(text)).toEqual(problems);
});

test.each<[string, string]>([
  ['  - name: body\n', '4:11-4:15 error ecus[1].name: another ECU has the name body'],
  [
    '    port: 3000\n  - { name: b, port: 3000 }\n',
    '5:22-5:26 error ecus[1].port: the ECU body has the port 3000 already',
  ],
  [
    '    port: 3000\n  - { name: b, port: 3000, host: 0.0.0.0 }\n',
    '5:22-5:26 error ecus[1].port: the ECU body has the port 3000 already',
  ],
  [
    '    topics: [{ url: /doors }]\n    commands: [{ url: /a, publish: [/dors] }]\n',
    '5:37-5:42 error ecus[0].commands[0].publish[0]: expected the url of a topic of this ECU, got /dors; did you mean /doors?',
  ],
  [
    '    commands: [{ url: /a, param: 1, sequence: [{ param: 2 }] }]\n',
    '4:27-4:32 error ecus[0].commands[0].param: the answers of sequence are given; param belongs into each of them',
  ],
  [
    '    commands: [{ url: /a, then: last }]\n',
    '4:27-4:31 error ecus[0].commands[0].then: then says what comes after a sequence, and there is none',
  ],
  [
    '    commands: [{ url: /a, silent: true, status: 2 }]\n',
    '4:41-4:47 error ecus[0].commands[0].status: status is never sent, as silent says that there is no answer',
  ],
  [
    '    commands: [{ url: /a, echo: data, data: { text: x } }]\n',
    '4:39-4:43 error ecus[0].commands[0].data: data is never sent, as echo sends back the one that came',
  ],
  [
    '    commands: [{ url: /a, stream: { send: { every: 20, lines: { $expr: ")" } } } }]\n',
    '4:73-4:74 error ecus[0].commands[0].stream.send.lines.$expr: ',
  ],
  ['    commands: [{ url: /a, when: "1 + ) 2" }]\n', '4:38-4:39 error ecus[0].commands[0].when: '],
  [
    '    commands:\n      - url: /a\n        param:\n          $expr: |\n            state.a +\n              ) 2\n',
    '9:15-9:16 error ecus[0].commands[0].param.$expr: ',
  ],
  [
    '    topics: [{ url: /a, param: { v: { $sine: { min: 0, max: 1 } } } }]\n',
    '4:46-4:64 error ecus[0].topics[0].param.v.$sine: period is missing: expected ms of one wave, at least 1',
  ],
  [
    '    topics: [{ url: /a, param: { v: { $sinus: 1 } } }]\n',
    '4:47-4:48 error ecus[0].topics[0].param.v.$sinus: $sinus is unknown, did you mean $sine?',
  ],
  [
    '    topics: [{ url: /a, param: 1, csv: { file: a.csv } }]\n',
    '4:35-4:38 error ecus[0].topics[0].csv: expected one of param, csv and recording, got param too',
  ],
  [
    '    commands: [{ url: /a }, { url: /a, method: SET }]\n',
    '4:36-4:38 warning ecus[0].commands[1].url: it never has its turn: commands[0] takes all of /a and has no when',
  ],
  [
    '    auth: { command: /login }\n',
    '4:22-4:28 warning ecus[0].auth.command: no command answers /login, so no client is ever authed',
  ],
  ['    state: { v: { $sine: {} } }\n', '4:19-4:24 warning ecus[0].state.v.$sine: the state begins as it stands here'],
  [
    'expect: [{ ecu: bdy, command: /a }]\n',
    '4:17-4:20 error expect[0].ecu: expected the name of an ECU of this file, got bdy; did you mean body?',
  ],
  ['expect: [{ ecu: body }]\n', '4:10-4:23 error expect[0]: expected command, datagram or subscribed'],
  [
    'expect: [{ ecu: body, command: /a, times: { min: 3, max: 1 } }]\n',
    'error expect[0].times: min must not be more than max',
  ],
])('beyond the words: %j', (rest, problem) => {
  expect(told(HEAD + rest).join('\n')).toContain(problem);
});

test('a warning does not keep a scenario from running', () => {
  const { spec, problems } = loadScenario(`${HEAD}    auth: { command: /login }\n`, 'a.yaml');
  expect(spec).not.toBe(null);
  expect(problems).toHaveLength(1);
  expect(told('{"scenario": 1, "ecus": [{"name": "a"},]}', 'a.json')).toEqual([
    expect.stringMatching(/^1:40-1:41 warning : this is no JSON/),
  ]);
});

test.each([
  ['levels of lists', '['.repeat(100_000)],
  ['levels in one line', '- '.repeat(20_000)],
  ['levels of objects', '{a: '.repeat(50_000)],
  ['keys of keys', '? '.repeat(20_000)],
  ['brackets without end', '['.repeat(4_000_000)],
  ['signs', ','.repeat(4_000_000)],
  ['characters', ' '.repeat(5_000_000)],
  [
    'aliases of aliases',
    `a0: &a0 [x]\n${Array.from({ length: 40 }, (_, at) => `a${at + 1}: &a${at + 1} [${`*a${at},`.repeat(9)}]`).join('\n')}`,
  ],
  ['what is large again and again', `a: &a ${'x'.repeat(100_000)}\nb: [${'*a,'.repeat(5_000)}]`],
  ['keys', `{${Array.from({ length: 50_000 }, (_, at) => `k${at}: 1`).join(', ')}}`],
])('too many %s are refused in time', (_what, text) => {
  const before = process.cpuUsage();
  const { spec, problems } = loadScenario(text, 'a.yaml');
  expect(spec).toBe(null);
  expect(problems.length).toBeGreaterThan(0);
  expect(problems.length).toBeLessThanOrEqual(100);
  expect(process.cpuUsage(before).user / 1_000).toBeLessThan(10_000);
});

const word = fc.constantFrom(
  'scenario',
  'ecus',
  'name',
  'url',
  'commands',
  'topics',
  'param',
  'when',
  'faults',
  'kind',
  'drop',
  'delay',
  'min',
  'max',
  '$expr',
  '$sine',
  '$choice',
  'state',
  'expect',
  'ecu',
  'sequence',
  'random',
  'data',
  'file',
  'hex',
  '<<',
  '__proto__',
  'constructor',
  '/a',
  'body',
);
const { json } = fc.letrec<{ json: unknown }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 6 },
    word,
    fc.oneof(fc.double(), fc.string(), fc.boolean(), fc.constant(null), fc.constant(1)),
    fc.array(tie('json'), { maxLength: 4 }),
    fc
      .array(fc.tuple(fc.oneof(word, fc.string()), tie('json')), { maxLength: 6 })
      .map((entries) => Object.fromEntries(entries)),
  ),
}));

test('nothing that is read throws, whatever the JSON', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        json,
        fc.record({
          scenario: fc.constant(1),
          ecus: fc.array(
            fc.record({ name: word, commands: json, topics: json, faults: json }, { requiredKeys: ['name'] }),
          ),
        }),
      ),
      (value) => {
        const { spec, problems } = loadScenario(JSON.stringify(value) ?? '', 'a.json');
        expect(spec === null).toBe(problems.some(({ severity }) => severity === 'error'));
        expect(
          problems.every(
            ({ line, column, endLine, endColumn }) => line > 0 && column > 0 && (endLine > line || endColumn >= column),
          ),
        ).toBe(true);
      },
    ),
    { numRuns: 1_000 },
  );
});

test('nothing that is read throws, whatever the YAML, cut and mixed', () => {
  const piece = fc.oneof(
    word,
    fc.constantFrom(
      ':',
      ': ',
      '- ',
      '? ',
      '\n',
      '  ',
      '\t',
      '&a ',
      '*a',
      '!!x ',
      '|',
      '>',
      "'",
      '"',
      '{',
      '}',
      '[',
      ']',
      ',',
      '#',
      '---',
      '...',
      '%',
      '@',
      '\\',
    ),
    fc.string({ maxLength: 3 }),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), json, fc.nat(), (pieces, value, at) => {
      loadScenario(pieces.join(''), 'a.yaml');
      const text = stringify(value) ?? '';
      const cut = text.length === 0 ? 0 : at % text.length;
      loadScenario(text.slice(0, cut) + pieces.slice(0, 5).join('') + text.slice(cut), 'a.yaml');
      expect(true).toBe(true);
    }),
    { numRuns: 1_000 },
  );
});

test('what YAML takes for a number, and was meant as a text, is to be written in quotes', () => {
  expect(told(`${HEAD}    commands:\n      - { url: /a, data: { hex: 89504e47 } }\n`)).toEqual([
    '5:33-5:41 error ecus[0].commands[0].data.hex: expected hex digits, two for each byte, got 8.9504e+51; in quotes it is a text',
  ]);
});

/** One that takes much longer than a turn: expressions in each of many ECUs, and one mistake at the end. */
const LARGE = `scenario: 1\necus:\n${Array.from(
  { length: 60 },
  (_, at) =>
    `  - name: car${at}\n    commands:\n${Array.from({ length: 10 }, (__, nth) => `      - { url: /c${nth}, param: { v: { $expr: '$round(ms / ${at + 1}${nth}, 1)' } } }\n`).join('')}`,
).join('')}    topics:\n      - { url: /a, every: 1, param: { $expr: '1 +' } }\n`;

test('a large scenario is read in turns, with the same outcome', async () => {
  let turns = 0;
  const count = () => {
    turns += 1;
    timer = setImmediate(count);
  };
  let timer = setImmediate(count);
  const loaded = await loadScenarioInTurns(LARGE, 'a.yaml').finally(() => clearImmediate(timer));
  expect(turns).toBeGreaterThan(2);
  expect(loaded).toEqual(loadScenario(LARGE, 'a.yaml'));
  expect(loaded.problems).toEqual([expect.objectContaining({ path: 'ecus[59].topics[0].param.$expr' })]);
});

test('reading that is no longer wanted ends with the reason why', async () => {
  const ending = new AbortController();
  const loading = loadScenarioInTurns(LARGE, 'a.yaml', ending.signal);
  const reason = new Error('a newer text');
  ending.abort(reason);
  await expect(loading).rejects.toBe(reason);
});

test('an expression that is not understood in time is named, and the others of its ECU are checked all the same', () => {
  const deep = `${'('.repeat(30_000)}1${')'.repeat(30_000)}`;
  const text = JSON.stringify({
    scenario: 1,
    ecus: [
      {
        name: 'body',
        commands: [
          { url: '/a', param: { $expr: deep } },
          { url: '/b', param: { $expr: '1 +' } },
        ],
      },
    ],
  });
  const { problems } = loadScenario(text, 'a.json');
  expect(problems.map(({ path }) => path)).toEqual([
    'ecus[0].commands[0].param.$expr',
    'ecus[0].commands[1].param.$expr',
  ]);
});
