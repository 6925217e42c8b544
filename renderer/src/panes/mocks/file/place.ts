import { flowPlace } from './flow-place.ts';
import type { Path, Written } from './json-schema.ts';

/** Where the cursor is in a scenario file, however unfinished that is. */
export interface Place {
  /** Of the object that a key is written in, or of the value that is written. */
  path: Path;
  kind: 'key' | 'value';
  /** Where what is being written begins. */
  from: number;
  /** The keys of the objects on the way, by how much of it leads to them. */
  written: ReadonlyMap<number, Written>;
  /** Columns that the keys of the object are indented by; null in braces. */
  indent: number | null;
}

type Frame =
  | { kind: 'map'; column: number; key: string; keys: Map<string, string | null> }
  | { kind: 'list'; column: number; index: number };

const ENTRY = /^(?:"([^"]*)"|'([^']*)'|([^\s#'"{[,:&*!|>][^:#]*?)) *:(?: +(.*))?$/;

/** Of YAML or JSON as one writes it, by indents and brackets: a parser says nothing of what is not finished. */
export function placeAt(text: string, cursor: number, json = false): Place | null {
  if (json) return flowPlace(text.slice(0, cursor), 0, [], new Map());
  const lineStart = text.lastIndexOf('\n', cursor - 1) + 1;
  const frames = framesOf(text.slice(0, lineStart));
  const line = text.slice(lineStart, cursor);
  if (/(?:^|\s)#/.test(line.replace(/"[^"]*"|'[^']*'/g, ''))) return null;
  const prefix = prefixOf(line);
  takeDashes(frames, prefix);
  const column = prefix.length;
  const rest = line.slice(column);
  const entry = ENTRY.exec(rest);
  const bracket = bracketIn(entry ? (entry[4] ?? '') : rest);
  if (entry) takeKey(frames, column, nameIn(entry), null);
  const value = entry?.[4] ?? '';
  if (bracket >= 0) {
    const start = entry ? line.length - value.length + bracket : column + bracket;
    return flowPlace(line, lineStart + start - lineStart, pathOf(frames), writtenOf(frames), lineStart);
  }
  if (entry) {
    return {
      path: pathOf(frames),
      kind: 'value',
      from: cursor - value.length,
      written: writtenOf(frames),
      indent: column,
    };
  }
  if (/[:"'#&*!|>{}[\],]/.test(rest)) return null;
  popTo(frames, column);
  const top = frames.at(-1);
  const inside = top?.kind === 'map' && top.column === column ? top : undefined;
  const keys = inside?.keys ?? new Map<string, string | null>();
  const path = pathOf(inside ? frames.slice(0, -1) : frames);
  takeKeysBelow(keys, text.slice(endOfLine(text, cursor)), column);
  const written = writtenOf(frames);
  written.set(path.length, keys);
  return { path, kind: 'key', from: cursor - rest.length, written, indent: column };
}

function framesOf(text: string): Frame[] {
  const frames: Frame[] = [];
  let block: number | null = null;
  for (const line of text.split('\n')) {
    if (/^\s*(?:#.*)?$/.test(line)) continue;
    const prefix = prefixOf(line);
    if (block !== null && /^ */.exec(line)?.[0].length !== undefined && indentOf(line) > block) continue;
    block = null;
    takeDashes(frames, prefix);
    const entry = ENTRY.exec(line.slice(prefix.length).trimEnd());
    if (!entry) continue;
    const value = (entry[4] ?? '').replace(/\s+#.*$/, '').trim();
    takeKey(frames, prefix.length, nameIn(entry), scalarOf(value));
    if (/^[|>]/.test(value)) block = prefix.length;
  }
  return frames;
}

/** Blanks and dashes before what a line says. */
const prefixOf = (line: string): string => /^ *(?:- +|-$)*/.exec(line)?.[0] ?? '';
const indentOf = (line: string): number => /^ */.exec(line)?.[0].length ?? 0;

function takeDashes(frames: Frame[], prefix: string): void {
  for (const { index: column } of prefix.matchAll(/-/g)) {
    while ((frames.at(-1)?.column ?? -1) > column) frames.pop();
    const top = frames.at(-1);
    if (top?.kind === 'list' && top.column === column) top.index += 1;
    else frames.push({ kind: 'list', column, index: 0 });
  }
}

function takeKey(frames: Frame[], column: number, key: string, value: string | null): void {
  popTo(frames, column);
  const top = frames.at(-1);
  if (top?.kind === 'map' && top.column === column) {
    top.key = key;
    top.keys.set(key, value);
  } else frames.push({ kind: 'map', column, key, keys: new Map([[key, value]]) });
}

/** A key ends what is further in, and a list that stands as far out as it. */
function popTo(frames: Frame[], column: number): void {
  for (let top = frames.at(-1); top; top = frames.at(-1)) {
    if (top.column < column || (top.column === column && top.kind === 'map')) return;
    frames.pop();
  }
}

const pathOf = (frames: Frame[]): (string | number)[] =>
  frames.map((frame) => (frame.kind === 'map' ? frame.key : frame.index));

function writtenOf(frames: Frame[]): Map<number, Written> {
  return new Map(frames.flatMap((frame, at) => (frame.kind === 'map' ? [[at, frame.keys] as const] : [])));
}

/** Those of the same object that stand below the cursor. */
function takeKeysBelow(keys: Map<string, string | null>, text: string, column: number): void {
  for (const line of text.split('\n')) {
    if (/^\s*(?:#.*)?$/.test(line)) continue;
    const prefix = prefixOf(line);
    const first = prefix.indexOf('-');
    if ((first >= 0 ? first : prefix.length) < column) return;
    const entry = prefix.length === column && first < 0 ? ENTRY.exec(line.slice(column).trimEnd()) : null;
    if (entry) keys.set(nameIn(entry), scalarOf((entry[4] ?? '').trim()));
  }
}

/** Of the first bracket that is not closed; -1: there is none. */
function bracketIn(text: string): number {
  const open: number[] = [];
  for (const { 0: char, index } of text.matchAll(/"[^"]*"?|'[^']*'?|[[\]{}]/g)) {
    if (char === '{' || char === '[') open.push(index);
    else if (char === '}' || char === ']') open.pop();
  }
  return open[0] ?? -1;
}

const nameIn = (entry: RegExpExecArray): string => entry[1] ?? entry[2] ?? entry[3] ?? '';
const scalarOf = (value: string): string | null =>
  value === '' || /^[{[|>&*!]/.test(value) ? null : value.replace(/^(["'])(.*)\1$/, '$2');

function endOfLine(text: string, cursor: number): number {
  const end = text.indexOf('\n', cursor);
  return end < 0 ? text.length : end + 1;
}
