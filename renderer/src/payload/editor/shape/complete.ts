import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete';
import { syntaxTree } from '@codemirror/language';
import type { EditorState } from '@codemirror/state';
import type { EditorView } from '@codemirror/view';
import type { SyntaxNode } from '@lezer/common';
import type { JsonKind, JsonShape } from '../../../../../testbench/contract.ts';
import type { Translate } from '../../../i18n.ts';
import { keysOf, shapeOf } from './json-path.ts';

/** Completes keys that were sent or answered before, and values that stood there. */
export function completeFrom(root: JsonShape, t: Translate) {
  return ({ state, pos, explicit }: CompletionContext): CompletionResult | null => {
    const node = syntaxTree(state).resolveInner(pos, -1);
    const name = node.name === 'PropertyName' ? node : null;
    const object = name ? (name.parent?.parent ?? null) : objectToFill(node, state, pos);
    if (object) {
      if (!name && !explicit && !/[{,]\s*$/.test(state.sliceDoc(0, pos))) return null;
      return keysFor(object, name, root, { state, pos, t });
    }
    return valuesFor(node, root, state, pos, explicit);
  };
}

/** The object that the cursor is in, where a key can stand. */
function objectToFill(node: SyntaxNode, state: EditorState, pos: number): SyntaxNode | null {
  const object = node.name === '⚠' ? node.parent : node.name === '{' || node.name === ',' ? node.parent : node;
  if (object?.name !== 'Object') return null;
  return /[{,]\s*$/.test(state.sliceDoc(0, pos)) ? object : null;
}

interface Place {
  state: EditorState;
  pos: number;
  t: Translate;
}

function keysFor(
  object: SyntaxNode,
  name: SyntaxNode | null,
  root: JsonShape,
  { state, pos, t }: Place,
): CompletionResult | null {
  const shape = shapeOf(object, root, state);
  const there = new Set(keysOf(object, state));
  const typed = name ? state.sliceDoc(name.from + 1, Math.max(name.from + 1, pos)) : '';
  const options = Object.entries(shape?.keys ?? {}).flatMap(([key, of]): Completion[] =>
    there.has(key) && key !== typed ? [] : [{ label: key, detail: detailOf(of, t), type: 'property', apply: applyKey }],
  );
  if (options.length === 0) return null;
  return { from: name ? name.from + 1 : pos, options, validFor: /^[^"]*$/ };
}

/** With its quotes, and a colon where none follows. */
function applyKey(view: EditorView, { label }: Completion, from: number, to: number): void {
  const { state } = view;
  const start = state.sliceDoc(from - 1, from) === '"' ? from - 1 : from;
  const end = state.sliceDoc(to, to + 1) === '"' ? to + 1 : to;
  const colon = /^\s*:/.test(state.sliceDoc(end, end + 100)) ? '' : ': ';
  const text = `${JSON.stringify(label)}${colon}`;
  view.dispatch({ changes: { from: start, to: end, insert: text }, selection: { anchor: start + text.length } });
}

const placeholders: Partial<Record<JsonKind, string[]>> = {
  boolean: ['true', 'false'],
  null: ['null'],
};

function valuesFor(
  node: SyntaxNode,
  root: JsonShape,
  state: EditorState,
  pos: number,
  explicit: boolean,
): CompletionResult | null {
  const before = state.sliceDoc(0, pos);
  const begins = /[:[,]\s*$/.test(before);
  const isWord = node.name === 'String' || node.name === 'Number' || node.name === '⚠';
  if (!isWord && !(begins && (explicit || before.endsWith(': ')))) return null;
  const place = begins ? syntaxTree(state).resolveInner(pos, -1) : node;
  const holder = place.name === ':' || place.name === '⚠' || place.name === '[' ? (place.parent ?? place) : place;
  const shape = holder.name === 'Array' ? shapeOf(holder, root, state)?.items : shapeOf(holder, root, state);
  const words = shape?.kinds.flatMap((kind) => placeholders[kind] ?? []) ?? [];
  const values = new Set([...(shape?.examples ?? []), ...words]);
  if (values.size === 0) return null;
  const from = begins ? pos : node.from;
  const to = begins ? pos : Math.max(pos, node.to);
  const apply = (view: EditorView, { label }: Completion) =>
    view.dispatch({
      changes: { from, to: Math.max(to, view.state.selection.main.head), insert: label },
      selection: { anchor: from + label.length },
    });
  return { from, options: [...values].map((label) => ({ label, type: 'constant', apply })) };
}

/** `number · 87.5` */
export function detailOf({ kinds, examples = [] }: JsonShape, t: Translate): string {
  const named = kinds.map((kind) => t(`editor.kind.${kind}`)).join(t('editor.or'));
  return [named, ...examples.slice(0, 1)].join(' · ');
}
