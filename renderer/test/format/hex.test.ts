import { expect, test } from 'vitest';
import { ascii, hex, hexProblem } from '../../src/format/hex.ts';

test('hex as people type it is fine: spaces, commas, colons, 0x', () => {
  for (const text of ['', '29 01 ff', '2901FF', '29:01:ff', '0x29, 0x01, 0xff', '\n29\t01\nff']) {
    expect(hexProblem(text)).toBeNull();
  }
});

test('half a byte and letters that are no digits are found where they stand', () => {
  expect(hexProblem('123')).toBe(2);
  expect(hexProblem('12 3')).toBe(3);
  expect(hexProblem('12 0x3')).toBe(5);
  expect(hexProblem('zz')).toBe(0);
});

test('what is written is hex', () => {
  expect(hexProblem(hex(Uint8Array.from({ length: 256 }, (_, i) => i)))).toBeNull();
});

test('only printable ASCII shows as text', () => {
  expect([0x00, 0x1f, 0x20, 0x41, 0x7e, 0x7f, 0xff].map(ascii).join('')).toBe('.. A~..');
});
