import { autocompletion } from '@codemirror/autocomplete';
import { syntaxTree } from '@codemirror/language';
import { linter } from '@codemirror/lint';
import type { Extension } from '@codemirror/state';
import { type EditorView, hoverTooltip } from '@codemirror/view';
import type { JsonShape } from '../../../../../testbench/contract.ts';
import type { Translate } from '../../../i18n.ts';
import { completeFrom } from './complete.ts';
import { around, shapeOf } from './json-path.ts';
import { completedBy, lateHints } from './late-hints.ts';
import { strangeIn } from './strange.ts';

/** What earlier calls say of the param that is written: completion, and hints where it is another thing than before. */
export function shapeHints(shape: JsonShape | null, t: Translate): Extension {
  if (shape === null) return lateHints;
  const complete = completeFrom(shape, t);
  return [
    lateHints,
    completedBy(complete),
    autocompletion({ override: [complete], icons: false, activateOnTyping: true }),
    linter(({ state }) => strangeIn(state, shape, t), { delay: 400 }),
    hoverTooltip((view, pos) => tooltipAt(view, pos, shape, t)),
  ];
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
