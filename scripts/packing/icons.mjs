import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { initWasm, Resvg } from '@resvg/resvg-wasm';
import { ROOT } from '../run.mjs';

const SVG = path.join(ROOT, 'build', 'icon.svg');
const LINUX = [16, 24, 32, 48, 64, 128, 256, 512];
const WINDOWS = [16, 20, 24, 32, 40, 48, 64, 256];
/** The types that macOS has for a PNG of a size, once for plain and once for Retina screens. */
const MAC = {
  16: ['icp4'],
  32: ['icp5', 'ic11'],
  64: ['ic12'],
  128: ['ic07'],
  256: ['ic08', 'ic13'],
  512: ['ic09', 'ic14'],
  1024: ['ic10'],
};
/** Up to here there is no room for the scale, and the needle is drawn larger. */
const SMALL = 32;
const SCALE = /<g id="scale".*?<\/g>/s;
const AS_SMALL = 'transform="translate(512 512) scale(1.24) translate(-512 -614)"';

let ready;

/** Draws the icon, from the one picture that there is of it, in all sizes and files that the systems want, into `folder`. */
export async function makeIcons(folder) {
  const draw = await pictures();
  fs.mkdirSync(path.join(folder, 'linux'), { recursive: true });
  for (const size of LINUX) fs.writeFileSync(path.join(folder, 'linux', `${size}x${size}.png`), draw(size));
  fs.writeFileSync(path.join(folder, 'icon.ico'), ico(WINDOWS.map((size) => [size, draw(size)])));
  const typed = Object.entries(MAC).flatMap(([size, types]) => types.map((type) => [type, draw(Number(size))]));
  fs.writeFileSync(path.join(folder, 'icon.icns'), icns(typed));
}

/** The icon that the window shows where the system has none for the app. */
export async function makeWindowIcon(file) {
  const draw = await pictures();
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, draw(256));
}

/** Answers what draws a PNG of so many pixels. */
async function pictures() {
  const wasm = createRequire(import.meta.url).resolve('@resvg/resvg-wasm/index_bg.wasm');
  ready ??= initWasm(fs.readFileSync(wasm));
  await ready;
  const large = fs.readFileSync(SVG, 'utf8');
  const small = large.replace(SCALE, '').replace('id="needle"', AS_SMALL);
  if (!SCALE.test(large) || !small.includes(AS_SMALL)) throw new Error(`${SVG} has no scale or no needle any more`);
  return (size) => new Resvg(size <= SMALL ? small : large, { fitTo: { mode: 'width', value: size } }).render().asPng();
}

/** Windows: a directory of pictures, each of which may be a PNG as it is. A size of 256 is written as 0. */
function ico(images) {
  const directory = Buffer.alloc(6 + 16 * images.length);
  directory.writeUInt16LE(1, 2);
  directory.writeUInt16LE(images.length, 4);
  let offset = directory.length;
  for (const [index, [size, png]] of images.entries()) {
    const at = 6 + 16 * index;
    directory[at] = directory[at + 1] = size % 256;
    directory.writeUInt16LE(1, at + 4);
    directory.writeUInt16LE(32, at + 6);
    directory.writeUInt32LE(png.length, at + 8);
    directory.writeUInt32LE(offset, at + 12);
    offset += png.length;
  }
  return Buffer.concat([directory, ...images.map(([, png]) => png)]);
}

/** macOS: each PNG behind its type and its length, which counts both. */
function icns(images) {
  const parts = images.map(([type, png]) => Buffer.concat([head(type, png.length), png]));
  return Buffer.concat([
    head(
      'icns',
      parts.reduce((sum, part) => sum + part.length, 0),
    ),
    ...parts,
  ]);
}

function head(type, length) {
  const bytes = Buffer.alloc(8);
  bytes.write(type, 'latin1');
  bytes.writeUInt32BE(length + 8, 4);
  return bytes;
}
