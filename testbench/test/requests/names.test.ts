import fc from 'fast-check';
import { expect, it } from 'vitest';
import { cleanName, fileNameOf, freeName, nameOf } from '../../requests/names.ts';

const seed = Number(process.env['FUZZ_SEED'] ?? Date.now() % 2 ** 31);

it.each([
  ['Get speed', 'Get speed'],
  ['设置温度', '设置温度'],
  ['/powertrain/speed', '%2Fpowertrain%2Fspeed'],
  ['..', '%2E%2E'],
  ['.git', '%2Egit'],
  ['a:b*c?"<>|\\', 'a%3Ab%2Ac%3F%22%3C%3E%7C%5C'],
  ['100%', '100%25'],
  ['CON', '%43ON'],
  ['com1.txt', '%63om1.txt'],
  ['console', 'console'],
  ['end.', 'end%2E'],
  ['Folder', '%46older'],
  ['new\nline', 'new%0Aline'],
])('%s is kept as %s', (name, file) => {
  expect(fileNameOf(name)).toBe(file);
  expect(nameOf(file)).toBe(name);
});

it(`any name comes back from its file name, which leads nowhere (FUZZ_SEED=${seed})`, () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 20 }), (text) => {
      const name = Buffer.from(text).toString().normalize('NFC');
      const file = fileNameOf(name);
      expect(nameOf(file)).toBe(name);
      expect(file).not.toMatch(/[/\\<>:"|?*\p{Cc}]|^\.|\.$/u);
    }),
    { seed, numRuns: 500 },
  );
});

it('a name is trimmed and composed, and neither empty nor too long', () => {
  expect(cleanName('  e\u0301 ')).toBe('\u00e9');
  for (const name of ['', '  ', 'a'.repeat(101), '速'.repeat(67), '*'.repeat(67)]) {
    expect(() => cleanName(name)).toThrowError(expect.objectContaining({ code: 'INVALID_NAME' }));
  }
});

it('a name that is taken in any case gets a number', () => {
  expect(freeName('Speed', ['other'])).toBe('Speed');
  expect(freeName('Speed', ['SPEED', 'speed 2'])).toBe('Speed 3');
  expect(freeName('a'.repeat(100), ['a'.repeat(100)])).toBe(`${'a'.repeat(98)} 2`);
});
