import type { JsonValue } from '@vsoa-testbench/core';
import { describe, expect, it } from 'vitest';
import { Expectations } from '../../../scenario/expectations/expectations.ts';
import type { ScenarioEvent } from '../../../scenario/expectations/types.ts';
import type { ExpectationSpec } from '../../../scenario/file/schema.ts';

const state = { on: false };

function call(ms: number, url: string, param?: JsonValue, method: 'GET' | 'SET' = 'SET'): ScenarioEvent {
  return { kind: 'command', ecu: 'body', ms, url, method, param, status: 0, state };
}

function judge(spec: Partial<ExpectationSpec>, ...events: ScenarioEvent[]) {
  const expectations = new Expectations([{ ecu: 'body', ...spec }], (text) => ({
    evaluate: ({ request }) => {
      if (text === 'broken') throw new Error('the expression is broken');
      return request?.param === text;
    },
  }));
  for (const event of events) expectations.hear(event);
  return expectations.results();
}

describe('an expectation', () => {
  it('is met by one call where it says nothing of how often', () => {
    expect(judge({ command: '/lights' })).toMatchObject([{ passed: false, afterMs: null }]);
    expect(judge({ command: '/lights' }, call(12.5, '/lights'), call(13, '/lights'))).toEqual([
      { title: 'body: command /lights, at least once', passed: true, message: '', afterMs: 12.5 },
    ]);
  });

  it('counts calls of its ECU, url and method only', () => {
    const events = [
      { ...call(1, '/lights'), ecu: 'climate' },
      call(2, '/lights/left'),
      call(3, '/lights', 1, 'GET'),
      { ...call(4, '/lights'), kind: 'datagram', quick: true } as ScenarioEvent,
    ];
    const [result] = judge({ command: '/lights', method: 'SET' }, ...events);
    expect(result).toMatchObject({ passed: false });
    expect(result?.message).toBe(
      'expected body: SET /lights, at least once: it never was; the nearest, at 0.003 s: method is GET, expected SET',
    );
  });

  it('stands for all below its url where that ends in /', () => {
    expect(judge({ command: '/lights/', times: 2 }, call(1, '/lights/a'), call(2, '/lights'))).toMatchObject([
      { passed: true, afterMs: 2 },
    ]);
  });

  it.each([
    [3, 2, false, 'it was only 2 times'],
    [2, 2, true, ''],
    [1, 2, false, 'it was 2 times, once too often first at 0.001 s'],
    [0, 0, true, ''],
    [0, 1, false, 'it was once, once too often first at 0.000 s'],
    [{ min: 1, max: 2 }, 2, true, ''],
    [{ min: 1, max: 2 }, 3, false, 'it was 3 times, once too often first at 0.002 s'],
    [{ max: 1 }, 0, true, ''],
    [{ min: 2 }, 5, true, ''],
  ] as const)('of %j times with %i calls: passed is %s', (times, calls, passed, message) => {
    const events = Array.from({ length: calls }, (_, ms) => call(ms, '/a'));
    const [result] = judge({ command: '/a', times }, ...events);
    expect(result?.passed).toBe(passed);
    expect(result?.message).toContain(message);
  });

  it('is not met by what comes too late, and says so', () => {
    const [result] = judge({ command: '/a', times: { min: 2 }, within: 2_000 }, call(1_999, '/a'), call(2_001, '/a'));
    expect(result?.message).toBe(
      'expected body: command /a, at least 2 times within 2,000 ms: it was only once; 1 came too late, the first at 2.001 s',
    );
    expect(judge({ command: '/a', times: 0, within: 2_000 }, call(2_001, '/a'))).toMatchObject([{ passed: true }]);
  });

  it('tells what else was asked where nothing came near', () => {
    const events = [call(1, '/doors'), call(2, '/doors'), call(3, '/wipers', null, 'GET')];
    expect(judge({ command: '/door' }, ...events)[0]?.message).toBe(
      'expected body: command /door, at least once: it never was; there was SET /doors (2 times), GET /wipers',
    );
  });

  it('hears datagrams and subscriptions', () => {
    const datagram: ScenarioEvent = { kind: 'datagram', ecu: 'body', ms: 1, url: '/d', param: 1, quick: true, state };
    expect(judge({ datagram: '/d', param: 1 }, datagram)).toMatchObject([{ passed: true }]);
    const subscribed: ScenarioEvent = { kind: 'subscribed', ecu: 'body', ms: 1, url: '/body/' };
    expect(judge({ subscribed: '/body/doors' }, subscribed)).toMatchObject([{ passed: true }]);
    expect(judge({ subscribed: '/climate' }, subscribed)).toMatchObject([{ passed: false }]);
  });

  it('computes its condition, and says why it could not', () => {
    expect(judge({ command: '/a', when: 'yes' }, call(1, '/a', 'no'), call(2, '/a', 'yes'))).toMatchObject([
      { passed: true, afterMs: 2 },
    ]);
    expect(judge({ command: '/a', when: 'yes' }, call(1, '/a', 'no'))[0]?.message).toContain(
      'of 1 none was as expected; the nearest, at 0.001 s: when is not true for "no"',
    );
    expect(judge({ command: '/a', when: 'broken' }, call(1, '/a'))[0]?.message).toContain('the expression is broken');
  });

  it('that names nothing fails and says so', () => {
    expect(judge({}, call(1, '/a'))[0]?.message).toContain('so nothing can meet it');
  });

  it('keeps what it has heard when others take the place of its neighbours', () => {
    const expectations = new Expectations([{ ecu: 'body', command: '/a' }], () => ({ evaluate: () => true }));
    expectations.hear(call(7, '/a'));
    expectations.replace([
      { ecu: 'body', command: '/b' },
      { ecu: 'body', command: '/a' },
    ]);
    expect(expectations.results().map(({ afterMs }) => afterMs)).toEqual([null, 7]);
    expect(expectations.areMet).toBe(false);
    expectations.hear(call(9, '/b'));
    expect(expectations.areMet).toBe(true);
  });

  it('is not done early where nothing is waited for', () => {
    const expectations = new Expectations([{ ecu: 'body', command: '/a', times: 0 }], () => ({ evaluate: () => true }));
    expect(expectations.areMet).toBe(false);
  });
});

