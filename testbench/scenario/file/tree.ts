import {
  type Document,
  isAlias,
  isCollection,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  type Node,
  type Pair,
} from 'yaml';
import type { TextProblem } from './yaml.ts';

/** How often what an anchor names may be used again. */
const MAX_ALIASES = 10_000;
/** Characters and parts of all that anchors make of a file. */
const MAX_SIZE = 33_554_432;

/** What a document means as JSON; what is wrong with its keys, anchors and aliases is added to `problems`. */
export function jsonOf(document: Document.Parsed, problems: TextProblem[]): unknown {
  const known = problems.length;
  checkNode(document.contents, new Set(), problems);
  if (problems.slice(known).some(({ isWarning }) => !isWarning)) return undefined;
  try {
    const json: unknown = document.toJS({ maxAliasCount: MAX_ALIASES });
    if (sizeOf(json, 0) <= MAX_SIZE) return json;
    problems.push({ message: 'the aliases (*name) make too much of it', start: 0, end: 1 });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    problems.push({ message: `the aliases (*name) cannot be followed: ${message}`, start: 0, end: 1 });
  }
  return undefined;
}

/** What stands at a path, or the nearest that is there; with `ofKey` the key of it. */
export function nodeAt(document: Document.Parsed, path: readonly (string | number)[], ofKey: boolean): Node | null {
  let node: Node | null = document.contents;
  for (const [at, key] of path.entries()) {
    const inside: Node | null = isAlias(node) ? (node.resolve(document) ?? null) : node;
    if (isSeq(inside)) node = nodeOf(inside.items[Number(key)]) ?? node;
    else if (isMap(inside)) {
      const pair = pairIn(inside.items, String(key), document);
      if (pair === undefined) return node;
      node = (ofKey && at === path.length - 1 ? nodeOf(pair.key) : (nodeOf(pair.value) ?? nodeOf(pair.key))) ?? node;
    } else return node;
  }
  return node;
}

function pairIn(pairs: readonly Pair[], key: string, document: Document.Parsed): Pair | undefined {
  const own = pairs.find((pair) => keyOf(pair) === key);
  if (own !== undefined) return own;
  for (const pair of pairs) {
    if (keyOf(pair) !== '<<') continue;
    const sources = isSeq(pair.value) ? pair.value.items : [pair.value];
    for (const source of sources) {
      const merged = isAlias(source) ? source.resolve(document) : source;
      const found = isMap(merged) ? pairIn(merged.items, key, document) : undefined;
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

function checkNode(node: unknown, anchors: Set<string>, problems: TextProblem[]): void {
  if (isAlias(node)) {
    if (!anchors.has(node.source)) {
      problems.push(placed(node, `*${node.source} is unknown: an anchor (&${node.source}) stands before its use`));
    }
    return;
  }
  if (!isScalar(node) && !isCollection(node)) return;
  if (isMap(node)) checkKeys(node.items, problems);
  for (const item of isCollection(node) ? node.items : []) {
    if (!isPair(item)) checkNode(item, anchors, problems);
    else {
      checkNode(item.key, anchors, problems);
      checkNode(item.value, anchors, problems);
    }
  }
  if (node.anchor !== undefined) anchors.add(node.anchor);
}

function checkKeys(pairs: readonly Pair[], problems: TextProblem[]): void {
  const seen = new Set<string>();
  for (const pair of pairs) {
    const key = keyOf(pair);
    if (key === undefined) problems.push(placed(nodeOf(pair.key), 'expected a text as the key'));
    else if (key === '<<') checkMerge(pair, problems);
    else if (seen.has(key)) problems.push(placed(nodeOf(pair.key), `${JSON.stringify(key)} is there twice`));
    else seen.add(key);
  }
}

function checkMerge({ key, value }: Pair, problems: TextProblem[]): void {
  const sources = isSeq(value) ? value.items : [value];
  if (sources.every((source) => isAlias(source) || isMap(source))) return;
  problems.push(placed(nodeOf(key), '<< takes in the keys of another object: expected an alias like *name'));
}

function keyOf({ key }: Pair): string | undefined {
  return isScalar(key) ? String(key.value) : undefined;
}

function nodeOf(value: unknown): Node | null {
  return isNode(value) ? value : null;
}

function placed(node: Node | null, message: string): TextProblem {
  const [start, end] = node?.range ?? [0, 0];
  return { message, start, end };
}

/** Ends counting where it is too much. */
function sizeOf(value: unknown, before: number): number {
  if (typeof value === 'string') return before + value.length + 1;
  if (typeof value !== 'object' || value === null) return before + 1;
  let size = before + 1;
  for (const [key, each] of Object.entries(value)) {
    if (size > MAX_SIZE) return size;
    size = sizeOf(each, size + key.length);
  }
  return size;
}
