import { MAX_NAME } from '../contract/requests.ts';
import { BenchFailure } from '../errors.ts';

/** Bytes of a file name without its extension: with what is added while it is written, all systems take it. */
const MAX_FILE_NAME = 200;
export const EXTENSION = '.json';
/** What is kept of a folder itself, in it. */
export const FOLDER_FILE = 'folder.json';

/** What a system does not take in a name; `%`, with which it is written instead; dots that would hide it, or that Windows drops. */
const RESERVED = /[\p{Cc}<>:"/\\|?*%]|^\.|\.$/gu;
/** What Windows takes for a device whatever follows a dot; and the name of `FOLDER_FILE`. */
const DEVICE = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(?= *(?:\.|$))|^folder$/i;
const ESCAPED = /%([0-9a-f]{2})/gi;

/** As it is shown, and compared. Throws `INVALID_NAME`. */
export function cleanName(name: string): string {
  const clean = wellFormed(name).normalize('NFC').trim();
  if (clean === '' || clean.length > MAX_NAME) {
    throw new BenchFailure('INVALID_NAME', `a name has 1 to ${MAX_NAME} characters, this has ${clean.length}`);
  }
  const bytes = Buffer.byteLength(fileNameOf(clean));
  if (bytes > MAX_FILE_NAME) {
    throw new BenchFailure('INVALID_NAME', `its file name would have ${bytes} bytes, at most are ${MAX_FILE_NAME}`);
  }
  return clean;
}

/** A name that any system takes for a file (without extension) or folder, and from which `nameOf` makes the name again. */
export function fileNameOf(name: string): string {
  const safe = name.replace(RESERVED, escape);
  return DEVICE.test(safe) ? escape(safe.charAt(0)) + safe.slice(1) : safe;
}

/** Of a file (without extension) or folder, whoever made it. */
export function nameOf(fileName: string): string {
  const name = fileName.replace(ESCAPED, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
  return name.normalize('NFC');
}

/** The name, or where it is taken (in whatever case, as some systems do not tell) the name with a number. */
export function freeName(name: string, taken: Iterable<string>): string {
  const folded = new Set(Array.from(taken, fold));
  for (let number = 1; ; number++) {
    const suffix = number === 1 ? '' : ` ${number}`;
    const candidate = wellFormed(name.slice(0, MAX_NAME - suffix.length)) + suffix;
    if (!folded.has(fold(candidate))) return candidate;
  }
}

/** Half of a character is none. */
const wellFormed = (name: string): string => name.replace(/\p{Cs}/gu, '\uFFFD');

const fold = (name: string): string => name.normalize('NFC').toUpperCase().toLowerCase();

function escape(char: string): string {
  return `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
}