describe('the param', () => {
  it.each<[JsonValue, JsonValue | undefined, string | null]>([
    [{ on: true }, { on: true, side: 'left' }, null],
    [{ a: { b: 1 } }, { a: { b: 1, c: 2 }, d: 3 }, null],
    [[1, 2], [1, 2], null],
    [null, null, null],
    [{ on: true }, { on: false }, 'param.on is false, expected true'],
    [{ on: true }, {}, 'param.on is nothing, expected true'],
    [{ on: true }, undefined, 'param is nothing, expected {"on":true}'],
    [{ on: true }, [true], 'param is [true], expected {"on":true}'],
    [{ 'a-b': { c: 1 } }, { 'a-b': { c: '1' } }, 'param["a-b"].c is "1", expected 1'],
    [[1, 2], [1, 3], 'param[1] is 3, expected 2'],
    [[1, 2], [1], 'param has 1 items, expected 2: [1], not [1,2]'],
    [[{ a: 1 }], [{ a: 1, b: 2 }], 'param[0].b is 2, expected nothing'],
    [{ constructor: 1 }, {}, 'param.constructor is nothing, expected 1'],
    [{ a: 1, b: 2 }, { a: 2, b: 1 }, 'param.a is 2, expected 1; param.b is 1, expected 2'],
  ])('%j expected, %j there', (param, found, difference) => {
    const [result] = judge({ command: '/a', param }, call(1_000, '/a', found));
    expect(result?.passed).toBe(difference === null);
    expect(result?.message.split('the nearest, at 1.000 s: ')[1] ?? null).toBe(difference);
  });

  it('that comes nearest is shown, of many', () => {
    const far = { a: 0, b: 0, c: 0 };
    const near = { a: 1, b: 2, c: 0 };
    const [result] = judge({ command: '/a', param: { a: 1, b: 2, c: 3 } }, call(1, '/a', near), call(2, '/a', far));
    expect(result?.message).toMatch(/of 2 none was as expected; the nearest, at 0\.001 s: param\.c is 0, expected 3$/);
  });

  it('of any size and depth costs little, and is cut in the message', () => {
    const deep = JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`) as JsonValue;
    expect(judge({ command: '/a', param: 1 }, call(1, '/a', deep))[0]?.message).toContain('deeply nested');
    const [result] = judge({ command: '/a', param: 1 }, call(1, '/a', 'x'.repeat(250_000)));
    expect(result?.message.length).toBeLessThan(400);
  });
});

it('of what was asked only a few urls are remembered, whatever comes', () => {
  const expectations = new Expectations([{ ecu: 'body', command: '/never' }], () => ({ evaluate: () => true }));
  for (let n = 0; n < 100_000; n++) expectations.hear(call(n, `/a/${n}/${'x'.repeat(1_000)}`, { n }));
  const [result] = expectations.results();
  expect(result?.message.match(/SET \/a/g)).toHaveLength(12);
  expect(result?.message.length).toBeLessThan(1_600);
});
