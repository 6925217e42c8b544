import { describe, expect, test } from 'vitest';
import { formatJson } from '../../../src/payload/editor/format-json.ts';
import { scanJson, type Wanted } from '../../../src/payload/editor/json-scan.ts';

describe('what is written as param', () => {
  test('is fine where it is JSON, or nothing', () => {
    for (const text of [
      '',
      ' \n',
      '1',
      '-1.5e+9',
      '"a\\u00e9"',
      '{}',
      '[]',
      '{ "a": [1, {"b": null}, true] }',
      '[[],{}]',
    ]) {
      expect({ text, ...scanJson(text) }).toMatchObject({ text, problem: null });
    }
  });

  test('may have variables as values and in texts, as what stands there is known only when it is sent', () => {
    for (const text of ['{{all}}', '{"a": {{speed}}, "b": "x{{name}}y"}', '[{{ a }},{{b}}]', '{"a":{"b":{{c}}}}']) {
      expect({ text, ...scanJson(text) }).toMatchObject({ text, problem: null });
    }
  });

  const wrong: [text: string, position: number, wanted: Wanted][] = [
    ['{"a":}', 5, 'value'],
    ['{"a" 1}', 5, 'colon'],
    ['{"a":1 "b":2}', 7, 'commaOrBrace'],
    ['[1 2]', 3, 'commaOrBracket'],
    ['[1,]', 3, 'value'],
    ['[', 1, 'valueOrEnd'],
    ['{', 1, 'keyOrEnd'],
    ['{a:1}', 1, 'keyOrEnd'],
    ['{"a":1,}', 7, 'key'],
    ['1 2', 2, 'end'],
    ['"abc', 4, 'quote'],
    ['"abc\n"', 4, 'quote'],
    ['"\\x"', 1, 'escape'],
    ['"a\tb"', 2, 'noControl'],
    ['01', 1, 'end'],
    ['True', 0, 'value'],
    ["{'a':1}", 1, 'keyOrEnd'],
  ];
  test.each(wrong)('%j is wrong at %i: %s', (text, position, wanted) => {
    expect(scanJson(text).problem).toEqual({ position, wanted });
  });

  test('is as right or wrong as JSON.parse says, whatever is cut away from it', () => {
    const text = '{"a":[1,-2.5e3,{"b":"\\u00e9\\n\\"","c":[]}],"d":null,"e":{},"f":true}';
    for (let from = 0; from < text.length; from += 1) {
      for (let to = from + 1; to <= text.length; to += 1) {
        const part = text.slice(from, to);
        expect({ part, fine: scanJson(part).problem === null }).toEqual({ part, fine: isJson(part) });
      }
    }
  });

  test('may be nested deeper than a stack', () => {
    const text = '['.repeat(200_000);
    expect(scanJson(`${text}${']'.repeat(200_000)}`).problem).toBeNull();
    expect(scanJson(text).problem).toEqual({ position: 200_000, wanted: 'valueOrEnd' });
  });
});

describe('formatted', () => {
  test('each value has a line, and numbers and variables stay as they were written', () => {
    expect(formatJson('{"a":[1.10,{"b":12345678901234567890}],"c":{},"d":[],"e":{{x}}}')).toBe(
      `{
  "a": [
    1.10,
    {
      "b": 12345678901234567890
    }
  ],
  "c": {},
  "d": [],
  "e": {{x}}
}`,
    );
  });

  test('twice is as once', () => {
    const once = formatJson('[ {"a" :\n1} , 2 ]');
    expect(formatJson(once ?? '')).toBe(once);
  });

  test('what is no JSON is left alone', () => {
    expect(formatJson('{"a":')).toBeNull();
  });
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
