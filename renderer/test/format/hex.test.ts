import { expect, test } from 'vitest';
import { ascii, hex, parseHex } from '../../src/format/hex.ts';

test('hex as people type it is read: spaces, commas, colons, 0x', () => {
  for (const text of ['29 01 ff', '2901FF', '29:01:ff', '0x29, 0x01, 0xff', '\n29\t01\nff']) {
    expect(parseHex(text)).toEqual(Uint8Array.of(0x29, 0x01, 0xff));
  }
  expect(parseHex('')).toEqual(new Uint8Array());
});

test('half a byte and letters that are no digits are refused', () => {
  expect(parseHex('123')).toBeNull();
  expect(parseHex('zz')).toBeNull();
});

test('what is written is read again', () => {
  const bytes = Uint8Array.from({ length: 256 }, (_, i) => i);
  expect(parseHex(hex(bytes))).toEqual(bytes);
});

test('only printable ASCII shows as text', () => {
  expect([0x00, 0x1f, 0x20, 0x41, 0x7e, 0x7f, 0xff].map(ascii).join('')).toBe('.. A~..');
});
