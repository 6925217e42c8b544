import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

export const ROOT = path.resolve(import.meta.dirname, '../../..');
const ELSEWHERE = new Set(['node_modules', 'dist', 'release', 'test-results', 'fixtures', '.git']);

/** A fenced block of a page. */
export interface Block {
  language: string;
  text: string;
  /** Of its first line. */
  line: number;
  /** The comment right before it, which says how it is tested; '' where there is none. */
  note: string;
}

/** Every page of the project, by its path from the root. */
export function pages(): string[] {
  return readdirSync(ROOT, { recursive: false, withFileTypes: true })
    .filter(({ name }) => !ELSEWHERE.has(name))
    .flatMap((entry) => (entry.isDirectory() ? below(entry.name) : [entry.name]))
    .filter((name) => name.endsWith('.md'))
    .toSorted();
}

export function read(page: string): string {
  return readFileSync(path.join(ROOT, page), 'utf8');
}

export function blocksOf(text: string): Block[] {
  const blocks: Block[] = [];
  const fence = /^(?:<!-- (.*) -->\n\n?)?^( *)```(\S*)\n([^]*?)^ *```$/gm;
  for (const found of text.matchAll(fence)) {
    const [whole, note = '', indent = '', language = '', inner = ''] = found;
    const line = text.slice(0, found.index + whole.indexOf('```')).split('\n').length + 1;
    blocks.push({ language, text: inner.replaceAll(new RegExp(`^${indent}`, 'gm'), ''), line, note });
  }
  return blocks;
}

function below(folder: string): string[] {
  return readdirSync(path.join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    if (ELSEWHERE.has(entry.name)) return [];
    const place = `${folder}/${entry.name}`;
    return entry.isDirectory() ? below(place) : [place];
  });
}
