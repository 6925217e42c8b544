import type { Extension } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView, ViewPlugin, type ViewUpdate } from '@codemirror/view';
import { useMemo } from 'react';
import { findVariables } from './find-variables.ts';
import { useMeaning, type VariableMeaning } from './variable-values.ts';

/** For editors: marks variables, with their values on hover, and those that nobody knows. */
export function useVariableHighlight(part: 'param' | 'data'): Extension {
  const meaning = useMeaning();
  return useMemo(() => [marks(part, meaning), theme], [part, meaning]);
}

function marks(part: 'param' | 'data', meaning: (name: string) => VariableMeaning): Extension {
  const find = (view: EditorView): DecorationSet =>
    Decoration.set(
      view.visibleRanges.flatMap(({ from, to }) =>
        findVariables(view.state.sliceDoc(from, to), part).map((found) => {
          const { known, text } = meaning(found.name);
          const mark = Decoration.mark({ class: known ? 'variable' : 'variable unknown', attributes: { title: text } });
          return mark.range(from + found.from, from + found.to);
        }),
      ),
    );
  return ViewPlugin.define(
    (view) => {
      let decorations = find(view);
      return {
        update: (update: ViewUpdate) => {
          if (update.docChanged || update.viewportChanged) decorations = find(update.view);
        },
        get decorations() {
          return decorations;
        },
      };
    },
    { decorations: (plugin) => plugin.decorations },
  );
}

const theme = EditorView.theme({
  '.variable, .variable *': { color: 'var(--publish)' },
  '.variable': { textDecoration: 'underline dotted' },
  '.variable.unknown, .variable.unknown *': { color: 'var(--error)' },
  '.variable.unknown': { textDecoration: 'underline wavy var(--error)' },
});
