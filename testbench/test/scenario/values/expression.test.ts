import { expect, test } from 'vitest';
import { Expression } from '../../../scenario/values/expression.ts';
import { type Moment, ValueError } from '../../../scenario/values/types.ts';

const request = {
  url: '/doors',
  method: 'SET' as const,
  param: { door: 'frontLeft' },
  dataLength: 3,
  client: { id: 1, address: '127.0.0.1:5000', priority: 0, authed: true },
};

function momentOf(changes: Partial<Moment> = {}): Moment {
  return { state: { speed: 50, doors: ['a', 'b'] }, ms: 1_500, count: 2, random: () => 0.25, ...changes };
}
const valueOf = (text: string, changes?: Partial<Moment>) => Expression.compile(text).evaluate(momentOf(changes));

test('an expression reads the state, the request, the time and how often it was computed', () => {
  expect(valueOf('state.speed * 2')).toBe(100);
  expect(valueOf('request.param.door & "!"', { request })).toBe('frontLeft!');
  expect(valueOf('[ms, count]')).toEqual([1_500, 2]);
  expect(valueOf('request.param')).toBe(undefined);
  expect(valueOf('state.doors[]')).toEqual(['a', 'b']);
  expect(valueOf('$round($sin($pi / 2), 3) + $clamp(9, 0, 5)')).toBe(6);
  expect(valueOf('$base64decode($base64encode("hello"))')).toBe('hello');
});

test.each([
  ['{}.constructor'],
  ['{}.__proto__'],
  ['$lookup({}, "__proto__")'],
  ['$lookup({}, "__proto__").__defineGetter__("a", function(){1})'],
  ['state.__proto__'],
  ['{}.constructor.constructor("return process")()'],
  ['process'],
  ['$process'],
  ['globalThis'],
  ['$globalThis'],
  ['require'],
  ['$.constructor'],
])('%s reaches nothing', (text) => {
  expect(valueOf(text)).toBe(undefined);
});

test.each([
  ['$sum.implementation.constructor("return process")()', 'non-function'],
  ['$require("fs")', 'non-function'],
  ['state.constructor("return process")()', 'non-function'],
  ['$eval("1 + 1")', 'not there'],
  ['($clone := function($x){$x}; state ~> |$|{"speed": 1}|)', 'can only be called'],
  ['(function($clone){ state ~> |$|{"speed": 1}| })(function($x){$x})', 'can only be called'],
  ['$string', 'a function'],
  ['function($x){$x}', 'a function'],
  ['$count([1..1e7])', 'a list of more than'],
  ['$pad("", 1e9)', 'a text of more than'],
  ['$pad("", -1e9)', 'a text of more than'],
  ['$reduce([1..60], function($a,$b){$a & $a}, "xx")', 'a text of more than'],
  ['$replace($pad("", 100000, "a"), /a/, $pad("", 100000, "b"))', 'a text of more than'],
  ['$pad("", 300000)', 'more than 262144'],
  ['1 + "a"', '+'],
  ['$error("as it says")', 'as it says'],
])('%s is refused, and says why', (text, why) => {
  expect(() => valueOf(text)).toThrow(why);
});

test.each([
  ['($f := function($x){ $f($x + 1) }; $f(0))'],
  ['$match("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", /^(a+)+$/)'],
  ['$map([1..1000000], function($x){ $map([1..1000], function($y){ $x * $y }) })'],
  ['$sum([1..1000].([1..100000]))'],
])('%s is broken off, and rests then', (text) => {
  const expression = Expression.compile(text);
  const before = process.cpuUsage();
  expect(() => expression.evaluate(momentOf())).toThrow('took longer than 50 ms');
  const { user, system } = process.cpuUsage(before);
  expect((user + system) / 1_000).toBeLessThan(1_000);
  expect(() => expression.evaluate(momentOf())).toThrow('rests');
  expect(valueOf('1 + 1')).toBe(2);
});

test.each([
  ['($f := function($x){ 1 + $f($x) }; $f(0))', /too deep|took longer/],
  ['$reduce([1..60], function($a,$b){$append($a,$a)}, [1,2])', /a list of more than|took longer/],
])('%s fails, whichever limit it meets first', (text, why) => {
  expect(() => valueOf(text)).toThrow(why);
});

test('an expression changes copies only', () => {
  const state = { speed: 50, lights: { low: true }, doors: [{ open: false }] };
  expect(valueOf('state ~> |lights|{"low": false}|', { state })).toEqual({ ...state, lights: { low: false } });
  expect(valueOf('state ~> |doors|{"open": true}|', { state })).toMatchObject({ doors: [{ open: true }] });
  expect(valueOf('state', { state })).toEqual({ speed: 50, lights: { low: true }, doors: [{ open: false }] });
});

test('keys that every object has are keys like any other', () => {
  const state = JSON.parse('{"__proto__": {"a": 1}, "constructor": "ACME", "toString": 2}');
  expect(JSON.stringify(valueOf('state', { state }))).toBe(JSON.stringify(state));
  expect(valueOf('{"constructor": "ACME", "toString": 2}')).toEqual({ constructor: 'ACME', toString: 2 });
});

test('what is random comes from the moment', () => {
  const text = '[$random(), $shuffle([1..20])]';
  expect(valueOf(text)).toEqual(valueOf(text));
  expect(valueOf(text)).not.toEqual(valueOf(text, { random: () => 0.5 }));
});

test('functions in a result are left out', () => {
  expect(valueOf('{"a": 1, "f": $sum, "g": function($x){$x}, "r": /x/}')).toEqual({ a: 1 });
});

test('what is no expression says where', () => {
  expect(() => Expression.compile('state.speed +')).toThrow('end');
  expect(() => Expression.compile('1 + ) 2')).toThrow(expect.objectContaining({ position: 5 }));
});

test.each(['(', '[', '{"a":', '-', '1+', '$a:=', 'a?1:', 'function($x){', 'a.', 'a&', 'a~>', 'a in ', 'a<', 'a['])(
  'an expression of very many %s is refused, and the process lives',
  (sign) => {
    const refused = [3_000, 10_000].map((times) => {
      try {
        return Expression.compile(`${sign.repeat(times).slice(0, 65_000)}1`).evaluate(momentOf());
      } catch (error) {
        return error instanceof ValueError;
      }
    });
    expect(refused).toEqual([true, true]);
  },
);

test('names of the library itself are not to be had', () => {
  expect(() => Expression.compile('($__evaluate_entry := 1; 2)')).toThrow('are taken');
});

test('signs in texts are only signs', () => {
  expect(valueOf(`'${'-'.repeat(500)}' & "((\\"${'['.repeat(300)}"`)).toBe(`${'-'.repeat(500)}(("${'['.repeat(300)}`);
});
