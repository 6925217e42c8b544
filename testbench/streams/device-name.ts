import { asBuffer } from '../payload.ts';

/** Bytes in UTF-8: file systems take 255, and ` (12).part` must still fit. */
const LONGEST = 200;
/** Windows opens devices by these names, whatever the extension. */
const RESERVED = /^(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?=\.|$)/i;
/** Control characters, halves of characters, and marks that turn the direction of text: `exe.gpj` could be read as `jpg.exe`. */
const HIDDEN = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/gu;
const REFUSED = /[<>:"|?*]/g;

/**
 * A name that a device proposes, as the name of a file in a folder on any system: its last part, without what could lead
 * out of the folder, hide it or mean something else than a file. `otherwise` where nothing is left.
 */
export function safeName(proposed: string, otherwise: string): string {
  const last = proposed.slice(-4_096).split(/[/\\]/).at(-1) ?? '';
  const clean = last.normalize('NFC').replace(HIDDEN, '').replace(REFUSED, '_');
  const name = shortened(clean.replace(/^[\s.]+|[\s.]+$/g, ''));
  if (name === '') return otherwise;
  return RESERVED.test(name) ? `_${name}` : name;
}

/** `log.txt` → `log (2).txt` */
export function numbered(name: string, number: number): string {
  const [stem, extension] = parts(name);
  return `${stem} (${number})${extension}`;
}

/** Keeps the extension. */
function shortened(name: string): string {
  if (Buffer.byteLength(name) <= LONGEST) return name;
  const [stem, extension] = parts(name);
  const tail = Buffer.byteLength(extension) <= 20 ? extension : '';
  return (cut(tail === '' ? name : stem, LONGEST - Buffer.byteLength(tail)) + tail).replace(/[\s.]+$/, '');
}

function parts(name: string): [stem: string, extension: string] {
  const dot = name.lastIndexOf('.');
  return dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, ''];
}

/** The start of a text of at most `bytes`, without half a character. */
function cut(text: string, bytes: number): string {
  const all = asBuffer(new TextEncoder().encode(text));
  return all
    .subarray(0, bytes)
    .toString()
    .replace(/\ufffd+$/, '');
}
