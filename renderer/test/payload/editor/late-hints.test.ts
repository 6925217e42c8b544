import { completionStatus } from '@codemirror/autocomplete';
import { json } from '@codemirror/lang-json';
import { Compartment } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { afterEach, expect, test, vi } from 'vitest';
import type { JsonShape } from '../../../../testbench/contract.ts';
import { translate } from '../../../src/i18n.ts';
import { shapeHints } from '../../../src/payload/editor/shape/shape-hints.ts';

const shape: JsonShape = { kinds: ['object'], keys: { lowBeam: { kinds: ['boolean'] } } };
const t = (key: Parameters<typeof translate>[1]) => translate('en', key);
const hints = new Compartment();
let view: EditorView;

afterEach(() => view.destroy());

/** `|` is the cursor. */
function typed(text: string, { focused = true } = {}): void {
  view = new EditorView({ parent: document.body, extensions: [json(), hints.of(shapeHints(null, t))] });
  // The DOM of the tests cannot carry the selection of an editor that really has the focus.
  vi.spyOn(view, 'hasFocus', 'get').mockReturnValue(focused);
  const [before = '', after = ''] = text.split('|');
  view.dispatch({
    changes: { from: 0, insert: before + after },
    selection: { anchor: before.length },
    userEvent: 'input.type',
  });
}

const hintsArrive = () => view.dispatch({ effects: hints.reconfigure(shapeHints(shape, t)) });
const settled = () => new Promise((resolve) => setTimeout(resolve));

test('a key that was typed before the hints arrived is completed when they do', async () => {
  typed('{"lo|"}');
  expect(completionStatus(view.state)).toBe(null);
  hintsArrive();
  await vi.waitFor(() => expect(completionStatus(view.state)).toBe('active'));
});

test('hints that arrive open nothing after another key, without the focus, or where nothing is completed', async () => {
  typed('{"lo|"}');
  view.contentDOM.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', ctrlKey: true, bubbles: true }));
  hintsArrive();
  await settled();
  expect(completionStatus(view.state)).toBe(null);
  view.destroy();

  typed('{"lo|"}', { focused: false });
  hintsArrive();
  await settled();
  expect(completionStatus(view.state)).toBe(null);
  view.destroy();

  typed('{"lowBeam": true}|');
  hintsArrive();
  await settled();
  expect(completionStatus(view.state)).toBe(null);
});
