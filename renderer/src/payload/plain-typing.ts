import { EditorView } from '@codemirror/view';

/**
 * What is typed over coloured text would be given its colours by Chromium, in a style of its own, which the policy refuses
 * and logs. So the editor replaces what is selected itself, before the browser does; of an input method, when it begins
 * to compose.
 */
export const plainTyping = EditorView.domEventHandlers({
  beforeinput(event, view) {
    const { main } = view.state.selection;
    if (event.inputType !== 'insertText' || event.data === null || main.empty || view.composing) return false;
    const text = event.data;
    const insert = () =>
      view.state.update(view.state.replaceSelection(text), { userEvent: 'input.type', scrollIntoView: true });
    const isTaken = view.state
      .facet(EditorView.inputHandler)
      .some((handle) => handle(view, main.from, main.to, text, insert));
    if (!isTaken) view.dispatch(insert());
    return true;
  },
  compositionstart(_, view) {
    if (view.state.selection.main.empty) return false;
    view.dispatch(view.state.update(view.state.replaceSelection(''), { userEvent: 'input.type.compose' }));
    return false;
  },
});
