import { expect, it } from 'vitest';
import type { Expectations, ParamExpectation } from '../../contract.ts';
import { checkAnswer } from '../../requests/expect.ts';

const none: Expectations = { status: null, rttMs: null, param: [] };
const answer = {
  status: 0,
  rttMs: 2.5,
  param: '{"kmh":61.5,"id":9007199254740993,"doors":["open"],"name":"fl","null":null}',
};

const one = (path: string, is: ParamExpectation['is'], value = '') =>
  checkAnswer({ ...none, param: [{ path, is, value }] }, answer)[0];

it('nothing is expected by default', () => {
  expect(checkAnswer(none, answer)).toEqual([]);
});

it('status and round trip are compared with what came', () => {
  expect(checkAnswer({ ...none, status: 3, rttMs: 2.5 }, answer)).toEqual([
    { about: 'status', ok: false, found: '0' },
    { about: 'rtt', ok: true, found: '2.5' },
  ]);
});

it.each<[string, ParamExpectation['is'], string, boolean]>([
  ['.kmh', 'equal', '61.5', true],
  ['.kmh', 'notEqual', '61.5', false],
  ['.kmh', 'less', '200', true],
  ['.kmh', 'greater', '200', false],
  ['.kmh', 'less', '"200"', false],
  ['.id', 'equal', '9007199254740993', true],
  ['.id', 'equal', '9007199254740992', false],
  ['.id', 'greater', '9007199254740992', true],
  ['.id', 'greater', '5', true],
  ['.doors[0]', 'equal', '"open"', true],
  ['.doors', 'contains', '"open"', true],
  ['.name', 'contains', '"l"', true],
  ['', 'contains', '{"name":"fl","null":null}', true],
  ['', 'contains', '{"name":"fr"}', false],
  ['.null', 'there', '', true],
  ['.nothing', 'there', '', false],
  ['.nothing', 'notThere', '', true],
  ['.nothing', 'notEqual', '1', false],
  ['.__proto__', 'there', '', false],
])('param%s is %s %s: %s', (path, is, value, ok) => {
  expect(one(path, is, value)?.ok).toBe(ok);
});

it('the same keys in another order are the same', () => {
  const param = [{ path: '', is: 'equal' as const, value: '{"b":[1,{"x":1,"y":2}],"a":12345678901234567890}' }];
  const other = '{"a":12345678901234567890,"b":[1,{"y":2,"x":1}]}';
  expect(checkAnswer({ ...none, param }, { ...answer, param: other })[0]?.ok).toBe(true);
});

it('a text that looks like the mark of a number is none', () => {
  const param = [{ path: '[0]', is: 'equal' as const, value: '9007199254740993' }];
  const other = '["n9007199254740993", 9007199254740993]';
  expect(checkAnswer({ ...none, param }, { ...answer, param: other })[0]?.ok).toBe(false);
});

it('what cannot be checked says why, and is not met', () => {
  expect(one('kmh', 'equal', '1')).toEqual({ about: 'param', index: 0, ok: false, found: null, problem: 'PATH' });
  expect(one('.kmh', 'equal', '{')).toEqual({ about: 'param', index: 0, ok: false, found: '61.5', problem: 'VALUE' });
  const param = [{ path: '.a', is: 'equal' as const, value: '1' }];
  for (const text of [null, '', 'hello']) {
    expect(checkAnswer({ ...none, param }, { ...answer, param: text })[0]).toMatchObject({
      ok: false,
      problem: 'NO_JSON',
    });
  }
});

it('what was found is told, and not all of what is long', () => {
  expect(one('.doors', 'equal', '1')?.found).toBe('["open"]');
  const long = checkAnswer(
    { ...none, param: [{ path: '', is: 'there', value: '' }] },
    { ...answer, param: `"${'x'.repeat(1_000)}"` },
  );
  expect(long[0]?.found).toHaveLength(200);
});
