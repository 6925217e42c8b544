import fc from 'fast-check';
import { expect, test } from 'vitest';
import { numbered, safeName } from '../../streams/device-name.ts';

test.each([
  ['log.txt', 'log.txt'],
  ['/var/log/syslog.1', 'syslog.1'],
  ['..\\..\\Windows\\system32\\evil.dll', 'evil.dll'],
  ['../../etc/passwd', 'passwd'],
  ['..', 'other'],
  ['...', 'other'],
  ['/', 'other'],
  ['', 'other'],
  ['a/..', 'other'],
  ['.bashrc', 'bashrc'],
  ['name. . ', 'name'],
  ['a\u0000b\nc.txt', 'abc.txt'],
  ['photo\u202egpj.exe', 'photogpj.exe'],
  ['a:b|c?.txt', 'a_b_c_.txt'],
  ['CON', '_CON'],
  ['nul.txt', '_nul.txt'],
  ['com1.log', '_com1.log'],
  ['command.log', 'command.log'],
  ['行车记录.mp4', '行车记录.mp4'],
  ['e\u0301.txt', '\u00e9.txt'],
])('%j becomes %j', (proposed, name) => {
  expect(safeName(proposed, 'other')).toBe(name);
});

test('a long name keeps its extension, whole characters, and room for what is put behind it', () => {
  const name = safeName(`${'车'.repeat(300)}.tar`, 'other');
  expect(Buffer.byteLength(name)).toBeLessThanOrEqual(200);
  expect(name).toMatch(/^车+\.tar$/);
  expect(safeName(`a.${'x'.repeat(5_000)}`, 'other').length).toBe(200);
});

test('whatever a device says, it is one name in the folder', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (proposed) => {
      const name = safeName(proposed, 'other');
      expect(name).not.toMatch(/[/\\\p{Cc}]|^\.|[. ]$|^$/u);
      expect(Buffer.byteLength(name)).toBeLessThanOrEqual(201);
    }),
  );
});

test('a number goes before the extension', () => {
  expect(numbered('log.txt', 2)).toBe('log (2).txt');
  expect(numbered('log', 3)).toBe('log (3)');
  expect(numbered('.x', 2)).toBe('.x (2)');
});
