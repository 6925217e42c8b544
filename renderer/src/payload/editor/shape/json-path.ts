import type { EditorState } from '@codemirror/state';
import type { SyntaxNode } from '@lezer/common';
import type { JsonKind, JsonShape } from '../../../../../testbench/contract.ts';

/** What is known of what stands in a node of the syntax tree of JSON; null where nothing is. */
export function shapeOf(node: SyntaxNode, root: JsonShape, state: EditorState): JsonShape | null {
  const { parent } = node;
  if (!parent) return root;
  if (node.name === 'Property') {
    const object = shapeOf(parent, root, state);
    const key = keyOf(node, state);
    return (key !== null && object?.keys && Object.hasOwn(object.keys, key) && object.keys[key]) || null;
  }
  if (parent.name === 'Array') return shapeOf(parent, root, state)?.items ?? null;
  return shapeOf(parent, root, state);
}

/** The key of a property; null while it is none yet. */
export function keyOf(property: SyntaxNode, state: EditorState): string | null {
  const name = property.getChild('PropertyName');
  if (!name) return null;
  try {
    const key: unknown = JSON.parse(state.sliceDoc(name.from, name.to));
    return typeof key === 'string' ? key : null;
  } catch {
    return null;
  }
}

export function keysOf(object: SyntaxNode, state: EditorState): string[] {
  return object.getChildren('Property').flatMap((property) => keyOf(property, state) ?? []);
}

const kinds: Record<string, JsonKind> = {
  Object: 'object',
  Array: 'array',
  String: 'string',
  Number: 'number',
  True: 'boolean',
  False: 'boolean',
  Null: 'null',
};

/** Undefined for what is no value, such as one that is not finished. */
export const kindOfNode = (node: SyntaxNode): JsonKind | undefined => kinds[node.name];

/** The nearest node of this name, the node itself or one around it. */
export function around(node: SyntaxNode, name: string): SyntaxNode | null {
  for (let at: SyntaxNode | null = node; at; at = at.parent) if (at.name === name) return at;
  return null;
}
