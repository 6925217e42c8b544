import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sniffImage } from '../../src/payload/image.ts';

const bytes = (...parts: (string | number[])[]): Uint8Array =>
  Uint8Array.from(
    parts.flatMap((part) => (typeof part === 'string' ? Array.from(part, (c) => c.charCodeAt(0)) : part)),
  );

const png = bytes([0x89], 'PNG\r\n', [0x1a, 0x0a, 0, 0, 0, 13], 'IHDR', [0, 0, 0, 160, 0, 0, 0, 90]);
const gif = bytes('GIF89a', [0x40, 0x01, 0xf0, 0x00]);
const jpeg = bytes(
  [0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2],
  [0xff, 0xff, 0xc4, 0, 3, 9],
  [0xff, 0xc2, 0, 11, 8, 0, 90, 0, 160, 1],
);
const webp = (chunk: string, size: number[]) => bytes('RIFF', [0, 0, 0, 0], 'WEBP', chunk, [0, 0, 0, 0], size);

function bmp(length: number): Uint8Array {
  const file = new Uint8Array(54);
  const view = new DataView(file.buffer);
  file.set(bytes('BM'));
  view.setUint32(2, length, true);
  view.setUint32(14, 40, true);
  view.setInt32(18, 160, true);
  view.setInt32(22, -90, true);
  return file;
}

test.each([
  ['PNG', png],
  ['JPEG', jpeg],
  ['BMP', bmp(54)],
  ['WebP', webp('VP8 ', [0, 0, 0, 0x9d, 0x01, 0x2a, 160, 0, 90, 0])],
  ['WebP', webp('VP8L', [0x2f, 159, 89 << 6, 89 >> 2, 0])],
  ['WebP', webp('VP8X', [0, 0, 0, 0, 159, 0, 0, 89, 0, 0])],
])('a %s is told by its first bytes, with its size', (kind, file) => {
  expect(sniffImage(file)).toMatchObject({ kind, width: 160, height: 90 });
});

test('a GIF is told by its first bytes, with its size', () => {
  expect(sniffImage(gif)).toMatchObject({ kind: 'GIF', mime: 'image/gif', width: 320, height: 240 });
});

test('what only begins like one, or is of no size, is none', () => {
  expect(sniffImage(bytes('GIF89a', [0, 0, 0, 0]))).toBeNull();
  expect(sniffImage(bytes('BM is how this text begins, which is no picture at all, is it?'))).toBeNull();
  expect(sniffImage(bmp(55))).toBeNull();
  expect(sniffImage(bytes([0xff, 0xd8, 0xff, 0xd9]))).toBeNull();
  expect(sniffImage(webp('ABCD', [0, 0, 0, 0, 0, 0, 0, 0]))).toBeNull();
});

test('bytes that stop anywhere, or are anything, are no reason to fail', () => {
  for (const file of [png, gif, jpeg, bmp(54), webp('VP8X', [0, 0, 0, 0, 159, 0, 0, 89, 0, 0])]) {
    for (let end = 0; end < file.length; end += 1) expect(() => sniffImage(file.subarray(0, end))).not.toThrow();
  }
  const beginnings = fc.constantFrom([], [0xff, 0xd8, 0xff], [...bytes('RIFF')], [...bytes('GIF8')], [0x42, 0x4d]);
  fc.assert(
    fc.property(beginnings, fc.uint8Array({ maxLength: 64 }), (start, rest) => {
      sniffImage(Uint8Array.from([...start, ...rest]));
    }),
  );
});
