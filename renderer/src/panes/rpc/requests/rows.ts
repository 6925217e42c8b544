import type { RequestNode } from '../../../../../testbench/contract.ts';

/** A line of the tree. */
export interface Row {
  node: RequestNode;
  /** From 1. */
  level: number;
  /** Null for what nothing is in. */
  open: boolean | null;
  position: number;
  siblings: number;
}

/** Where something is dropped. */
export interface Place {
  parent: string | null;
  /** Among what is there without the one that moves. */
  to: number;
}

export const siblingsOf = (nodes: readonly RequestNode[], parent: string | null): RequestNode[] =>
  nodes.filter((node) => node.parent === parent);

/** The lines in view. With a search those whose name has it, and the folders they are in. */
export function rowsOf(nodes: readonly RequestNode[], folded: readonly string[], search: string): Row[] {
  const wanted = search.trim().toLowerCase();
  const shown = wanted === '' ? null : matching(nodes, wanted);
  const closed = new Set(wanted === '' ? folded : []);
  const rows: Row[] = [];
  const level = new Map<string | null, number>([[null, 0]]);
  const counts = new Map<string | null, number>();
  for (const node of nodes) {
    const above = level.get(node.parent);
    // What is above it is folded, or not shown.
    if (above === undefined || (shown && !shown.has(node.id))) continue;
    const position = (counts.get(node.parent) ?? 0) + 1;
    counts.set(node.parent, position);
    const open = node.kind === 'folder' ? !closed.has(node.id) : null;
    if (open === true) level.set(node.id, above + 1);
    rows.push({ node, level: above + 1, open, position, siblings: 0 });
  }
  for (const row of rows) row.siblings = counts.get(row.node.parent) ?? 0;
  return rows;
}

/** Ids of those whose name has the text, of the folders they are in, and of all that is in a folder that has it. */
function matching(nodes: readonly RequestNode[], wanted: string): Set<string> {
  const found = new Set<string>();
  const hits = new Set<string>();
  const parents = new Map(nodes.map((node) => [node.id, node.parent]));
  for (const { id, parent, name } of nodes) {
    if (!name.toLowerCase().includes(wanted) && (parent === null || !hits.has(parent))) continue;
    hits.add(id);
    for (let each: string | null = id; each !== null && !found.has(each); each = parents.get(each) ?? null)
      found.add(each);
  }
  return found;
}

/** One place up or down among its siblings; null at the end. */
export function besides(nodes: readonly RequestNode[], id: string, by: 1 | -1): Place | null {
  const node = nodes.find((each) => each.id === id);
  if (!node) return null;
  const siblings = siblingsOf(nodes, node.parent);
  const to = siblings.findIndex((each) => each.id === id) + by;
  return to < 0 || to >= siblings.length ? null : { parent: node.parent, to };
}

/** Into the folder right before it; null where there is none. */
export function inwards(nodes: readonly RequestNode[], id: string): Place | null {
  const node = nodes.find((each) => each.id === id);
  if (!node) return null;
  const siblings = siblingsOf(nodes, node.parent);
  const before = siblings[siblings.findIndex((each) => each.id === id) - 1];
  return before?.kind === 'folder' ? { parent: before.id, to: siblingsOf(nodes, before.id).length } : null;
}

/** Out of its folder, right behind that; null where it is in none. */
export function outwards(nodes: readonly RequestNode[], id: string): Place | null {
  const parent = nodes.find((each) => each.id === nodes.find((node) => node.id === id)?.parent);
  if (!parent) return null;
  return { parent: parent.parent, to: siblingsOf(nodes, parent.parent).findIndex((each) => each.id === parent.id) + 1 };
}

export type DropSide = 'before' | 'into' | 'after';

/** Which side of a row a pointer is at; `at` is 0 at its top and 1 at its bottom. */
export function sideOf(row: Row, at: number): DropSide {
  if (row.node.kind === 'request') return at < 0.5 ? 'before' : 'after';
  if (at < 0.25) return 'before';
  return at > 0.75 && row.open !== true ? 'after' : 'into';
}

/** Where what is dropped on a row goes; null where it cannot, as a folder in itself. */
export function dropPlace(
  nodes: readonly RequestNode[],
  moved: string,
  target: RequestNode,
  side: DropSide,
): Place | null {
  if (target.id === moved || target.id.startsWith(`${moved}/`)) return null;
  const parent = side === 'into' ? target.id : target.parent;
  const siblings = siblingsOf(nodes, parent).filter((each) => each.id !== moved);
  if (side === 'into') return { parent, to: 0 };
  return { parent, to: siblings.findIndex((each) => each.id === target.id) + (side === 'after' ? 1 : 0) };
}
