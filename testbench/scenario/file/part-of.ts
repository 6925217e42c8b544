import { isCollection, isScalar, type Node } from 'yaml';

type Span = [start: number, end: number];

/** The characters of the file to mark for a node: of a text the sign before `position`, of much the first line. */
export function partOf(node: Node | null, position: number | undefined, text: string): Span {
  const range = node?.range;
  if (!range) return [0, firstLineEnd(text, 0, Math.min(1, text.length))];
  const [start, end] = range;
  if (isCollection(node)) return [start, firstLineEnd(text, start, end)];
  if (position === undefined || !isScalar(node)) return [start, Math.max(end, start + 1)];
  const at = signAt(node.type, text.slice(start, end), position);
  return at === undefined ? [start, firstLineEnd(text, start, end)] : [start + at, start + at + 1];
}

function firstLineEnd(text: string, start: number, end: number): number {
  const line = text.indexOf('\n', start);
  return line >= start && line < end ? line : end;
}

/** Where in the source of a scalar the sign before a position of its value is; undefined where that is not easily told. */
function signAt(type: string | null | undefined, source: string, position: number): number | undefined {
  const before = Math.max(0, position - 1);
  if (type === 'BLOCK_LITERAL') return signInBlock(source, before);
  if (source.includes('\n') || source.includes('\\')) return undefined;
  const opening = type === 'QUOTE_DOUBLE' || type === 'QUOTE_SINGLE' ? 1 : 0;
  if (opening === 1 && source.slice(1, -1).includes("''")) return undefined;
  return Math.min(opening + before, Math.max(0, source.length - 1));
}

/** Below the line with the | each line has lost its indentation. */
function signInBlock(source: string, position: number): number | undefined {
  let at = source.indexOf('\n') + 1;
  if (at === 0) return undefined;
  const lines = source.slice(at).split('\n');
  const indentation = lines.find((line) => line.trim() !== '')?.search(/\S/u) ?? 0;
  let left = position;
  for (const line of lines) {
    const length = Math.max(0, line.length - indentation);
    if (left <= length) return Math.min(at + Math.min(indentation, line.length) + left, source.length - 1);
    left -= length + 1;
    at += line.length + 1;
  }
  return undefined;
}
