import { autocompletion } from '@codemirror/autocomplete';
import { syntaxTree } from '@codemirror/language';
import { type Diagnostic, linter } from '@codemirror/lint';
import type { Extension } from '@codemirror/state';
import { type EditorView, hoverTooltip } from '@codemirror/view';
import type { SyntaxNode } from '@lezer/common';
import type { JsonShape } from '../../../../../testbench/contract.ts';
import type { Translate } from '../../../i18n.ts';
import { completeFrom, detailOf } from './complete.ts';
import { around, keyOf, kindOfNode, shapeOf } from './json-path.ts';

/** Longer params are not compared with what was sent before, characters. */
const LONGEST = 50_000;
const MOST = 100;

/** What earlier calls say of the param that is written: completion, and hints where it is another thing than before. */
export function shapeHints(shape: JsonShape | null, t: Translate): Extension {
  if (shape === null) return [];
  return [
    autocompletion({ override: [completeFrom(shape, t)], icons: false, activateOnTyping: true }),
    linter((view) => strangeIn(view, shape, t), { delay: 400 }),
    hoverTooltip((view, pos) => tooltipAt(view, pos, shape, t)),
  ];
}

function strangeIn({ state }: EditorView, root: JsonShape, t: Translate): Diagnostic[] {
  const found: Diagnostic[] = [];
  if (state.doc.length > LONGEST) return found;
  const hint = (node: SyntaxNode, message: string) =>
    found.push({ from: node.from, to: node.to, severity: 'info', message });
  syntaxTree(state).iterate({
    enter: ({ node }) => {
      if (found.length >= MOST) return false;
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

function tooltipAt({ state }: EditorView, pos: number, root: JsonShape, t: Translate) {
  const property = around(syntaxTree(state).resolveInner(pos), 'Property');
  const name = property?.getChild('PropertyName');
  const shape = property && name && pos >= name.from && pos <= name.to ? shapeOf(property, root, state) : null;
  if (!name || !shape) return null;
  return {
    pos: name.from,
    end: name.to,
    above: true,
    create: () => {
      const dom = document.createElement('div');
      dom.className = 'cm-shape';
      dom.textContent = [
        shape.kinds.map((kind) => t(`editor.kind.${kind}`)).join(t('editor.or')),
        ...(shape.examples ?? []),
      ].join('\n');
      return { dom };
    },
  };
}
