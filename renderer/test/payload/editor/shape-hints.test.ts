import { CompletionContext } from '@codemirror/autocomplete';
import { json } from '@codemirror/lang-json';
import { EditorState } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { expect, test } from 'vitest';
import type { JsonShape } from '../../../../testbench/contract.ts';
import { translate } from '../../../src/i18n.ts';
import { completeFrom } from '../../../src/payload/editor/shape/complete.ts';
import { strangeIn } from '../../../src/payload/editor/shape/strange.ts';

const number = (...examples: string[]): JsonShape => ({ kinds: ['number'], examples });
const shape: JsonShape = {
  kinds: ['object'],
  keys: {
    speed: number('87.5', '3'),
    gear: { kinds: ['string'], examples: ['"D"'] },
    lowBeam: { kinds: ['boolean', 'null'] },
    seat: { kinds: ['object'], keys: { height: number('2') } },
    list: { kinds: ['array'], items: { kinds: ['object'], keys: { id: number('1') } } },
  },
};
const t = (key: Parameters<typeof translate>[1], values?: Parameters<typeof translate>[2]) =>
  translate('en', key, values);

/** `|` is the cursor. */
function stateOf(text: string) {
  const pos = text.indexOf('|');
  return { state: EditorState.create({ doc: text.replace('|', ''), extensions: json() }), pos };
}

function completed(text: string, explicit = false): string[] | null {
  const { state, pos } = stateOf(text);
  const result = completeFrom(shape, t)(new CompletionContext(state, pos, explicit));
  return result && result.options.map(({ label }) => label);
}

test('keys that are not there yet are completed, at any depth', () => {
  expect(completed('{"|"}')).toEqual(['speed', 'gear', 'lowBeam', 'seat', 'list']);
  expect(completed('{"speed":1,"|"}')).toEqual(['gear', 'lowBeam', 'seat', 'list']);
  expect(completed('{"seat":{"|"}}')).toEqual(['height']);
  expect(completed('{"list":[{"|"}]}')).toEqual(['id']);
  expect(completed('{"unknown":{"|"}}')).toBeNull();
  expect(completed('{|}', true)).toEqual(['speed', 'gear', 'lowBeam', 'seat', 'list']);
});

test('values that stood there before are completed', () => {
  expect(completed('{"speed": |}', true)).toEqual(['87.5', '3']);
  expect(completed('{"gear": "|"}')).toEqual(['"D"']);
  expect(completed('{"lowBeam": |}', true)).toEqual(['true', 'false', 'null']);
});

test('taking a key writes its quotes and colon once', () => {
  for (const [text, after] of [
    ['{"spe|"}', '{"speed": }'],
    ['{"spe|": 1}', '{"speed": 1}'],
    ['{|}', '{"speed": }'],
  ] as const) {
    const { state, pos } = stateOf(text);
    const view = new EditorView({ state });
    const result = completeFrom(shape, t)(new CompletionContext(state, pos, true));
    const option = result?.options[0];
    if (typeof option?.apply === 'function') option.apply(view, option, result?.from ?? 0, pos);
    expect(view.state.doc.toString()).toBe(after);
    view.destroy();
  }
});

test('another kind than before and a key that was never there are hints, what is not finished is none', () => {
  expect(found('{"speed":"fast","seat":{"heigth":1},"gear":"P"}')).toEqual([
    'text; before it was number · 87.5',
    'heigth was never sent or answered here before',
  ]);
  expect(found('{"speed":')).toEqual([]);
  expect(found('{"speed":{{v}}}')).toEqual([]);
  expect(found('{"speed":"{{v}}"}')).toEqual([]);
  expect(found('{"list":[1]}')).toEqual(['number; before it was object']);
});

const found = (text: string) => strangeIn(stateOf(text).state, shape, t).map(({ message }) => message);
