import { syntaxTree } from '@codemirror/language';
import type { Diagnostic } from '@codemirror/lint';
import type { EditorState } from '@codemirror/state';
import type { SyntaxNode } from '@lezer/common';
import type { JsonShape } from '../../../../../testbench/contract.ts';
import type { Translate } from '../../../i18n.ts';
import { detailOf } from './complete.ts';
import { keyOf, kindOfNode, shapeOf } from './json-path.ts';

/** Longer params are not compared with what was sent before, characters. */
const LONGEST = 50_000;
const MOST = 100;

/** What is another kind than before, or was never there. */
export function strangeIn(state: EditorState, root: JsonShape, t: Translate): Diagnostic[] {
  const found: Diagnostic[] = [];
  if (state.doc.length > LONGEST) return found;
  const hint = (node: SyntaxNode, message: string) =>
    found.push({ from: node.from, to: node.to, severity: 'info', message });
  syntaxTree(state).iterate({
    enter: ({ node }) => {
      if (found.length >= MOST || isVariable(node, state)) return false;
      if (node.name === 'PropertyName' && node.parent?.parent) {
        const object = shapeOf(node.parent.parent, root, state);
        const key = node.parent.name === 'Property' ? keyOf(node.parent, state) : null;
        if (key !== null && object?.keys && !Object.hasOwn(object.keys, key)) hint(node, t('editor.newKey', { key }));
      }
      const kind = kindOfNode(node);
      const before = kind && shapeOf(node, root, state);
      if (kind && before && before.kinds.length > 0 && !before.kinds.includes(kind)) {
        hint(node, t('editor.otherKind', { kind: t(`editor.kind.${kind}`), before: detailOf(before, t) }));
        return false;
      }
      return true;
    },
  });
  return found;
}

/** What will stand there is not known yet; in quotes it may become any value. */
const isVariable = ({ from, to }: SyntaxNode, state: EditorState): boolean =>
  state.sliceDoc(from, from + 2) === '{{' || /^"\{\{[^{}]*\}\}"$/.test(state.sliceDoc(from, Math.min(to, from + 100)));
