import { autocompletion, closeBrackets, closeBracketsKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { json } from '@codemirror/lang-json';
import { bracketMatching, syntaxHighlighting } from '@codemirror/language';
import { Annotation, Compartment, EditorState, type Extension } from '@codemirror/state';
import { drawSelection, EditorView, keymap, placeholder } from '@codemirror/view';
import { useEffect, useRef } from 'react';
import { codeTheme, jsonColours } from './code-theme.ts';
import { plainTyping } from './plain-typing.ts';

interface CodeViewProps {
  label: string;
  text: string;
  language: 'json' | 'plain';
  /** Absent: read only. */
  onChange?: (text: string) => void;
  placeholder?: string;
  /** More of the editor, such as what it checks and completes; kept by the caller, as another one is taken over. */
  extensions?: Extension;
}

/** Read-only text of more characters, or deeper brackets, is not coloured: that would take slices of 100 ms, for seconds. */
const MOST_COLOURED = 50_000;
const DEEPEST_COLOURED = 100;

/** CodeMirror, for text that is written, or too long for anything that does not virtualise. */
export function CodeView(props: CodeViewProps) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  const latest = useRef(props);
  useEffect(() => {
    latest.current = props;
  });
  const { label, text, extensions = noExtensions } = props;
  const language = !props.onChange && isHardToParse(text) ? 'plain' : props.language;
  const editable = Boolean(props.onChange);
  const hint = props.placeholder ?? '';

  useEffect(() => {
    const element = host.current;
    if (!element) return undefined;
    // In a shadow root CodeMirror adopts its sheets; in the document it would add a <style>, which the policy forbids.
    const root = element.shadowRoot ?? element.attachShadow({ mode: 'open' });
    const created = new EditorView({
      parent: root,
      root,
      doc: latest.current.text,
      extensions: [
        accessibleName.of(nameOf(latest.current.label)),
        language === 'json' ? json() : [],
        editable ? editing(latest) : reading,
        more.of(latest.current.extensions ?? noExtensions),
        hint ? placeholder(hint) : [],
        syntaxHighlighting(jsonColours),
        codeTheme,
        drawSelection(),
        EditorView.lineWrapping,
      ],
    });
    view.current = created;
    return () => created.destroy();
  }, [language, editable, hint]);

  useEffect(() => {
    view.current?.dispatch({ effects: accessibleName.reconfigure(nameOf(label)) });
  }, [label]);

  useEffect(() => {
    view.current?.dispatch({ effects: more.reconfigure(extensions) });
  }, [extensions]);

  useEffect(() => {
    const current = view.current;
    if (!current || current.state.doc.toString() === text) return;
    current.dispatch({
      changes: { from: 0, to: current.state.doc.length, insert: text },
      annotations: fromOutside.of(true),
    });
  }, [text]);

  return <div ref={host} className="code-view" />;
}

function isHardToParse(text: string): boolean {
  if (text.length > MOST_COLOURED) return true;
  let depth = 0;
  for (const [bracket] of text.matchAll(/[[{}\]]/g)) {
    depth += bracket === '[' || bracket === '{' ? 1 : -1;
    if (depth > DEEPEST_COLOURED) return true;
  }
  return false;
}

const fromOutside = Annotation.define<boolean>();
const noExtensions: Extension = [];
const more = new Compartment();
const accessibleName = new Compartment();
const nameOf = (label: string) => EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' });

const reading: Extension = [
  EditorState.readOnly.of(true),
  EditorView.contentAttributes.of({ 'aria-readonly': 'true' }),
];

function editing(latest: { current: CodeViewProps }): Extension {
  return [
    history(),
    plainTyping,
    bracketMatching(),
    closeBrackets(),
    autocompletion(),
    keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap]),
    EditorView.updateListener.of((update) => {
      if (!update.docChanged || update.transactions.some((change) => change.annotation(fromOutside))) return;
      latest.current.onChange?.(update.state.doc.toString());
    }),
  ];
}
