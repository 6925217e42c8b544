import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { isLink } from './link.ts';

/** What the app was asked to open, as it was said. */
export type Asked = { kind: 'link'; text: string } | { kind: 'file'; path: string } | { kind: 'tooMany' };

/** That wait at a time. More of them are a mistake of the hand, or a page that hands out links without end. */
export const MOST_OPENINGS = 20;

/** What the system has asked the app to open, until a window takes it. It outlives the bench, which a workspace brings. */
export class OpeningQueue {
  #waiting: Asked[] = [];
  #listener: (() => void) | undefined;

  /** Called back when something has come. One listener at a time. */
  onChange(listener: () => void): void {
    this.#listener = listener;
  }

  get length(): number {
    return this.#waiting.length;
  }

  /** Words of a command line: links, and paths or file URLs of files, relative to `folder`; switches are for others. */
  add(words: readonly string[], folder: string): void {
    const asked = words.filter((word) => word !== '' && !word.startsWith('-')).map((word) => read(word, folder));
    if (asked.length === 0) return;
    const all = [...this.#waiting, ...asked];
    const tooMany = all.length > MOST_OPENINGS || all.some(({ kind }) => kind === 'tooMany');
    const kept = all.filter(({ kind }) => kind !== 'tooMany').slice(0, MOST_OPENINGS);
    this.#waiting = tooMany ? [...kept, { kind: 'tooMany' }] : kept;
    this.#listener?.();
  }

  take(): Asked | undefined {
    return this.#waiting.shift();
  }
}

function read(word: string, folder: string): Asked {
  if (isLink(word)) return { kind: 'link', text: word };
  return { kind: 'file', path: path.resolve(folder, isFileUrl(word) ? pathOf(word) : word) };
}

const isFileUrl = (word: string): boolean => /^file:/i.test(word);

/** A URL that names no file stays what it is, and is no file that is found. */
function pathOf(url: string): string {
  try {
    return fileURLToPath(url);
  } catch {
    return url;
  }
}
