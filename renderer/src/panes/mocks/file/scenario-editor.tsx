import { autocompletion, startCompletion } from '@codemirror/autocomplete';
import { indentLess, indentMore } from '@codemirror/commands';
import { json } from '@codemirror/lang-json';
import { indentUnit } from '@codemirror/language';
import { nextDiagnostic } from '@codemirror/lint';
import { EditorState, type Extension } from '@codemirror/state';
import { EditorView, highlightActiveLineGutter, keymap, lineNumbers, ViewPlugin } from '@codemirror/view';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { ScenarioCheck } from '../../../../../testbench/contract.ts';
import { CodeView } from '../../../payload/code-view.tsx';
import { completeFrom } from './complete.ts';
import { offsetOf, scenarioLint } from './scenario-lint.ts';
import { useSchema } from './use-schema.ts';
import { yamlLook } from './yaml-look.ts';

interface ScenarioEditorProps {
  label: string;
  text: string;
  fileName: string;
  /** Where it begins to be read. */
  ecu: string | null;
  /** Another object leads there once more. */
  goTo: { line: number; column: number } | null;
  onCheck: (check: ScenarioCheck) => void;
  /** Absent: read only. */
  onChange?: (text: string) => void;
}

/** YAML or JSON of a scenario, with what its schema knows and what is wrong with it. */
export function ScenarioEditor({ label, text, fileName, ecu, goTo, onCheck, onChange }: ScenarioEditorProps) {
  const [holder] = useState(() => new Holder());
  const schema = useSchema();
  const isJson = /\.json$/i.test(fileName);
  const isLong = text.length > 262_144;
  const extensions = useMemo((): Extension => {
    const known = schema ? [autocompletion({ override: [completeFrom(schema, isJson)], icons: false })] : [];
    return [
      ViewPlugin.define((created) => {
        holder.hold(created);
        return {};
      }),
      lineNumbers(),
      highlightActiveLineGutter(),
      yamlLook,
      isJson ? json() : [],
      indentUnit.of('  '),
      EditorState.tabSize.of(2),
      keymap.of([
        { key: 'Tab', run: indented },
        { key: 'Shift-Tab', run: indentLess },
        { key: 'Mod-Space', run: startCompletion },
        { key: 'F8', run: nextDiagnostic },
      ]),
      scenarioLint(fileName, isLong ? Number.MAX_SAFE_INTEGER : 0, onCheck),
      known,
    ];
  }, [schema, fileName, isJson, isLong, onCheck, holder]);

  useEffect(() => {
    if (goTo && holder.view) goToPlace(holder.view, goTo);
  }, [goTo, holder]);

  const begun = useRef(false);
  useEffect(() => {
    const shown = holder.view;
    if (begun.current || !shown || ecu === null) return;
    begun.current = true;
    const at = shown.state.doc.toString().search(new RegExp(`name["']?: *["']?${ecu.replace(/[^\w-]/g, '\\$&')}\\b`));
    if (at >= 0) shown.dispatch({ effects: EditorView.scrollIntoView(at, { y: 'start', yMargin: 40 }) });
  }, [ecu, holder]);
  return (
    <CodeView label={label} text={text} language="plain" extensions={extensions} {...(onChange && { onChange })} />
  );
}

/** The editor, once it is there. */
class Holder {
  view: EditorView | null = null;

  hold(view: EditorView): void {
    this.view = view;
  }
}

function goToPlace(view: EditorView, { line, column }: { line: number; column: number }): void {
  const at = offsetOf(view.state.doc, line, column);
  view.dispatch({ selection: { anchor: at }, effects: EditorView.scrollIntoView(at, { y: 'center' }) });
  view.focus();
}

/** Inside of a line a tab leads on to the next control: who does not see the editor must get out of it. */
function indented(view: EditorView): boolean {
  const { main } = view.state.selection;
  const line = view.state.doc.lineAt(main.head);
  const isAtStart = /^\s*$/.test(line.text.slice(0, main.head - line.from));
  return !view.state.readOnly && (isAtStart || !main.empty) && indentMore(view);
}
