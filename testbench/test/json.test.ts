import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compactJson, lineAndColumn } from '../json.ts';

describe('compactJson', () => {
  it('keeps the digits of numbers and the order of keys', () => {
    const text = '{ "b": 12345678901234567890, "2": 1.10, "1": 1E+2,\n\t"a": [ -0.0 , 1e400 ] }';
    expect(compactJson(text)).toBe('{"b":12345678901234567890,"2":1.10,"1":1E+2,"a":[-0.0,1e400]}');
  });

  it('leaves strings as they are', () => {
    expect(compactJson(String.raw`  " a\u0041\"\\ , : { 车 😀 "  `)).toBe(String.raw`" a\u0041\"\\ , : { 车 😀 "`);
  });

  it('takes blank text for no param', () => {
    expect(compactJson('')).toBe('');
    expect(compactJson(' \n\t\r')).toBe('');
  });

  it.each([
    ['{"a" 1}', 5, /line 1, column 6: expected :, found '1'/],
    ['{"a":1,}', 7, /expected key, found '}'/],
    ['[1,]', 3, /expected value, found ']'/],
    ['[1}', 2, /expected , or ], found '}'/],
    ['{"a":1}\n x', 9, /line 2, column 2: expected end, found 'x'/],
    ['{"a":', 5, /expected value, found the end/],
    ['{a:1}', 1, /expected key or }, found 'a'/],
    ['01', 1, /expected end, found '1'/],
    ['-', 0, /expected value, found '-'/],
    ['tru', 0, /expected value/],
    ['"abc', 4, /without its closing "/],
    ['"a\nb"', 2, /control character/],
    [String.raw`"\x41"`, 1, /escape/],
    ['"\ud800"', 1, /half of a character/],
    ['\u00a0', 0, /expected value/],
  ])('says of %j where it is wrong', (text, position, message) => {
    expect(() => compactJson(text)).toThrow(
      expect.objectContaining({ code: 'INVALID_PARAM', position, message: expect.stringMatching(message) }),
    );
  });

  it('does not overflow on deep nesting', () => {
    const deep = '['.repeat(100_000) + ']'.repeat(100_000);
    expect(compactJson(deep)).toBe(deep);
    expect(() => compactJson('['.repeat(200_000))).toThrow(expect.objectContaining({ position: 200_000 }));
  });

  it('makes of any JSON what JSON.stringify makes of it', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(0, 2, '\t', ' \n'), (value, space) => {
        expect(compactJson(JSON.stringify(value, null, space))).toBe(JSON.stringify(value));
      }),
    );
  });

  it('refuses just what JSON.parse refuses', () => {
    const token = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"a"',
      '1',
      '-',
      '.5',
      'e3',
      'true',
      ' ',
      '\\',
      '"',
      'nul',
    );
    fc.assert(
      fc.property(fc.array(token, { minLength: 1, maxLength: 12 }), (tokens) => {
        const text = tokens.join('');
        expect(accepts(() => compactJson(text) || JSON.parse(''))).toBe(accepts(() => JSON.parse(text)));
      }),
      { numRuns: 5_000 },
    );
  });
});

it('counts lines and columns from 1', () => {
  expect(lineAndColumn('ab\ncd', 0)).toEqual({ line: 1, column: 1 });
  expect(lineAndColumn('ab\ncd', 4)).toEqual({ line: 2, column: 2 });
});

function accepts(read: () => unknown): boolean {
  try {
    read();
    return true;
  } catch {
    return false;
  }
}
