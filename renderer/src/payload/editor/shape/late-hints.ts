import { CompletionContext, type CompletionSource, completionStatus, startCompletion } from '@codemirror/autocomplete';
import { type Extension, Facet } from '@codemirror/state';
import { type EditorView, ViewPlugin, type ViewUpdate } from '@codemirror/view';

/** What completes what is typed; none while nothing is known of it. */
const source = Facet.define<CompletionSource>();

/** Hints come a moment after the url was written: they complete what was typed meanwhile, if nothing else was done since. */
export const lateHints: Extension = ViewPlugin.define(
  () => {
    let typed = false;
    return {
      update(update: ViewUpdate) {
        if (update.docChanged || update.selectionSet)
          typed = update.transactions.some((each) => each.isUserEvent('input.type'));
        const came = update.startState.facet(source).length === 0 && update.state.facet(source).length > 0;
        // The view cannot be changed while it is updated.
        if (came && typed) queueMicrotask(() => void complete(update.view));
      },
      forget() {
        typed = false;
      },
    };
  },
  {
    eventHandlers: {
      keydown() {
        this.forget();
      },
    },
  },
);

export const completedBy = (hints: CompletionSource): Extension => source.of(hints);

async function complete(view: EditorView): Promise<void> {
  const { state } = view;
  const [hints] = state.facet(source);
  if (!hints || !view.hasFocus || completionStatus(state) !== null) return;
  const found = await hints(new CompletionContext(state, state.selection.main.head, false));
  if (found && view.state === state) startCompletion(view);
}
